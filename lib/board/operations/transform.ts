import { rotate, type Point } from '../../geometry/point'
import type { ShapeId } from '../ids'
import { MAX_COORDINATE, MAX_FONT_SIZE, MAX_SIZE, MIN_FONT_SIZE } from '../limits'
import { mirrorPoints } from '../points'
import type { ArrowEnd, BoardView, Edit, Geo, ShapeData, ShapePatch, ShapeRecord } from '../shape'
import { geoAt, movable } from './tree'

/** Move shapes by a distance, page units. Children of groups go with them, children of frames need not. */
export const moveShapes = (view: BoardView, ids: Iterable<ShapeId>, dx: number, dy: number): Edit[] =>
  movable(view, ids).map(({ id, geo }) => patch(id, { geo: geoAt(geo, geo[0] + dx, geo[1] + dy) }))

/** A scale about a fixed point, page units. Negative factors mirror. */
export interface Scaling {
  readonly anchor: Point
  readonly sx: number
  readonly sy: number
  /** Direction of the axes, radians: the shape's own rotation when a single turned shape is resized. */
  readonly rotation?: number
}

/**
 * Resize shapes. One that is turned against the axes keeps its right angles: its sides grow by how much of the
 * scale falls along them. Text of free text shapes grows with an even scale. What is in a frame keeps its place on
 * the page.
 */
export function resizeShapes(view: BoardView, ids: Iterable<ShapeId>, scaling: Scaling): Edit[] {
  return movable(view, ids).flatMap((record) => {
    const origin = view.originOf(record.id)
    const local = { ...scaling, anchor: { x: scaling.anchor.x - origin.x, y: scaling.anchor.y - origin.y } }
    const resized = record.type === 'arrow' ? resizeArrow(record, local) : resizeBox(record, local)
    return [patch(record.id, resized), ...keepChildren(view, record, resized.geo ?? record.geo)]
  })
}

function scalePoint(p: Point, { anchor, sx, sy, rotation = 0 }: Scaling): Point {
  const q = rotate(p, -rotation, anchor)
  return rotate(
    { x: anchor.x + (q.x - anchor.x) * sx, y: anchor.y + (q.y - anchor.y) * sy },
    rotation,
    anchor,
  )
}

function resizeBox(record: ShapeRecord, scaling: Scaling): ShapePatch {
  const [x, y, w, h, rotation] = record.geo
  const { sx, sy } = scaling
  const angle = rotation - (scaling.rotation ?? 0)
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const width = Math.min(MAX_SIZE, w * Math.hypot(sx * cos, sy * sin))
  const height = Math.min(MAX_SIZE, h * Math.hypot(sx * sin, sy * cos))
  const centre = scalePoint({ x: x + w / 2, y: y + h / 2 }, scaling)
  const isMirrored = sx < 0 !== sy < 0
  const turned = isMirrored ? (scaling.rotation ?? 0) - angle : rotation
  const geo = geoAt([0, 0, width, height, turned], centre.x - width / 2, centre.y - height / 2)
  const points = mirrored(record, sx, sy)
  const size = scaledFont(record, sx, sy)
  return { geo, ...(points ? { points } : {}), ...(size === undefined ? {} : { style: { size } }) }
}

/** A mirrored turn is the opposite turn of the mirrored shape: the ink is mirrored in its own axes, whatever its angle. */
const mirrored = ({ points }: ShapeRecord, sx: number, sy: number): Uint8Array | undefined =>
  points && (sx < 0 || sy < 0) ? mirrorPoints(points, { x: sx < 0, y: sy < 0 }) : undefined

const EVEN = 1e-6

function scaledFont(record: ShapeRecord, sx: number, sy: number): number | undefined {
  const isEven = Math.abs(Math.abs(sx) - Math.abs(sy)) <= EVEN * Math.abs(sx)
  if (record.type !== 'text' || record.style.size === undefined || !isEven) return undefined
  return Math.max(MIN_FONT_SIZE, Math.min(MAX_FONT_SIZE, record.style.size * Math.abs(sx)))
}

