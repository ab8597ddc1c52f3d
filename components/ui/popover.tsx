'use client'

import { Popover as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'
import { classes } from './classes'
import { PANEL } from './panel'

export interface PopoverProps {
  /** The button that opens it. */
  trigger: ReactNode
  /** Name of the panel for screen readers. */
  label: string
  children: ReactNode
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'bottom' | 'left' | 'right'
  isOpen?: boolean
  onOpenChange?: (isOpen: boolean) => void
  className?: string
}

/** A small panel tied to a button: Escape or a click elsewhere closes it. */
export function Popover({
  trigger,
  label,
  children,
  align = 'center',
  side = 'bottom',
  isOpen,
  onOpenChange,
  className,
}: PopoverProps) {
  return (
    <Primitive.Root {...(isOpen !== undefined && { open: isOpen })} {...(onOpenChange && { onOpenChange })}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          aria-label={label}
          align={align}
          side={side}
          sideOffset={8}
          collisionPadding={8}
          className={classes(PANEL, 'z-50 animate-appear p-3 outline-none', className)}
        >
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
