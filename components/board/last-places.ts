import * as z from 'zod/mini'
import type { Standpoint } from '../../lib/engine'

/** Boards whose place is remembered on a device, the latest first; older ones begin with everything in view again. */
const MOST_BOARDS = 60
export const PLACES_KEY = 'ardoise:places'

const standpoint = z.object({ x: z.number(), y: z.number(), zoom: z.number().check(z.positive()) })
const places = z.array(z.tuple([z.string(), standpoint]))
type Stored = z.output<typeof places>

/**
 * Where one was on a board: in this tab, else on this device. Null on a first visit, and whenever the browser keeps
 * nothing or what it keeps is not ours.
 */
export function recallPlace(boardId: string): Standpoint | null {
  for (const store of stores()) {
    const found = read(store).find(([id]) => id === boardId)
    if (found) return found[1]
  }
  return null
}

/** Remember where one is on a board, for this tab and for the next visit. */
export function keepPlace(boardId: string, { x, y, zoom }: Standpoint): void {
  for (const store of stores()) {
    const others = read(store).filter(([id]) => id !== boardId)
    const kept: Stored = [[boardId, { x, y, zoom }], ...others.slice(0, MOST_BOARDS - 1)]
    try {
      store.setItem(PLACES_KEY, JSON.stringify(kept))
    } catch {
      // Full, or closed to us: the next visit begins with everything in view.
    }
  }
}

/** Keep the place of a board whenever its page may be about to go; returns the undo, which keeps it once more. */
export function followPlace(boardId: string, place: () => Standpoint | null): () => void {
  const keep = () => {
    const now = place()
    if (now) keepPlace(boardId, now)
  }
  const ending = new AbortController()
  // Phones end hidden pages without another word.
  document.addEventListener('visibilitychange', () => document.hidden && keep(), { signal: ending.signal })
  addEventListener('pagehide', keep, { signal: ending.signal })
  return () => {
    ending.abort()
    keep()
  }
}

/** What a tab remembers of its own comes first: another may show another part of the same board. */
function stores(): Storage[] {
  try {
    return [sessionStorage, localStorage]
  } catch {
    return []
  }
}

function read(store: Storage): Stored {
  try {
    const parsed = places.safeParse(JSON.parse(store.getItem(PLACES_KEY) ?? '[]'))
    return parsed.success ? parsed.data : []
  } catch {
    return []
  }
}
