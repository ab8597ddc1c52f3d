import type { ShapeId } from '../../board/ids'
import type { BoardChange, BoardView } from '../../board/shape'
import { boxAround, cornersOf, type Box } from '../../geometry/box'
import { place } from '../../shapes/index'
import { ReadingRows } from './reading-rows'

interface Source extends BoardView {
  onChange(listener: (change: BoardChange) => void): () => void
}
interface Container {
  readonly rows: ReadingRows
  /** Children whose place is to be looked up. */
  readonly stale: Set<ShapeId>
}

/** Shapes looked up between two glances at the clock: about a millisecond's worth. */
const PIECE = 1_024
/** What `work` may take of a frame (ms) beside everything else that has to happen in it. */
export const WORK_MS = 6

/**
 * The shapes of a board as one reads them: rows, then columns, a frame before what is in it; what is in a group only
 * for those who are in it too. Nothing is sorted until somebody asks; from then on it follows the board at the cost
 * of what changed.
 */
export class ReadingOrder {
  readonly #containers = new Map<ShapeId | null, Container>()
  #off: (() => void) | null = null

  constructor(private readonly board: Source) {}

  dispose(): void {
    this.#off?.()
    this.#containers.clear()
  }

  /** Prepare the order of the page for at most `ms`; true when it is known, so that the rest costs next to nothing. */
  work(ms = WORK_MS): boolean {
    return this.#settle(this.#open(null), performance.now() + ms)
  }

  first(): ShapeId | null {
    return this.#rows(null).first()
  }
  last(): ShapeId | null {
    const last = this.#rows(null).last()
    return last === null ? null : this.#lastIn(last)
  }
  /** The first that touches an area of the page. */
  firstIn(area: Box): ShapeId | null {
    return this.#rows(null).firstIn(area)
  }
  firstChild(container: ShapeId): ShapeId | null {
    return this.#rows(container).first()
  }

  /** What one reads after a shape; null after the last one. */
  after(id: ShapeId): ShapeId | null {
    const inside = this.#isFrame(id) ? this.firstChild(id) : null
    if (inside !== null) return inside
    for (let at: ShapeId | null = id; at !== null; at = this.board.parentOf(at)) {
      const next = this.#rows(this.board.parentOf(at)).beside(at, 1)
      if (next !== null) return next
    }
    return null
  }

  /** What one reads before a shape; null before the first one. */
  before(id: ShapeId): ShapeId | null {
    const parent = this.board.parentOf(id)
    const previous = this.#rows(parent).beside(id, -1)
    return previous === null ? parent : this.#lastIn(previous)
  }

  /** The how-manieth shape of how many this is in what it is in, counted from one. */
  placeOf(id: ShapeId): { readonly at: number; readonly of: number } {
    const rows = this.#rows(this.board.parentOf(id))
    return { at: rows.rankOf(id) + 1, of: rows.size }
  }

  /** Everything in order, what is in groups too. */
  *all(container: ShapeId | null = null): Generator<ShapeId> {
    for (const id of this.#rows(container)) {
      yield id
      if (this.board.childrenOf(id).length > 0) yield* this.all(id)
    }
  }

  #isFrame(id: ShapeId): boolean {
    return this.board.get(id)?.type === 'frame'
  }

  #lastIn(id: ShapeId): ShapeId {
    const last = this.#isFrame(id) ? this.#rows(id).last() : null
    return last === null ? id : this.#lastIn(last)
  }

  #rows(container: ShapeId | null): ReadingRows {
    const opened = this.#open(container)
    this.#settle(opened, Infinity)
    return opened.rows
  }

  #open(id: ShapeId | null): Container {
    let container = this.#containers.get(id)
    if (!container) {
      this.#off ??= this.board.onChange(({ shapes }) => this.#changed(shapes.keys()))
      container = { rows: new ReadingRows(), stale: new Set(this.board.childrenOf(id)) }
      this.#containers.set(id, container)
    }
    return container
  }

  /** Look up what is stale, until `deadline`; true when nothing is left. */
  #settle({ rows, stale }: Container, deadline: number): boolean {
    if (stale.size === 0) return true
    const container = [...this.#containers].find(([, { stale: other }]) => other === stale)![0]
    while (stale.size > 0) {
      const piece: [ShapeId, Box | null][] = []
      for (const id of stale) {
        if (piece.length === PIECE && deadline < Infinity) break
        piece.push([id, this.#boxIn(container, id)])
        stale.delete(id)
      }
      rows.put(piece)
      if (stale.size > 0 && performance.now() >= deadline) return false
    }
    return true
  }

  #boxIn(container: ShapeId | null, id: ShapeId): Box | null {
    if (!this.board.get(id) || this.board.parentOf(id) !== container) return null
    const placed = place(this.board, id)
    return placed ? boxAround(cornersOf(placed.box, placed.rotation)) : null
  }

  /** What changed, what is in it, the groups around it and the arrows tied to any of these stand elsewhere now. */
  #changed(ids: Iterable<ShapeId>): void {
    const seen = new Set<ShapeId>()
    const touch = (id: ShapeId) => {
      if (seen.has(id)) return
      seen.add(id)
      this.#mark(id)
      for (const child of this.board.childrenOf(id)) touch(child)
      for (const arrow of this.board.arrowsAt(id)) touch(arrow)
      for (let at = this.board.parentOf(id); at !== null && !this.#isFrame(at); at = this.board.parentOf(at))
        this.#mark(at)
    }
    for (const id of ids) touch(id)
  }

  #mark(id: ShapeId): void {
    const parent = this.board.parentOf(id)
    for (const [container, { rows, stale }] of this.#containers)
      if (container === parent || rows.has(id)) stale.add(id)
  }
}
