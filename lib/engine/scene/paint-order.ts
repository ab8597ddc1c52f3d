import type { ShapeId } from '../../board/ids'
import { compareOrder } from '../../board/order'
import type { BoardView } from '../../board/shape'

/** Whoever has a place in the order of painting: numbers that rise with it, `NaN` while it has none. */
export interface Ranked {
  readonly id: ShapeId
  rank: number
}

/** More newcomers than this share of the board are ranked with everything else. */
const MANY = 1 / 16

/**
 * Ranks of what is painted, in the order of painting: everything once, then newcomers between their neighbours, at a
 * cost that hardly grows with the board.
 */
export class PaintOrder<T extends Ranked> {
  constructor(
    private readonly board: BoardView,
    /** What is painted of a shape; groups paint nothing. */
    private readonly find: (id: ShapeId) => T | undefined,
  ) {}

  /** Rank everything; in the order of painting. */
  rankAll(): T[] {
    const ranked: T[] = []
    const walk = (parent: ShapeId | null) => {
      for (const id of this.board.childrenOf(parent)) {
        const item = this.find(id)
        if (item) {
          item.rank = ranked.length
          ranked.push(item)
        }
        walk(id)
      }
    }
    walk(null)
    return ranked
  }

  /** Rank `newcomers`, which contain nothing; false when that takes ranking everything. */
  rank(newcomers: readonly Ranked[]): boolean {
    if (newcomers.length > this.board.size * MANY) return false
    return newcomers.every((item) => !Number.isNaN(item.rank) || this.#rankRun(item.id))
  }

  /** Rank a newcomer and the others it has no neighbour between, evenly spread. */
  #rankRun(id: ShapeId): boolean {
    const siblings = this.board.childrenOf(this.board.parentOf(id))
    const at = this.#indexOf(id)
    const isNew = (index: number) => Number.isNaN(this.find(siblings[index]!)?.rank ?? 0)
    let [first, last] = [at, at]
    while (first > 0 && isNew(first - 1)) first--
    while (last + 1 < siblings.length && isNew(last + 1)) last++
    const count = last - first + 1
    const below = this.#below(siblings[first]!)
    const above = this.#above(siblings[last]!)
    const low = below ?? (above ?? count + 1) - count - 1
    const high = above ?? low + count + 1
    const step = (high - low) / (count + 1)
    for (let i = 0; i < count; i++) {
      const rank = low + step * (i + 1)
      // Halved so often that there is no number between.
      if (!(rank > low + step * i && rank < high)) return false
      this.find(siblings[first + i]!)!.rank = rank
    }
    return true
  }

  /** The rank of what is painted right before a shape, or null when that is nothing. */
  #below(id: ShapeId): number | null {
    const parent = this.board.parentOf(id)
    const siblings = this.board.childrenOf(parent)
    for (let i = this.#indexOf(id) - 1; i >= 0; i--) {
      const rank = this.#lastIn(siblings[i]!)
      if (rank !== null) return rank
    }
    if (parent === null) return null
    return this.#own(parent) ?? this.#below(parent)
  }

  /** The rank of what is painted right after a shape and what is in it. */
  #above(id: ShapeId): number | null {
    const parent = this.board.parentOf(id)
    const siblings = this.board.childrenOf(parent)
    for (let i = this.#indexOf(id) + 1; i < siblings.length; i++) {
      const rank = this.#firstIn(siblings[i]!)
      if (rank !== null) return rank
    }
    return parent === null ? null : this.#above(parent)
  }

  #lastIn(id: ShapeId): number | null {
    const children = this.board.childrenOf(id)
    for (let i = children.length - 1; i >= 0; i--) {
      const rank = this.#lastIn(children[i]!)
      if (rank !== null) return rank
    }
    return this.#own(id)
  }

  #firstIn(id: ShapeId): number | null {
    const own = this.#own(id)
    if (own !== null) return own
    for (const child of this.board.childrenOf(id)) {
      const rank = this.#firstIn(child)
      if (rank !== null) return rank
    }
    return null
  }

  #own(id: ShapeId): number | null {
    const rank = this.find(id)?.rank ?? NaN
    return Number.isNaN(rank) ? null : rank
  }

  #indexOf(id: ShapeId): number {
    const { board } = this
    const siblings = board.childrenOf(board.parentOf(id))
    const record = board.get(id)!
    let [from, to] = [0, siblings.length]
    while (from < to) {
      const middle = (from + to) >> 1
      if (compareOrder(board.get(siblings[middle]!)!, record) < 0) from = middle + 1
      else to = middle
    }
    return from
  }
}
