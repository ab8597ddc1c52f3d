'use client'

import { useEffect } from 'react'
import { exposeAutomation, hideAutomation } from './automation'
import type { BoardSession } from './board-session'

/** `window.ardoise`, from before the board is there until the page is left. */
export function useAutomation(session: BoardSession | null): void {
  useEffect(() => {
    exposeAutomation()
    return hideAutomation
  }, [])
  useEffect(() => (session ? exposeAutomation().connect(session) : undefined), [session])
}
