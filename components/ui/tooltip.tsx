'use client'

import { Tooltip as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'
import { classes } from './classes'
import { PANEL } from './panel'

/** Around a screen: once one tooltip is open, its neighbours open at once. */
export function TooltipGroup({ children }: { children: ReactNode }) {
  return (
    <Primitive.Provider delayDuration={500} skipDelayDuration={300} disableHoverableContent>
      {children}
    </Primitive.Provider>
  )
}

/** The name of a control and its keys, on hover and on keyboard focus. Needs a `TooltipGroup` above it. */
export function Tooltip({
  label,
  keys,
  side = 'bottom',
  children,
}: {
  label: string
  /** Keys as people read them: `R` or `Ctrl Shift G`. */
  keys?: string
  side?: 'top' | 'bottom' | 'left' | 'right'
  /** The control, one element that takes a ref. */
  children: ReactNode
}) {
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild>{children}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          side={side}
          sideOffset={8}
          collisionPadding={8}
          className={classes(
            PANEL,
            'pointer-events-none z-50 flex max-w-64 animate-fade items-center gap-2 px-2.5 py-1.5 text-caption',
          )}
        >
          {label}
          {keys && <kbd className="font-ui text-muted tabular-nums">{keys}</kbd>}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
