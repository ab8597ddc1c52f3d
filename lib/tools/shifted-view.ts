import { geoAt, outermost } from '../board/operations'
import { frameOrigin } from '../board/hierarchy'
import type { ShapeId } from '../board/ids'
import type { BoardView, ShapeRecord } from '../board/shape'
import type { Point } from '../geometry/point'

/**
 * A board with some shapes moved that is not written: what a drag shows. The same as a `DraftView` of `moveShapes`,
 * but nothing is worked out for a shape before it is asked for, so a move of all costs what a move of one does.
 */
export class ShiftedView implements BoardView {
  readonly #records = new Map<ShapeId, ShapeRecord>()

  /**
   * @param moved      ids, of which none is inside another (see `movedSet`)
   * @param isLanded   shapes that the board itself has moved by now
   */
  constructor(
    private readonly base: BoardView,
    private readonly moved: ReadonlySet<ShapeId>,
    private readonly by: Point,
    private readonly isLanded: (id: ShapeId) => boolean = () => false,
  ) {}

  get size(): number {
    return this.base.size
  }

  get(id: ShapeId): ShapeRecord | undefined {
    const known = this.#records.get(id)
    if (known) return known
    const record = this.base.get(id)
    if (!record || record.type === 'group' || !this.isMoved(id)) return record
    const { geo } = record
    const shifted = { ...record, geo: geoAt(geo, geo[0] + this.by.x, geo[1] + this.by.y) }
    this.#records.set(id, shifted)
    return shifted
  }

  /** Whether its own place differs: a group's children have places of their own, a frame's go along with it. */
  isMoved(id: ShapeId): boolean {
    for (let at: ShapeId | null = id; at !== null; at = this.base.parentOf(at)) {
      if (this.moved.has(at)) return !this.isLanded(id)
      const parent = this.base.parentOf(at)
      if (parent === null || this.base.get(parent)?.type !== 'group') return false
    }
    return false
  }

  *all(): Iterable<ShapeRecord> {
    for (const { id } of this.base.all()) yield this.get(id)!
  }
  childrenOf(parent: ShapeId | null): readonly ShapeId[] {
    return this.base.childrenOf(parent)
  }
  parentOf(id: ShapeId): ShapeId | null {
    return this.base.parentOf(id)
  }
  arrowsAt(target: ShapeId): readonly ShapeId[] {
    return this.base.arrowsAt(target)
  }

  originOf(id: ShapeId): { readonly x: number; readonly y: number } {
    return frameOrigin(this, id)
  }
}

/** The ids that `moveShapes` would move, as a set: what is inside another of them goes along with that. */
export const movedSet = (board: BoardView, ids: Iterable<ShapeId>): ReadonlySet<ShapeId> =>
  new Set(outermost(board, ids))
