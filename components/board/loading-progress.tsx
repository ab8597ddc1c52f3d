'use client'

import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useT } from '../ui/i18n'
import { useBoard, useConnection } from './board-context'

/** A board that is there by then was not waited for. */
const LONG_MS = 400

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
  const arrival = useStore(useBoard().connection.arrival)
  // Nobody said how much is coming: then there is nothing true to show.
  if (!arrival) return null
  const percent = Math.floor((100 * arrival.received) / arrival.total)
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
