'use client'

import { Toolbar } from 'radix-ui'
import type { ReactNode } from 'react'
import { ERASER_MODES, ERASER_SIZES, type EraserSize } from '../../lib/tools/eraser-choice'
import { classes } from '../ui/classes'
import { useT } from '../ui/i18n'
import { Bar, BarSeparator } from './bar'
import { useBoard, useEngine } from './board-context'

const SIZES = Object.keys(ERASER_SIZES) as EraserSize[]
/** Diameters of the dots that stand for the sizes, CSS px: a bar has no room for the largest as it is. */
const DOT_PX: Readonly<Record<EraserSize, number>> = { small: 6, medium: 11, large: 18 }

/** What the eraser takes, and how much of it at once. */
export function EraserBar({ className }: { className: string }) {
  const t = useT('board')
  const { engine } = useBoard()
  const { mode, size } = useEngine((state) => state.eraser)
  return (
    <Bar label={t('eraser.bar')} className={className}>
      <Choices label={t('eraser.mode')} value={mode} onChange={(mode) => engine.setEraser({ mode })}>
        {ERASER_MODES.map((value) => (
          <Choice key={value} value={value} className="px-3">
            {t(`eraser.${value}`)}
          </Choice>
        ))}
      </Choices>
      {mode === 'parts' && (
        <>
          <BarSeparator />
          <Choices label={t('eraser.size')} value={size} onChange={(size) => engine.setEraser({ size })}>
            {SIZES.map((value) => (
              <Choice
                key={value}
                value={value}
                label={t(`eraser.${value}`)}
                className="w-8 pointer-coarse:w-11"
              >
                <span
                  aria-hidden
                  className="rounded-full border-[1.5px] border-current"
                  style={{ width: DOT_PX[value], height: DOT_PX[value] }}
                />
              </Choice>
            ))}
          </Choices>
        </>
      )}
    </Bar>
  )
}

function Choices<V extends string>({
  label,
  value,
  onChange,
  children,
}: {
  label: string
  value: V
  onChange: (value: V) => void
  children: ReactNode
}) {
  return (
    <Toolbar.ToggleGroup
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(next) => next !== '' && onChange(next as V)}
      className="flex gap-0.5"
    >
      {children}
    </Toolbar.ToggleGroup>
  )
}

function Choice({
  value,
  label,
  className,
  children,
}: {
  value: string
  label?: string
  className: string
  children: ReactNode
}) {
  return (
    <Toolbar.ToggleItem
      value={value}
      {...(label !== undefined && { 'aria-label': label, title: label })}
      className={classes(
        'flex h-8 items-center justify-center whitespace-nowrap rounded-control text-control hover:bg-hover data-[state=on]:bg-accent-soft data-[state=on]:text-accent pointer-coarse:h-11',
        className,
      )}
    >
      {children}
    </Toolbar.ToggleItem>
  )
}