function resizeArrow(record: ShapeRecord, scaling: Scaling): ShapePatch {
  const [x, y] = record.geo
  const at = scalePoint({ x, y }, scaling)
  return {
    geo: geoAt(record.geo, at.x, at.y),
    data: mapArrow(record.data, (p) => {
      const moved = scalePoint({ x: x + p.x, y: y + p.y }, scaling)
      return { x: moved.x - at.x, y: moved.y - at.y }
    }),
  }
}

const clamp = (value: number): number => Math.max(-MAX_COORDINATE, Math.min(MAX_COORDINATE, value))

/** Free ends and bends of an arrow, mapped; attached ends follow their shapes. */
function mapArrow(data: ShapeData, map: (local: Point) => Point): Record<string, unknown> {
  const place = ([x, y]: readonly [number, number]): [number, number] => {
    const mapped = map({ x, y })
    return [clamp(mapped.x), clamp(mapped.y)]
  }
  const end = (value: ArrowEnd): ArrowEnd => ('point' in value ? { point: place(value.point) } : value)
  return {
    ...(data.start ? { start: end(data.start) } : {}),
    ...(data.end ? { end: end(data.end) } : {}),
    ...(data.mid ? { mid: data.mid.map(place) } : {}),
  }
}

/** Children of a frame whose corner moved because it was resized: shifted back. */
function keepChildren(view: BoardView, frame: ShapeRecord, geo: Geo): Edit[] {
  if (frame.type !== 'frame') return []
  const [dx, dy] = [frame.geo[0] - geo[0], frame.geo[1] - geo[1]]
  return dx === 0 && dy === 0 ? [] : moveShapes(view, view.childrenOf(frame.id), dx, dy)
}

/** Turn shapes about a point, page units, clockwise. Frames go along without turning. */
export function rotateShapes(
  view: BoardView,
  ids: Iterable<ShapeId>,
  radians: number,
  centre: Point,
): Edit[] {
  return movable(view, ids).map((record) => {
    const origin = view.originOf(record.id)
    const about = { x: centre.x - origin.x, y: centre.y - origin.y }
    const [x, y, w, h, rotation] = record.geo
    if (record.type === 'arrow') {
      const at = rotate({ x, y }, radians, about)
      const data = mapArrow(record.data, (p) => rotate(p, radians))
      return patch(record.id, { geo: geoAt(record.geo, at.x, at.y), data })
    }
    const middle = rotate({ x: x + w / 2, y: y + h / 2 }, radians, about)
    const turned = record.type === 'frame' ? 0 : normalised(rotation + radians)
    return patch(record.id, { geo: geoAt([x, y, w, h, turned], middle.x - w / 2, middle.y - h / 2) })
  })
}

/** The same angle between -π and π. */
function normalised(radians: number): number {
  const turn = 2 * Math.PI
  const rest = radians % turn
  return rest > Math.PI ? rest - turn : rest < -Math.PI ? rest + turn : rest
}

/**
 * Give shapes a style; a group hands it to its children. `appliesTo` says which keys mean something to a type
 * (`lib/shapes` knows), the others are left out.
 */
export function restyleShapes(
  view: BoardView,
  ids: Iterable<ShapeId>,
  style: Readonly<Record<string, unknown>>,
  appliesTo: (type: string, key: string) => boolean = () => true,
): Edit[] {
  return movable(view, ids).flatMap((record) => {
    const entries = Object.entries(style).filter(
      ([key, value]) => appliesTo(record.type, key) && record.style[key] !== value,
    )
    return entries.length > 0 ? [patch(record.id, { style: Object.fromEntries(entries) })] : []
  })
}

const patch = (id: ShapeId, change: ShapePatch): Edit => ({ do: 'patch', id, patch: change })
