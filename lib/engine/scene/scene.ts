import RBush from 'rbush'
import { centreOf, containsPoint, expand, overlapOf, type Box } from '../../geometry/box'
import type { Point } from '../../geometry/point'
import type { ShapeId } from '../../board/ids'
import type { BoardChange, BoardView, ShapeRecord } from '../../board/shape'
import { boundsOf, place } from '../../shapes/index'
import type { Placed } from '../../shapes/define'
import { Extent } from '../../shapes/extent'
import { PaintOrder } from './paint-order'
import { nearestTo, touchedBy, type TreeNode } from './tree-walk'

/** One shape where it is on the page. `min…max` is everything it paints, cut to the frames around it. */
export interface Item {
  readonly id: ShapeId
  readonly placed: Placed
  /** The frames around it leave this part of it to be seen; null: all of it. */
  readonly clip: Box | null
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
  /** Place in the order of painting, over the whole board (see `PaintOrder`); only good until the next `flush`. */
  rank: number
}
/** The board as the scene needs it. */
export interface SceneSource extends BoardView {
  onChange(listener: (change: BoardChange) => void): () => void
}

/** Beyond this many changed shapes, the index takes them in one load. */
const BULK = 200
/** Where more than one in so many is found, passing over all of them in order beats sorting what is found. */
const LARGE_SHARE = 20
/** Beyond this many shapes lifted or put back at once, their common box is soiled: one of each would be most of them. */
const MANY_LIFTED = 2_000
/** Share of a board that arrives which may wait to be sorted in. */
const MOST_UNSORTED = 1 / 4
const NOTHING: ReadonlySet<ShapeId> = new Set()

/** Shapes that are shown in another place for now. */
export interface Lifted {
  readonly size: number
  has(id: ShapeId): boolean
}

interface Held {
  /** Around all that must be painted again. */
  readonly dirty: Extent
  /** Changed in this tab, which waits for nothing. */
  readonly own: Set<ShapeId>
  isReordered: boolean
  /** Shapes that came since the board was asked for its order. */
  unsorted: number
}

/** Everything on the board where it is painted: kept up to date with the document, asked by renderer and tools. */
export class Scene {
  readonly #items = new Map<ShapeId, Item>()
  readonly #index = new RBush<Item>()
  readonly #order: PaintOrder<Item>
  readonly #stale = new Set<ShapeId>()
  readonly #off: () => void
  #isReordered = true
  /** All items by rank, made when a large part of them is asked for. */
  #sorted: { readonly items: Item[]; isStale: boolean } = { items: [], isStale: true }
  #dirty: Box[] = []
  /** What the picture is not told yet; null when it is told everything. */
  #held: Held | null = null
  #lifted = NOTHING
  #moving = NOTHING

