'use client'

import { useEffect, useState } from 'react'

const TICK_MS = 1_000

/** The time in epoch ms, once a second while `isRunning`: nothing ticks while nothing waits. */
export function useNow(isRunning: boolean): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!isRunning) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [isRunning])
  return now
}
