import { generateKeyBetween, generateNKeysBetween } from 'jittered-fractional-indexing'
import type { ShapeId } from './ids'
import type { BoardView } from './shape'
import { DEFAULT_ORDER } from './shape-keys'

/** Paint order among siblings: fractional keys, jittered so that two people offline rarely choose the same one. */

/**
 * Enough that two who insert at the same place seldom meet (a tie is broken by id, so it costs nothing), and few
 * enough that keys grow by 3 characters, not 5, for each insertion in one gap.
 */
const JITTER_BITS = 16
/** Longer keys are made anew with their neighbours. */
const MAX_FRESH_LENGTH = 64

interface Ordered {
  readonly id: ShapeId
  readonly order: string
}

/** By key, then by id: total, and the same for everyone. */
export const compareOrder = (a: Ordered, b: Ordered): number =>
  a.order < b.order ? -1 : a.order > b.order ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0

/** Keys strictly between two, or `null` where there is no room: equal, reversed, foreign or overgrown keys. */
export function keysBetween(below: string | null, above: string | null, count: number): string[] | null {
  if (below !== null && above !== null && below >= above) return null
  try {
    const keys =
      count === 1
        ? [generateKeyBetween(below, above, { jitterBits: JITTER_BITS })]
        : generateNKeysBetween(below, above, count, { jitterBits: JITTER_BITS })
    return keys.every((key) => key.length <= MAX_FRESH_LENGTH) ? keys : null
  } catch {
    // A key that another program made up.
    return null
  }
}

/** A key above every sibling of `parent`. */
export function orderOnTop(view: BoardView, parent: ShapeId | null): string {
  const siblings = view.childrenOf(parent)
  const top = siblings.at(-1)
  const below = top === undefined ? null : (view.get(top)?.order ?? null)
  // Beside a foreign key: longer is larger.
  return keysBetween(below, null, 1)?.[0] ?? `${below ?? DEFAULT_ORDER}V`
}

/** Siblings in paint order, read one by one: few of very many are asked for. */
export interface Siblings {
  readonly length: number
  at(index: number): Ordered | undefined
}

/** The children of `parent`, in paint order. */
export function siblingsIn(view: BoardView, parent: ShapeId | null): Siblings {
  const ids = view.childrenOf(parent)
  return { length: ids.length, at: (index) => view.get(ids[index]!) }
}

export interface Insertion {
  /** Keys for what is inserted, rising. */
  readonly keys: readonly string[]
  /** Siblings that had to make room (equal or foreign keys around the gap). */
  readonly rekeyed: ReadonlyMap<ShapeId, string>
}

/**
 * Keys for `count` shapes put before `siblings[index]` (paint order). Where the neighbours leave no room, the gap
 * is widened, nearest first, and the siblings inside it get new keys.
 */
export function insertKeys(siblings: Siblings, index: number, count: number): Insertion {
  for (let widened = 0; ; widened = widened * 2 || 1) {
    const from = Math.max(0, index - widened)
    const to = Math.min(siblings.length, index + widened)
    const below = from > 0 ? (siblings.at(from - 1)?.order ?? null) : null
    const above = siblings.at(to)?.order ?? null
    const keys = keysBetween(below, above, count + to - from)
    if (!keys) continue
    const before = index - from
    const rekeyed = new Map<ShapeId, string>()
    for (let i = from; i < to; i++)
      rekeyed.set(siblings.at(i)!.id, keys[i < index ? i - from : i - from + count]!)
    return { keys: keys.slice(before, before + count), rekeyed }
  }
}
