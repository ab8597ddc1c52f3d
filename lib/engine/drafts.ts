import { centreOf, containsPoint } from '../geometry/box'
import type { Point } from '../geometry/point'
import type { ShapeId } from '../board/ids'
import type { BoardView, Edit, ShapeRecord } from '../board/shape'
import { DraftView } from '../tools/draft-view'
import type { Command } from '../tools/define'
import type { SelectionFrame } from '../tools/select/frame'
import { movedSet, ShiftedView } from '../tools/shifted-view'
import type { InkStroke } from './ink-stroke'
import { Lift } from './scene/lift'
import type { RemotePreviews } from './live/remote-previews'
import { affectedBy, itemOf, type Item, type SceneSource } from './scene/scene'

/** How much of a shape is left to be seen while the eraser waits for the pointer to lift. */
const ERASED_OPACITY = 0.2
/** How long a frame may look for what a drag takes along (ms). */
const LOOK_MS = 8
const NONE: ReadonlySet<ShapeId> = new Set()
const HERE: Point = { x: 0, y: 0 }

/** Shapes that keep their picture and have only changed their place. */
export interface Moving {
  readonly lift: Lift
  readonly by: Point
  /** Shapes that the document has moved by now. */
  readonly landed: ReadonlySet<ShapeId>
}

/** What is shown of one moment of all gestures, this person's and the others'. */
export interface DraftPicture {
  readonly view: BoardView
  /** What is painted anew, in the order of painting as far as that is known of shapes between two places. */
  readonly items: readonly Item[]
  /** Shapes that are not where the document says. */
  readonly lifted: ReadonlySet<ShapeId>
  readonly moving: Moving | null
  /** The frame that very many shapes will have. */
  readonly reframed: SelectionFrame | null
}

/** Very many shapes that change their form: their frame, and what it means for each. */
export type Reframed = Omit<Extract<Command, { do: 'reframe' }>, 'do'>

/** These shapes, moved by this (page units). */
export interface Shift {
  readonly ids: readonly ShapeId[]
  readonly by: Point
}

/** Gestures in progress, which are not in the document: what they have done so far, and the board's picture with it. */
export class Drafts {
  #edits: readonly Edit[] = []
  #shift: Shift | null = null
  #lift: Lift | null = null
  /** Found anew because what is dragged was changed by somebody; takes the place of `#lift` when it is found. */
  #nextLift: Lift | null = null
  #isLiftStale = false
  #landed: ReadonlySet<ShapeId> | null = null
  #rest = HERE
  #reframed: Reframed | null = null
  #picture: DraftPicture | null = null
  /** The others' drags that are in the picture. */
  #previewed = 0
  readonly #faint = new WeakMap<ShapeRecord, ShapeRecord>()
  ink: InkStroke | null = null

  constructor(
    private readonly board: SceneSource,
    private readonly previews: RemotePreviews,
    private readonly orderOf: (parent: ShapeId | null) => string,
    /** The outermost of shapes, as a set. */
    private readonly setOf = (ids: readonly ShapeId[]) => movedSet(board, ids),
  ) {}

