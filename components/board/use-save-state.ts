'use client'

import { useEffect, useState } from 'react'
import { useNow } from '../hooks/use-now'
import { useBoard, useConnection } from './board-context'
import { needsBanner, saveStateOf, type SaveState } from './save-state'

/** The save state as it is now, and whether it has to be told across the board. */
export function useSaveState(): { state: SaveState; isBannerShown: boolean } {
  const { pageRole, document } = useBoard()
  const connection = useConnection((state) => state)
  const isWaiting = connection.saved !== 'saved' || connection.link !== 'online'
  const now = useNow(isWaiting)
  const state = saveStateOf(connection, pageRole, now, document.isTooNew)

  const isTroubled = state.tone === 'warning' || state.tone === 'danger'
  const [since, setSince] = useState<number | null>(null)
  useEffect(() => setSince(isTroubled ? Date.now() : null), [isTroubled])
  return { state, isBannerShown: isTroubled && needsBanner(state, since === null ? 0 : now - since) }
}
