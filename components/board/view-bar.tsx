'use client'

import { Toolbar } from 'radix-ui'
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
  const percent = useEngine((state) => percentOf(state.zoom, language))
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

/** Whole percent; below one, as many places as it takes to say something. */
function percentOf(zoom: number, language: string): string {
  const digits = zoom < 0.01 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 0 }
  return new Intl.NumberFormat(language, digits).format(zoom * 100)
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