  get edits(): readonly Edit[] {
    return this.#edits
  }
  set edits(edits: readonly Edit[]) {
    if (edits.length === 0 && this.#edits.length === 0 && !this.#shift && !this.#reframed) return
    this.#reframed = null
    this.#edits = edits
    if (!this.#landed) this.#putBack()
    this.#picture = null
  }

  get shift(): Shift | null {
    return this.#shift
  }
  /** Move shapes by so much from where the document has them; the same ids as before cost nothing. */
  set shift(shift: Shift | null) {
    if (this.#landed) return
    if (shift?.ids !== this.#shift?.ids) this.#putBack()
    if (shift && !this.#lift) {
      this.#lift = new Lift(this.board, shift.ids, this.setOf(shift.ids))
      this.#lift.advance(performance.now() + LOOK_MS)
    }
    this.#shift = shift
    this.#edits = []
    this.#picture = null
  }

  /** What is shifted is being written: `landed` ids are where they belong by now. The rest is shown as before. */
  land(landed: ReadonlySet<ShapeId>): void {
    this.#landed = landed
    this.#picture = null
  }

  get reframed(): Reframed | null {
    return this.#reframed
  }
  /** Show only the frame of what is being changed. */
  set reframed(reframed: Reframed | null) {
    this.edits = []
    this.#reframed = reframed
    this.#picture = null
  }

  /** What was put down is being written: nothing else can be dragged until it is. */
  get isLanding(): boolean {
    return this.#landed !== null
  }

  /** The drag is over: everything is written where it was shown, or stays where it was. */
  end(isWritten: boolean): void {
    const by = this.#shift?.by
    this.#putBack()
    if (isWritten && by) this.#rest = by
    this.#picture = null
  }

  /** Where the last thing dragged lies now, page units from where it was taken up. */
  get rest(): Point {
    return this.#rest
  }

  /** The document changed these shapes. */
  changed(ids: Iterable<ShapeId>): void {
    this.#picture = null
    if (this.#lift && !this.#landed && !this.#isLiftStale) this.#isLiftStale = this.#lift.isTouchedBy(ids)
  }

  /** Strokes in progress, one's own last. */
  strokes(): readonly InkStroke[] {
    const others = this.previews.strokes()
    return this.ink ? [...others, this.ink] : others
  }

  /** Whether something is still being looked for: the picture of the next frame will have more in it. */
  get isLooking(): boolean {
    return (this.#lift !== null && !this.#lift.isFound) || this.#isLiftStale
  }

  /** Look for what a drag takes along, for the time that a frame has for it. */
  look(now: number): void {
    const lift = this.#lift
    if (!lift) return
    if (!lift.isFound) {
      lift.advance(now + LOOK_MS)
      this.#picture = null
      return
    }
    if (this.#isLiftStale && !this.#nextLift && lift.mayBeRenewed(now)) {
      this.#nextLift = new Lift(this.board, lift.ids, this.setOf(lift.ids))
      this.#isLiftStale = false
    }
    if (!this.#nextLift?.advance(now + LOOK_MS)) return
    this.#lift = this.#nextLift
    this.#nextLift = null
    this.#picture = null
  }

  picture(rankOf: (id: ShapeId) => number): DraftPicture {
    if (this.#previewed !== this.previews.revision) this.#picture = null
    this.#previewed = this.previews.revision
    return (this.#picture ??= this.#compose(rankOf))
  }

  #putBack(): void {
    this.#rest = HERE
    this.#shift = null
    this.#lift = null
    this.#nextLift = null
    this.#isLiftStale = false
    this.#landed = null
  }

  #compose(rankOf: (id: ShapeId) => number): DraftPicture {
    const drafted = new DraftView(this.board, [...this.previews.edits(this.orderOf), ...this.#edits])
    const moving = this.#moving()
    const view = moving ? shiftedBy(drafted, moving) : drafted
    const removed = [...drafted.changed].filter(([, record]) => record === null).map(([id]) => id)
    const erased = affectedBy(this.board, removed)
    for (const id of erased) if (drafted.get(id)) erased.delete(id)
    const lifted = drafted.changed.size > 0 ? affectedBy(drafted, drafted.changed.keys()) : new Set(NONE)
    const items: Item[] = []
    const add = (id: ShapeId, isMoved: boolean) => {
      const item = itemOf(view, id)
      if (item) items.push(isMoved ? leaving(item) : item)
    }
    for (const id of lifted) if (!moving?.lift.lifted.has(id)) add(id, drafted.changed.has(id))
    for (const id of moving?.lift.loose ?? NONE) add(id, true)
    for (const id of erased) {
      const item = itemOf(this.board, id)
      if (item) items.push({ ...item, placed: { ...item.placed, record: this.#faintly(item.placed.record) } })
      lifted.add(id)
    }
    items.sort((a, b) => (rankOf(a.id) < rankOf(b.id) ? -1 : rankOf(a.id) > rankOf(b.id) ? 1 : 0))
    return { view, items, lifted, moving, reframed: this.#reframed?.frame ?? null }
  }

  #moving(): Moving | null {
    const [lift, shift] = [this.#lift, this.#shift]
    return lift?.isFound && shift ? { lift, by: shift.by, landed: this.#landed ?? NONE } : null
  }

  #faintly(record: ShapeRecord): ShapeRecord {
    let faint = this.#faint.get(record)
    if (!faint) {
      const opacity = (record.style.opacity ?? 1) * ERASED_OPACITY
      faint = { ...record, style: { ...record.style, opacity } }
      this.#faint.set(record, faint)
    }
    return faint
  }
}

const shiftedBy = (board: BoardView, { lift, by, landed }: Moving) =>
  new ShiftedView(board, lift.moved, by, (id) => landed.has(id))

/** A shape dragged out of its frame so far that it will be dropped outside is not cut by that frame any more. */
function leaving(item: Item): Item {
  const { clip, placed } = item
  return clip && !containsPoint(clip, centreOf(placed.box)) ? { ...item, clip: null } : item
}
