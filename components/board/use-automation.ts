'use client'

import { useEffect, useState } from 'react'
import { Automation } from './automation'
import type { BoardSession } from './board-session'

/** `window.ardoise`, from before the board is there until the page is left. */
export function useAutomation(session: BoardSession | null): void {
  const [automation] = useState(() => new Automation())
  useEffect(() => {
    window.ardoise = automation
    return () => void delete window.ardoise
  }, [automation])
  useEffect(() => (session ? automation.connect(session) : undefined), [automation, session])
}
