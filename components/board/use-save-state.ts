'use client'

import { useEffect, useState } from 'react'
import { useNow } from '../hooks/use-now'
import { useBoard, useConnection, useEngine } from './board-context'
import {
  LONG_CHANGE_MS,
  needsBanner,
  saveStateOf,
  troubledSince,
  whileWriting,
  type SaveState,
} from './save-state'

/** The save state as it is now, and whether it has to be told across the board. */
export function useSaveState(): { state: SaveState; isBannerShown: boolean } {
  const { pageRole, document } = useBoard()
  const connection = useConnection((state) => state)
  const isWaiting = connection.saved !== 'saved' || connection.link !== 'online'
  const now = useNow(isWaiting)
  const saving = saveStateOf(connection, pageRole, now, document.isTooNew)
  const writing = useWriting()
  const state = writing ? whileWriting(saving, writing.percent) : saving

  const { label, tone } = state
  const [since, setSince] = useState<number | null>(null)
  useEffect(() => setSince((before) => troubledSince(before, { label, tone }, Date.now())), [label, tone])
  // A slow save is trouble from the moment of the change, and not only from when it is shown as such.
  const troubledForMs = now - Math.min(since ?? now, connection.savingSince ?? now)
  return { state, isBannerShown: needsBanner(state, troubledForMs) }
}

/** A change of very many shapes that is being made: its share of 100, once it has lasted long enough to be told. */
function useWriting(): { readonly percent: number | null } | null {
  const percent = useEngine(({ busy }) => busy && Math.floor((100 * busy.done) / Math.max(1, busy.total)))
  const isWriting = percent !== null
  const [isLong, setLong] = useState(false)
  useEffect(() => {
    if (!isWriting) return
    const timer = setTimeout(() => setLong(true), LONG_CHANGE_MS)
    return () => {
      clearTimeout(timer)
      setLong(false)
    }
  }, [isWriting])
  return isWriting ? { percent: isLong ? percent : null } : null
}