  constructor(
    readonly board: SceneSource,
    /** Something changed: call `flush` before the next frame is painted. */
    private readonly onStale: () => void = () => {},
  ) {
    this.#order = new PaintOrder(board, (id) => this.#items.get(id))
    const items: Item[] = []
    for (const { id } of board.all()) {
      const item = itemOf(board, id)
      if (!item) continue
      this.#items.set(id, item)
      items.push(item)
    }
    this.#index.load(items)
    this.#off = board.onChange((change) => {
      for (const id of change.shapes.keys()) this.#stale.add(id)
      if (this.#held && change.isLocal) for (const id of change.shapes.keys()) this.#held.own.add(id)
      this.onStale()
    })
  }

  dispose(): void {
    this.#off()
  }

  get size(): number {
    return this.#items.size
  }

  /** Take in what changed since the last call. */
  flush(): void {
    if (this.#stale.size === 0) return
    const orphans = this.#orphans()
    if (orphans.length > 0 || this.#hasMovedGroup()) this.#reorder()
    const ids = affectedBy(this.board, [...this.#stale, ...orphans])
    this.#stale.clear()
    this.#update(ids)
  }

  /** What must be painted again since the last call, page units: where changed shapes were and where they are. */
  takeDirty(): readonly Box[] {
    this.flush()
    const dirty = this.#dirty
    this.#dirty = []
    return dirty
  }

  /**
   * While a board arrives: what comes from elsewhere is found and counted, but what must be painted again is not
   * told, nor the order of painting made anew, until it is held no more.
   */
  hold(isHeld: boolean): void {
    if (isHeld === (this.#held !== null)) return
    this.flush()
    const held = this.#held
    this.#held = isHeld ? { dirty: new Extent(), own: new Set(), isReordered: false, unsorted: 0 } : null
    if (held && !held.dirty.isEmpty) this.#dirty.push(held.dirty.box)
    this.#isReordered ||= held?.isReordered ?? false
    // Now, and not with the first frame that paints: of a large board either takes most of a frame's time.
    if (held && this.#isReordered) this.#rank()
  }

  get(id: ShapeId): Item | undefined {
    this.flush()
    return this.#items.get(id)
  }

  /** What is painted in `area`, in the order of painting. */
  search(area: Box): Item[] {
    this.flush()
    if (this.#isReordered) this.#rank()
    const found = this.#index.search({
      minX: area.x,
      minY: area.y,
      maxX: area.x + area.w,
      maxY: area.y + area.h,
    })
    if (found.length * LARGE_SHARE > this.#items.size) return this.#inOrder().filter(within(area))
    return found.sort((a, b) => a.rank - b.rank)
  }

  /** Everything in the order of painting. */
  #inOrder(): readonly Item[] {
    if (this.#sorted.isStale) {
      const known = this.#sorted.items.filter((item) => this.#items.get(item.id) === item)
      const { size } = this.#items
      if (known.length < size) {
        const kept = new Set(known)
        for (const item of this.#items.values()) if (!kept.has(item)) known.push(item)
      }
      // Mostly sorted already, which makes this little more than a pass.
      this.#sorted = { items: known.sort((a, b) => a.rank - b.rank), isStale: false }
    }
    return this.#sorted.items
  }

  /** Items under a point, the topmost first; what a frame hides is not there. */
  at(point: Point, slop: number): Item[] {
    return this.search(expand({ ...point, w: 0, h: 0 }, slop))
      .filter(({ clip }) => !clip || containsPoint(clip, point))
      .reverse()
  }

  /** Items in view of `within`, those nearest to `box` first, for whoever wants only some. */
  nearest(box: Box, within: Box) {
    this.flush()
    return nearestTo(this.#index.toJSON() as TreeNode<Item>, box, within)
  }

  /** Items whose bounds an area of any form touches, in no order. */
  touchedBy(touches: (bounds: Box) => boolean): Item[] {
    this.flush()
    return touchedBy(this.#index.toJSON() as TreeNode<Item>, touches)
  }

  /** Everything that is painted, or null on an empty board. */
  bounds(): Box | null {
    this.flush()
    const { minX, minY, maxX, maxY } = this.#index.toJSON() as Item
    return this.#items.size === 0 || minX > maxX ? null : { x: minX, y: minY, w: maxX - minX, h: maxY - minY }
  }

  get lifted(): Lifted {
    const [lifted, moving] = [this.#lifted, this.#moving]
    if (moving.size === 0) return lifted
    return { size: lifted.size + moving.size, has: (id) => moving.has(id) || lifted.has(id) }
  }

  /**
   * Shapes that are shown in another place for now: they leave the settled picture until they are put back. Those
   * of a drag (`moving`) stay one set from its beginning to its end, however many they are: the same again is free.
   */
  lift(ids: ReadonlySet<ShapeId>, moving: ReadonlySet<ShapeId> = NOTHING): void {
    this.flush()
    this.#soilDifference(this.#lifted, ids)
    this.#soilDifference(this.#moving, moving)
    this.#lifted = ids
    this.#moving = moving
  }

  #soilDifference(before: ReadonlySet<ShapeId>, after: ReadonlySet<ShapeId>): void {
    if (before === after) return
    if (Math.abs(before.size - after.size) > MANY_LIFTED) {
      const bounds = this.bounds()
      if (bounds) this.#dirty.push(bounds)
      return
    }
    for (const id of after) if (!before.has(id)) this.#soil(id)
    for (const id of before) if (!after.has(id)) this.#soil(id)
  }

  /** Have a shape painted again where it is. */
  soil(id: ShapeId): void {
    this.flush()
    this.#soil(id)
  }

  /** A shape's place in the order of painting; above everything for one that is not on the board yet. */
  rankOf(id: ShapeId): number {
    this.flush()
    if (this.#isReordered) this.#rank()
    return this.#items.get(id)?.rank ?? Infinity
  }

  #soil(id: ShapeId): void {
    const item = this.#items.get(id)
    if (item) this.#dirty.push(boxOf(item))
  }

  /** What was inside containers that are gone: the board no longer knows, so every candidate is looked at. */
  #orphans(): ShapeId[] {
    const gone = new Set<ShapeId>()
    for (const id of this.#stale) {
      if (this.board.get(id)) continue
      const type = this.#items.get(id)?.placed.record.type ?? 'group'
      if (type === 'frame' || type === 'group') gone.add(id)
    }
    if (gone.size === 0) return []
    return [...this.#items.values()].flatMap(({ id, clip, placed }) =>
      clip !== null || (placed.record.parent !== null && gone.has(placed.record.parent)) ? id : [],
    )
  }

  #update(ids: ReadonlySet<ShapeId>): void {
    const fresh: Item[] = []
    const newcomers: Item[] = []
    const held = this.#held
    const soil = (item: Item) => {
      if (!held || held.own.has(item.id)) this.#dirty.push(boxOf(item))
      else {
        held.dirty.cover(item.minX, item.minY)
        held.dirty.cover(item.maxX, item.maxY)
      }
    }
    for (const id of ids) {
      const old = this.#items.get(id)
      const next = itemOf(this.board, id)
      if (old) {
        soil(old)
        this.#index.remove(old)
        this.#items.delete(id)
      }
      if (!next) continue
      this.#items.set(id, next)
      soil(next)
      fresh.push(next)
      if (old && hasSameRank(old, next)) next.rank = old.rank
      else if (held && !held.own.has(id)) {
        // Above the others, until the order is made anew.
        next.rank = this.#items.size
        held.isReordered = true
      } else if (this.board.childrenOf(id).length > 0) {
        next.rank = old?.rank ?? this.#items.size
        this.#reorder()
      } else newcomers.push(next)
    }
    this.#sorted.isStale = true
    held?.own.clear()
    if (held) this.#sortIn(held, fresh.length)
    if (!this.#isReordered) this.#isReordered = !this.#order.rank(newcomers)
    if (fresh.length > BULK) this.#index.load(fresh)
    else for (const item of fresh) this.#index.insert(item)
  }

  /**
   * Has the board sort in what came: all of a large one at once would hold up the frame that wants its order, and after
   * each piece it would make a list of everything.
   */
  #sortIn(held: Held, count: number): void {
    held.unsorted += count
    if (held.unsorted < this.#items.size * MOST_UNSORTED) return
    held.unsorted = 0
    this.board.childrenOf(null)
  }

  /** A group paints nothing itself, but all that is in it where it is in the order: what did not change itself too. */
  #hasMovedGroup(): boolean {
    for (const id of this.#stale) {
      if (this.board.get(id)?.type !== 'group') continue
      if (this.board.childrenOf(id).some((child) => !this.#stale.has(child))) return true
    }
    return false
  }

  /** Whole families have changed places: the order of painting is made anew when it is next asked for. */
  #reorder(): void {
    if (this.#held) this.#held.isReordered = true
    else this.#isReordered = true
  }

  #rank(): void {
    this.#sorted = { items: this.#order.rankAll(), isStale: false }
    this.#isReordered = false
  }
}

const within =
  ({ x, y, w, h }: Box) =>
  ({ minX, minY, maxX, maxY }: Item) =>
    minX <= x + w && maxX >= x && minY <= y + h && maxY >= y

const boxOf = ({ minX, minY, maxX, maxY }: Item): Box => ({
  x: minX,
  y: minY,
  w: maxX - minX,
  h: maxY - minY,
})

const hasSameRank = (a: Item, b: Item) =>
  a.placed.record.order === b.placed.record.order && a.placed.record.parent === b.placed.record.parent

/** `ids`, what is inside them, and the arrows tied to any of these: all that a change of `ids` may move. */
export function affectedBy(board: BoardView, ids: Iterable<ShapeId>): Set<ShapeId> {
  const affected = new Set<ShapeId>()
  const add = (id: ShapeId) => {
    if (affected.has(id)) return
    affected.add(id)
    for (const child of board.childrenOf(id)) add(child)
    for (const arrow of board.arrowsAt(id)) add(arrow)
  }
  for (const id of ids) add(id)
  return affected
}

/** What the frames around a shape leave to be seen; null where it is in no frame. */
function clipOf(board: BoardView, id: ShapeId): Box | null {
  let clip: Box | null = null
  for (let parent = board.parentOf(id); parent !== null; parent = board.parentOf(parent)) {
    if (board.get(parent)?.type !== 'frame') continue
    const box = place(board, parent)?.box
    if (box) clip = clip ? cut(clip, box) : box
  }
  return clip
}

/** What `b` leaves of `a`: a place without a size when that is nothing. */
const cut = (a: Box, b: Box): Box => overlapOf(a, b) ?? { ...centreOf(a), w: 0, h: 0 }

/** The item of one shape; groups paint nothing and have none. */
export function itemOf(board: BoardView, id: ShapeId): Item | undefined {
  const record = board.get(id)
  if (!record || record.type === 'group') return undefined
  const found = placedOrSign(board, record)
  if (!found) return undefined
  const { placed, bounds } = found
  const clip = clipOf(board, id)
  const { x, y, w, h } = clip ? cut(bounds, clip) : bounds
  return { id, placed, clip, minX: x, minY: y, maxX: x + w, maxY: y + h, rank: NaN }
}

/** Records whose place cannot be worked out: said once for each. */
const broken = new WeakSet<ShapeRecord>()

/** One shape whose place cannot be worked out must not take the board along: in its box is a sign that it is there. */
function placedOrSign(board: BoardView, record: ShapeRecord): { placed: Placed; bounds: Box } | undefined {
  try {
    const placed = place(board, record.id)
    return placed && { placed, bounds: boundsOf(placed) }
  } catch (error) {
    if (!broken.has(record)) reportError(error)
    broken.add(record)
    const [x, y, w, h] = record.geo
    const origin = board.originOf(record.id)
    const box = { x: x + origin.x, y: y + origin.y, w: Math.max(0, w), h: Math.max(0, h) }
    const placed = { record: { ...record, type: 'undrawable' }, box, rotation: 0 }
    return { placed, bounds: boundsOf(placed) }
  }
}
