'use client'

import { Toolbar } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { IconButton } from '../ui/button'
import { classes } from '../ui/classes'
import { PANEL } from '../ui/panel'
import { Tooltip } from '../ui/tooltip'
import { ActionIcon } from './action-icon'
import { useAction } from './board-context'

/** A press with the mouse leaves the focus on the drawing, so that the keys go on acting there. */
const keepFocus = (event: React.MouseEvent) => {
  // Events of a panel opened from here bubble through React, not through the page: its fields keep their focus.
  if (event.currentTarget.contains(event.target as Node)) event.preventDefault()
}

/** A light piece that floats over the board: one tab stop, arrow keys inside. */
export function Bar({
  label,
  className,
  children,
  ...rest
}: { label: string; children: ReactNode } & Omit<
  ComponentProps<typeof Toolbar.Root>,
  'orientation' | 'dir'
>) {
  return (
    <Toolbar.Root
      aria-label={label}
      onMouseDown={keepFocus}
      className={classes(PANEL, 'pointer-events-auto flex items-center gap-0.5 p-1', className)}
      {...rest}
    >
      {children}
    </Toolbar.Root>
  )
}

export function BarSeparator() {
  return <Toolbar.Separator className="mx-1 h-5 w-px shrink-0 bg-hairline" />
}

export interface BarButtonProps extends Omit<ComponentProps<'button'>, 'aria-label'> {
  label: string
  keys?: string | undefined
  side?: 'top' | 'bottom'
  isActive?: boolean
}

/** An icon in a bar, with its name and keys in a tooltip. */
export function BarButton({ label, keys, side = 'bottom', isActive, children, ...rest }: BarButtonProps) {
  return (
    <Tooltip label={label} side={side} {...(keys !== undefined && { keys })}>
      <Toolbar.Button asChild>
        <IconButton label={label} {...(isActive !== undefined && { isActive })} {...rest}>
          {children}
        </IconButton>
      </Toolbar.Button>
    </Tooltip>
  )
}

/** An action of the registry as a button of a bar. It stays reachable when it does not apply, and says so. */
export function ActionButton({
  id,
  side,
  className,
}: {
  id: string
  side?: 'top' | 'bottom'
  className?: string
}) {
  const { label, keys, icon, isEnabled, run } = useAction(id)
  return (
    <BarButton
      label={label}
      keys={keys}
      aria-disabled={!isEnabled}
      onClick={() => isEnabled && run()}
      {...(side && { side })}
      {...(className && { className })}
    >
      <ActionIcon name={icon} />
    </BarButton>
  )
}
