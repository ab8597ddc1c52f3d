'use client'

import { Slot } from 'radix-ui'
import { Suspense, useState } from 'react'
import type { PopoverProps } from '../ui/popover'
import { lazyPart } from '../ui/lazy-part'

const Popover = lazyPart<PopoverProps>(() =>
  import('../ui/popover').then((module) => ({ default: module.Popover })),
)

/** A panel tied to a button, loaded when the button is first pressed; until then there is the button alone. */
export function LazyPopover(
  props: PopoverProps & { isOpen: boolean; onOpenChange: (isOpen: boolean) => void },
) {
  const { isOpen, onOpenChange, trigger } = props
  const [wasOpen, setWasOpen] = useState(isOpen)
  if (isOpen && !wasOpen) setWasOpen(true)
  const button = (
    <Slot.Root aria-haspopup="dialog" aria-expanded={false} onClick={() => onOpenChange(true)}>
      {trigger}
    </Slot.Root>
  )
  return wasOpen ? (
    <Suspense fallback={button}>
      <Popover {...props} />
    </Suspense>
  ) : (
    button
  )
}
