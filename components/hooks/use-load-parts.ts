'use client'

import { useEffect } from 'react'
import { loadParts } from '../ui/lazy-part'

/** Leaves the network to the page itself and to the drawing first. */
const AFTER_MS = 2_000

/** Once the page is ready, fetch the parts of it that the first load left out, while nobody waits for anything. */
export function useLoadParts(isReady: boolean): void {
  useEffect(() => {
    if (!isReady) return
    const timer = setTimeout(() => void loadParts(), AFTER_MS)
    return () => clearTimeout(timer)
  }, [isReady])
}
