'use client'

import { Toolbar } from 'radix-ui'
import { useMemo } from 'react'
import { Button } from '../ui/button'
import { useLanguage, useT } from '../ui/i18n'
import { Tooltip } from '../ui/tooltip'
import { ActionButton, Bar, BarSeparator } from './bar'
import { useAction, useEngine } from './board-context'

/** Undo, redo and zoom, at the bottom left of wide screens. */
export function ViewBar() {
  const t = useT('board')
  return (
    <Bar label={`${t('bar.history')}, ${t('bar.zoom')}`}>
      <ActionButton id="undo" side="top" />
      <ActionButton id="redo" side="top" />
      <span className="flex items-center gap-0.5 pointer-coarse:hidden">
        <BarSeparator />
        <ActionButton id="zoom.out" side="top" />
        <ZoomLevel />
        <ActionButton id="zoom.in" side="top" />
      </span>
    </Bar>
  )
}

/** The zoom in figures; a press goes back to 100 %. */
function ZoomLevel() {
  const t = useT('board')
  const { label, keys, run } = useAction('zoom.reset')
  const [language] = useLanguage()
  const format = useMemo(() => percentIn(language), [language])
  const percent = useEngine((state) => format(state.zoom))
  return (
    <Tooltip label={label} side="top" {...(keys && { keys })}>
      <Toolbar.Button asChild>
        <Button
          kind="quiet"
          className="w-[58px] px-0 font-normal tabular-nums"
          aria-label={t('zoom.level', { percent })}
          onClick={run}
        >
          {t('zoom.percent', { percent })}
        </Button>
      </Toolbar.Button>
    </Tooltip>
  )
}

/**
 * Whole percent; below one, as many places as it takes to say something. The formats are made once: that takes longer
 * than the rest of the bar, and the engine's state changes with every stroke.
 */
function percentIn(language: string): (zoom: number) => string {
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 })
  const fine = new Intl.NumberFormat(language, { maximumSignificantDigits: 2 })
  return (zoom) => (zoom < 0.01 ? fine : whole).format(zoom * 100)
}

/** The sheet of all keys, at the bottom right of wide screens. */
export function HelpBar() {
  const t = useT('board')
  return (
    <Bar label={t('action.help')}>
      <ActionButton id="help" side="top" />
    </Bar>
  )
}
