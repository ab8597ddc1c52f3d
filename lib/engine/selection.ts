import { boxAround, cornersOf, type Box } from '../geometry/box'
import type { Point } from '../geometry/point'
import type { ShapeId } from '../board/ids'
import type { BoardView, ShapeRecord } from '../board/shape'
import { place } from '../shapes/index'
import type { Handling } from '../shapes/define'
import { frameOf, handlingOf, type SelectionFrame } from '../tools/select/frame'
import { movedSet } from '../tools/shifted-view'
import type { Env } from '../tools/define'
import type { DraftPicture } from './drafts'
import { Dear } from './dear'
import { sharedStyle, type SharedStyle } from './styling'

/** What is selected, and what is known of it as it is shown. */
export type KnownSelection = NonNullable<Env['selected']>

/** While more shapes than this are drafted, the frame around them is where it was: finding it takes longer than a frame. */
const MOST_DRAFTED = 1_000

/** Selections up to this size are looked at again whenever something of them changes. */
const FEW = 1_000

/** Ids that are on the board, without those that are inside another of them. */
export function sane(board: BoardView, ids: readonly ShapeId[]): readonly ShapeId[] {
  const wanted = new Set<ShapeId>()
  for (const id of ids) if (board.get(id) !== undefined) wanted.add(id)
  const isCovered = (id: ShapeId) => {
    for (let at = board.parentOf(id); at !== null; at = board.parentOf(at)) if (wanted.has(at)) return true
    return false
  }
  return [...wanted].filter((id) => !isCovered(id))
}

/** The upright page box around shapes, as they are turned; null when none is there. */
export function boxAroundShapes(board: BoardView, ids: readonly ShapeId[]): Box | null {
  const frame = frameOf(ids, { board, place: (id) => place(board, id) })
  return frame && boxAround(cornersOf(frame.box, frame.rotation))
}

/**
 * What is selected, and what is asked about it at every move of the pointer and every frame: worked out when the
 * selection changes, not when it is asked for, so that all of a board is as good to have in the hand as one shape.
 */
export class Selected {
  #ids: readonly ShapeId[] = []
  #set: ReadonlySet<ShapeId> | null = null
  readonly #frame: Dear<SelectionFrame | null>
  readonly #handling: Dear<Handling>
  readonly #style: Dear<SharedStyle>

  constructor(private readonly board: BoardView) {
    const places = { board, place: (id: ShapeId) => place(board, id) }
    this.#frame = new Dear(() => frameOf(this.#ids, places))
    this.#handling = new Dear(() => handlingOf(this.#ids, places))
    this.#style = new Dear(() => sharedStyle(board, this.#ids))
  }

  get ids(): readonly ShapeId[] {
    return this.#ids
  }
  /** None of them is inside another, and all are on the board. */
  set ids(ids: readonly ShapeId[]) {
    if (ids === this.#ids) return
    this.#ids = ids
    this.#set = null
    this.renew()
  }

  get frame(): SelectionFrame | null {
    return this.#frame.get()
  }
  get handling(): Handling {
    return this.#handling.get()
  }
  get style(): SharedStyle {
    return this.#style.get()
  }

  has(id: ShapeId): boolean {
    return this.#all.has(id)
  }

  /** The outermost of `ids`, as a set. */
  setOf(ids: readonly ShapeId[]): ReadonlySet<ShapeId> {
    return ids === this.#ids ? this.#all : movedSet(this.board, ids)
  }

  /** The same with a draft in the way: where it is shown. */
  shown({ moving, lifted, view, reframed }: DraftPicture): KnownSelection {
    const { ids, frame, handling } = this
    if (reframed) return { ids, handling, frame: reframed }
    if (moving) return { ids, handling, frame: frame && movedBy(frame, moving.by) }
    if (lifted.size === 0 || ids.length > MOST_DRAFTED) return { ids, handling, frame }
    return { ids, handling, frame: frameOf(ids, { board: view, place: (id) => place(view, id) }) }
  }

  /**
   * The board changed these shapes; true when that means something to the selection. What others do to one of very
   * many is taken in when there is time, what this person does at once.
   */
  changed(shapes: ReadonlyMap<ShapeId, ShapeRecord | null>, isLocal: boolean): boolean {
    for (const id of this.#ids.length > 0 ? shapes.keys() : []) {
      if (!this.#isConcernedBy(id)) continue
      if (isLocal || this.#ids.length <= FEW) this.renew()
      else for (const kept of this.#known) kept.soil()
      return true
    }
    return false
  }

  /** Nothing that is known of it is good any more. */
  renew(): void {
    for (const kept of this.#known) kept.drop()
  }

  /** Whether something selected is gone. */
  isLosing(shapes: ReadonlyMap<ShapeId, ShapeRecord | null>): boolean {
    if (this.#ids.length === 0) return false
    for (const [id, record] of shapes) if (record === null && this.has(id)) return true
    return false
  }

  /** Milliseconds until something of it will be renewed; `Infinity` when all of it is up to date. */
  get dueIn(): number {
    return Math.min(this.#frame.dueIn, this.#style.dueIn)
  }

  get #known(): readonly Dear<unknown>[] {
    return [this.#frame, this.#handling, this.#style]
  }
  get #all(): ReadonlySet<ShapeId> {
    return (this.#set ??= new Set(this.#ids))
  }

  /** Selected, in something selected, around it (a frame moves what is in it), or what a selected arrow is tied to. */
  #isConcernedBy(id: ShapeId): boolean {
    for (let at: ShapeId | null = id; at !== null; at = this.board.parentOf(at)) if (this.has(at)) return true
    if (this.board.arrowsAt(id).some((arrow) => this.has(arrow))) return true
    const [first] = this.#ids
    for (let at = first ?? null; at !== null; at = this.board.parentOf(at)) if (at === id) return true
    return false
  }
}

const movedBy = ({ box, rotation }: SelectionFrame, by: Point): SelectionFrame => ({
  box: { ...box, x: box.x + by.x, y: box.y + by.y },
  rotation,
})
