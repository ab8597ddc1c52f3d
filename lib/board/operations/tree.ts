import { MAX_COORDINATE } from '../limits'
import { rotate, type Point } from '../../geometry/point'
import type { ShapeId } from '../ids'
import { compareOrder } from '../order'
import type { ArrowEnd, BoardView, Edit, Geo, ShapeRecord } from '../shape'

/** Where an attached end of an arrow was last drawn, page units: what it keeps when its target goes. */
export type LastPoint = (arrow: ShapeId, end: 'start' | 'end') => Point | undefined

/** Those of `ids` that exist and are not inside another of them; each once, in the order given. */
export function outermost(view: BoardView, ids: Iterable<ShapeId>): ShapeId[] {
  const wanted = new Set(ids)
  return [...wanted].filter((id) => {
    if (!view.get(id)) return false
    for (let parent = view.parentOf(id); parent !== null; parent = view.parentOf(parent)) {
      if (wanted.has(parent)) return false
    }
    return true
  })
}

/** `ids` and everything inside them, parents before children. */
export function withDescendants(view: BoardView, ids: Iterable<ShapeId>): ShapeId[] {
  const all = new Set<ShapeId>(ids)
  for (const id of all) for (const child of view.childrenOf(id)) all.add(child)
  return [...all]
}

/**
 * What has a place of its own when `ids` are moved or shaped: a group stands for its children, a frame for itself
 * (its children's places are relative to it).
 */
export function movable(view: BoardView, ids: Iterable<ShapeId>): ShapeRecord[] {
  const records: ShapeRecord[] = []
  const queue = outermost(view, ids)
  for (const id of queue) {
    const record = view.get(id)!
    if (record.type === 'group') queue.push(...view.childrenOf(id))
    else records.push(record)
  }
  return records
}

/** The shapes themselves in place of groups, however deep; read one by one. */
export function* leavesOf(view: BoardView, ids: Iterable<ShapeId>): Generator<ShapeRecord, void> {
  for (const id of ids) {
    const record = view.get(id)
    if (record?.type === 'group') yield* leavesOf(view, view.childrenOf(id))
    else if (record) yield record
  }
}

/** Shapes that one step of `inPieces` is about. */
const PIECE = 64

/**
 * The edits of an operation that means the same for each shape whatever the others are, made as they are asked for:
 * `edit` is given some shapes after the others, groups opened. `ids`: none is inside another.
 */
export function* inPieces(
  view: BoardView,
  ids: Iterable<ShapeId>,
  edit: (some: readonly ShapeId[]) => Iterable<Edit>,
): Generator<Edit, void> {
  let some: ShapeId[] = []
  for (const { id } of leavesOf(view, ids)) {
    some.push(id)
    if (some.length < PIECE) continue
    yield* edit(some)
    some = []
  }
  if (some.length > 0) yield* edit(some)
}

/** The first of what `movable` gives, at most `count`: costs no more than that, however many there are. */
export function someMovable(view: BoardView, ids: readonly ShapeId[], count: number): ShapeRecord[] {
  const records: ShapeRecord[] = []
  const queue = ids.slice(0, count)
  for (const id of queue) {
    if (records.length === count) break
    const record = view.get(id)
    if (record?.type === 'group') queue.push(...view.childrenOf(id).slice(0, count))
    else if (record) records.push(record)
  }
  return records
}

/** In paint order, whatever order they are given in; costs what they are, not what the board is. */
export function inPaintOrder(view: BoardView, ids: Iterable<ShapeId>): ShapeId[] {
  const paths = new Map<ShapeId, readonly ShapeRecord[]>()
  const pathOf = (id: ShapeId): readonly ShapeRecord[] => {
    const path = [view.get(id)!]
    for (let at = view.parentOf(id); at !== null; at = view.parentOf(at)) path.unshift(view.get(at)!)
    return path
  }
  for (const id of ids) if (view.get(id)) paths.set(id, pathOf(id))
  return [...paths.keys()].sort((a, b) => comparePaths(paths.get(a)!, paths.get(b)!))
}

/** Along the way from the page; what holds something is painted before it. */
function comparePaths(a: readonly ShapeRecord[], b: readonly ShapeRecord[]): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    if (a[i] !== b[i]) return compareOrder(a[i]!, b[i]!)
  }
  return a.length - b.length
}

const clamp = (value: number): number => Math.max(-MAX_COORDINATE, Math.min(MAX_COORDINATE, value))

/** The same size and turn at another place, kept on the board. */
export const geoAt = (geo: Geo, x: number, y: number): Geo => [clamp(x), clamp(y), geo[2], geo[3], geo[4]]

/** Corner place and size of a shape on the page, from its `geo` and the frames around it. */
export function pageGeo(view: BoardView, record: ShapeRecord): Geo {
  const { x, y } = view.originOf(record.id)
  return geoAt(record.geo, record.geo[0] + x, record.geo[1] + y)
}

/** An anchor of a shape's unit square, page units, turned with the shape. */
export function anchorPoint(view: BoardView, end: Extract<ArrowEnd, { shape: ShapeId }>): Point | undefined {
  const target = view.get(end.shape)
  if (!target || target.type === 'group') return undefined
  const [x, y, w, h, rotation] = pageGeo(view, target)
  const at = { x: x + end.anchor[0] * w, y: y + end.anchor[1] * h }
  return rotate(at, rotation, { x: x + w / 2, y: y + h / 2 })
}

const ENDS = ['start', 'end'] as const

/**
 * The ends of an arrow as they are once `isGone` shapes are no more: attached ones become free points where they
 * were last drawn. `null` when neither changes.
 */
export function freedEnds(
  view: BoardView,
  arrow: ShapeRecord,
  isGone: (id: ShapeId) => boolean,
  lastPoint?: LastPoint,
): Readonly<Record<string, ArrowEnd>> | null {
  const freed: Record<string, ArrowEnd> = {}
  const [x, y] = pageGeo(view, arrow)
  for (const side of ENDS) {
    const end = arrow.data[side]
    if (!end || !('shape' in end) || !isGone(end.shape)) continue
    const at = lastPoint?.(arrow.id, side) ?? anchorPoint(view, end) ?? { x, y }
    freed[side] = { point: [clamp(at.x - x), clamp(at.y - y)] }
  }
  return Object.keys(freed).length > 0 ? freed : null
}
