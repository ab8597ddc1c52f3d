'use client'

import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useT } from '../ui/i18n'
import { useBoard, useConnection } from './board-context'

/** A board that is there by then was not waited for. */
const LONG_MS = 400
/** Positions of the bar: it glides from one to the next, and each takes a moment from what is loaded. */
const STEPS = 20

/** While a large board is on its way: how much of it is there, along the upper edge; told once, and when it is done. */
export function LoadingProgress() {
  const t = useT('board')
  const isLoaded = useConnection((state) => state.isLoaded)
  const [isLong, setLong] = useState(false)
  useEffect(() => {
    if (isLoaded) return
    const timer = setTimeout(() => setLong(true), LONG_MS)
    return () => clearTimeout(timer)
  }, [isLoaded])
  return (
    <>
      <p role="status" className="sr-only">
        {isLong ? t(isLoaded ? 'loading.done' : 'loading.now') : ''}
      </p>
      {isLong && !isLoaded && <Bar />}
    </>
  )
}

function Bar() {
  const t = useT('board')
  const percent = useStore(
    useBoard().connection.arrival,
    (arrival) => arrival && Math.floor((STEPS * arrival.received) / arrival.total) * (100 / STEPS),
  )
  // Nobody said how much is coming: then there is nothing true to show.
  if (percent === null) return null
  return (
    <div
      role="progressbar"
      aria-label={t('loading.now')}
      aria-valuenow={percent}
      className="pointer-events-none absolute inset-x-0 top-0 h-[3px] animate-fade overflow-hidden"
    >
      <div
        className="size-full origin-left bg-accent transition-transform duration-180 ease-out motion-reduce:transition-none"
        style={{ transform: `scaleX(${percent / 100})` }}
      />
    </div>
  )
}
