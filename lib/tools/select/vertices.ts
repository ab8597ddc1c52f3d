import { boxAround } from '../../geometry/box'
import { splineThrough } from '../../geometry/curve'
import { lerp, subtract, type Point } from '../../geometry/point'
import type { ShapeId } from '../../board/ids'
import { packPoints, pointsOf } from '../../board/points'
import type { ArrowEnd, Edit, ShapeData, ShapeRecord, StrokePoint } from '../../board/shape'
import { toPage } from '../../shapes/local'
import { endAt } from '../arrow-end'
import type { Env } from '../define'
import type { Places } from './frame'

/** A point of a line or an arrow that can be dragged. */
export interface Vertex {
  /** `end`: arrow ends, which attach. `point`: a corner. `bend`: the middle of a piece, a corner once dragged. */
  readonly kind: 'end' | 'point' | 'bend'
  /** Of the corner, or of the piece that a bend would split. */
  readonly index: number
  readonly page: Point
}

/** The draggable points of a line or arrow; null for other shapes. */
export function verticesOf(id: ShapeId, { board, place }: Places): readonly Vertex[] | null {
  const record = board.get(id)
  const placed = place(id)
  if (!record || !placed) return null
  if (record.type === 'line') {
    const corners = pointsOf(record).map(([x, y]) => toPage(placed, { x, y }))
    const { closed = false, curve } = record.data
    return withBends(corners, { isClosed: closed, isSmooth: curve === 'smooth' }, () => 'point')
  }
  if (record.type !== 'arrow' || !placed.route || placed.route.length < 2) return null
  const { route } = placed
  const isSmooth = (record.data.curve ?? 'smooth') === 'smooth'
  return withBends(route, { isClosed: false, isSmooth }, (index) =>
    index === 0 || index === route.length - 1 ? 'end' : 'point',
  )
}

function withBends(
  corners: readonly Point[],
  { isClosed, isSmooth }: { isClosed: boolean; isSmooth: boolean },
  kindOf: (index: number) => 'end' | 'point',
) {
  const pieces = isSmooth ? splineThrough(corners, isClosed) : []
  const middle = (from: Point, to: Point): Point => {
    const piece = pieces.find(({ a, d }) => a === from && d === to)
    return piece ? lerp(lerp(from, to, 0.5), lerp(piece.b, piece.c, 0.5), 0.75) : lerp(from, to, 0.5)
  }
  const vertices: Vertex[] = corners.map((page, index) => ({ kind: kindOf(index), index, page }))
  corners.forEach((from, index) => {
    const to = corners[index + 1] ?? (isClosed ? corners[0] : undefined)
    if (to) vertices.push({ kind: 'bend', index, page: middle(from, to) })
  })
  return vertices
}

/** The edits that put a vertex at `to` (page units), and the shape that an arrow's end then attaches to. */
export function moveVertex(
  id: ShapeId,
  vertex: Vertex,
  to: Point,
  env: Env,
  isFree: boolean,
): { readonly edits: readonly Edit[]; readonly target: ShapeId | null } {
  const record = env.board.get(id)
  if (!record) return { edits: [], target: null }
  if (record.type === 'line') return { edits: [lineEdit(record, vertex, to, env)], target: null }
  return arrowEdit(record, vertex, to, env, isFree)
}

/** Makes the corner that a bend becomes, or moves the one there is. */
function withVertex<T>(corners: readonly T[], { kind, index }: Vertex, corner: T): T[] {
  const next = [...corners]
  if (kind === 'bend') next.splice(index + 1, 0, corner)
  else next[index] = corner
  return next
}

function lineEdit(record: ShapeRecord, vertex: Vertex, to: Point, env: Env): Edit {
  const placed = env.place(record.id)!
  const corners = withVertex(
    pointsOf(record).map(([x, y]) => toPage(placed, { x, y })),
    vertex,
    to,
  )
  // The line is laid out upright again: its box is around the corners as they are on the page.
  const box = boxAround(corners)
  const points = corners.map(({ x, y }): StrokePoint => [x - box.x, y - box.y, 0.5])
  const { x, y } = subtract(box, env.board.originOf(record.id))
  return {
    do: 'patch',
    id: record.id,
    patch: { geo: [x, y, box.w, box.h, 0], points: packPoints(points, { zoom: env.zoom }) },
  }
}

function arrowEdit(record: ShapeRecord, vertex: Vertex, to: Point, env: Env, isFree: boolean) {
  const inParent = env.board.originOf(record.id)
  const origin = { x: inParent.x + record.geo[0], y: inParent.y + record.geo[1] }
  if (vertex.kind === 'end') {
    const key: keyof ShapeData = vertex.index === 0 ? 'start' : 'end'
    const other = record.data[vertex.index === 0 ? 'end' : 'start']
    let dropped = endAt(env, to, origin, { except: record.id, isFree })
    if (isTiedTo(other, dropped.target)) dropped = endAt(env, to, origin, { isFree: true })
    const edit: Edit = { do: 'patch', id: record.id, patch: { data: { [key]: dropped.end } } }
    return { edits: [edit], target: dropped.target }
  }
  // `mid` holds the corners between the ends: the vertex counts from the first end.
  const mid = record.data.mid ?? []
  const corner = [to.x - origin.x, to.y - origin.y] as const
  const inner = { ...vertex, index: vertex.index - 1 }
  const edit: Edit = { do: 'patch', id: record.id, patch: { data: { mid: withVertex(mid, inner, corner) } } }
  return { edits: [edit], target: null }
}

const isTiedTo = (end: ArrowEnd | undefined, target: ShapeId | null) =>
  target !== null && end !== undefined && 'shape' in end && end.shape === target
