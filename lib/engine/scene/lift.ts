import type { ShapeId } from '../../board/ids'
import type { ArrowEnd, BoardView, ShapeRecord } from '../../board/shape'

/**
 * Arrows that bend and shapes that their frame cuts are worked out again for every move of a drag. More of them than
 * this go along as they were (or stay, when only their target is dragged) until they are put down.
 */
const MOST_LOOSE = 400
/** Shapes looked at between two looks at the clock. */
const STRIDE = 256
/** Looking again at what is dragged takes at most this share of the time. */
const SHARE = 0.1

/**
 * What a drag takes along: found once, in steps, so that the moves themselves cost nothing. `rigid` shapes keep their
 * picture and only change their place; `loose` ones (arrows with one end that stays, what a frame that stays cuts)
 * are another picture at every move.
 */
export class Lift {
  readonly rigid = new Set<ShapeId>()
  readonly loose = new Set<ShapeId>()
  /** Everything that leaves the settled picture. */
  readonly lifted = new Set<ShapeId>()
  #spent = 0
  #foundAt = -Infinity
  #isFound = false
  readonly #search: Iterator<void>

  /** @param moved ids, of which none is inside another */
  constructor(
    readonly board: BoardView,
    readonly ids: readonly ShapeId[],
    readonly moved: ReadonlySet<ShapeId>,
  ) {
    this.#search = this.#find()
  }

  get isFound(): boolean {
    return this.#isFound
  }

  /** Look on until `until` (ms of `performance.now`); true when everything is found. */
  advance(until: number): boolean {
    if (this.#isFound) return true
    const start = performance.now()
    let time = start
    do {
      if (this.#search.next().done) this.#isFound = true
      time = performance.now()
    } while (!this.#isFound && time < until)
    this.#spent += time - start
    this.#foundAt = time
    return this.#isFound
  }

  /** Whether looking again now would keep to its share of the time. */
  mayBeRenewed(now: number): boolean {
    return this.#isFound && (now - this.#foundAt) * SHARE > this.#spent
  }

  /** Whether a change of these shapes means something to the drag. */
  isTouchedBy(ids: Iterable<ShapeId>): boolean {
    for (const id of ids) {
      if (this.lifted.has(id) || this.#isInside(id)) return true
      const record = this.board.get(id)
      if (record?.type === 'arrow' && this.#targets(record).some((target) => this.#isInside(target)))
        return true
    }
    return false
  }

  *#find(): Generator<void, void> {
    const within = new Set<ShapeId>()
    const arrows = new Set<ShapeId>()
    const cut = new Set<ShapeId>()
    let count = 0
    for (const root of this.moved) {
      const isCut = this.#isInFrame(root)
      const queue = [root]
      for (const id of queue) {
        const record = this.board.get(id)
        if (!record) continue
        within.add(id)
        if (isCut) cut.add(id)
        for (const arrow of this.board.arrowsAt(id)) arrows.add(arrow)
        if (record.type === 'arrow') arrows.add(id)
        else if (record.type === 'group' || record.type === 'frame') {
          for (const child of this.board.childrenOf(id)) queue.push(child)
        }
        if (++count % STRIDE === 0) yield
      }
    }
    for (const id of arrows) {
      if (this.#isRigid(id, within, cut)) this.#take(id)
      else this.#loosen(id, within)
      if (++count % STRIDE === 0) yield
    }
    for (const id of within) {
      if (!arrows.has(id)) {
        if (cut.has(id)) this.#loosen(id, within)
        else this.#take(id)
      }
      if (++count % STRIDE === 0) yield
    }
  }

  #take(id: ShapeId): void {
    this.rigid.add(id)
    this.lifted.add(id)
  }

  #loosen(id: ShapeId, within: ReadonlySet<ShapeId>): void {
    if (this.loose.size < MOST_LOOSE) {
      this.loose.add(id)
      this.lifted.add(id)
    } else if (within.has(id)) this.#take(id)
  }

  /** Whether an arrow keeps its picture: all that its way is made from goes along, and no frame that stays cuts it. */
  #isRigid(id: ShapeId, within: ReadonlySet<ShapeId>, cut: ReadonlySet<ShapeId>): boolean {
    const record = this.board.get(id)
    if (!record) return true
    if (!this.#targets(record).every((target) => within.has(target))) return false
    if (within.has(id)) return !cut.has(id)
    const { start, end, mid = [] } = record.data
    return mid.length === 0 && !isOwn(start) && !isOwn(end) && !this.#isInFrame(id)
  }

  #targets({ data }: ShapeRecord): ShapeId[] {
    return [data.start, data.end].flatMap((end) => (end && 'shape' in end ? [end.shape] : []))
  }

  #isInside(id: ShapeId): boolean {
    for (let at: ShapeId | null = id; at !== null; at = this.board.parentOf(at))
      if (this.moved.has(at)) return true
    return false
  }

  #isInFrame(id: ShapeId): boolean {
    for (let at = this.board.parentOf(id); at !== null; at = this.board.parentOf(at)) {
      if (this.board.get(at)?.type === 'frame') return true
    }
    return false
  }
}

/** An end that hangs on the arrow's own place. */
const isOwn = (end: ArrowEnd | undefined): boolean => end === undefined || 'point' in end
