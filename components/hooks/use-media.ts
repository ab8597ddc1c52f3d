'use client'

import { useCallback, useSyncExternalStore } from 'react'

/** Whether a media query matches, now and as it changes. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (onChange: () => void) => {
      const media = matchMedia(query)
      media.addEventListener('change', onChange)
      return () => media.removeEventListener('change', onChange)
    },
    [query],
  )
  return useSyncExternalStore(
    subscribe,
    () => matchMedia(query).matches,
    () => false,
  )
}

/** A screen on which panels become sheets. */
export const PHONE = '(max-width: 639px)'
/** A screen on which undo and the tools share one bar; beside each other they would touch at 1 024. */
export const COMPACT = '(max-width: 1055px)'
/** A screen that is touched: no keys are shown, because there is no keyboard to press them on. */
export const TOUCH = '(pointer: coarse)'
/** A device that is also touched, whatever else it has. */
export const ANY_TOUCH = '(any-pointer: coarse)'
