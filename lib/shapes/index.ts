import type { BoardView } from '../board/shape'
import type { ShapeId } from '../board/ids'
import { boxAround, centreOf, cornersOf, intersects, type Box } from '../geometry/box'
import { rotate, type Point } from '../geometry/point'
import type { Placed, Surface } from './define'
import { place } from './place'
import { definitionOf } from './registry'

export { definitionOf, shapes, type AnyDefinition } from './registry'
export { place } from './place'
export { frameTitleBox } from './frame'
export { lookOf, type Look } from './look'
export { boxForText, textPlacement, type TextPlacement } from './text-box'
export { strokeOutline, traceOutline } from './stroke'

/** The box around everything a shape paints, on the page, rotation included. */
export function boundsOf(shape: Placed): Box {
  const bounds = definitionOf(shape.record.type).bounds(shape)
  if (shape.rotation === 0) return bounds
  // Margins need not be even around the box (a shadow, long text), so the bounds turn about the box's centre.
  const centre = centreOf(shape.box)
  return boxAround(cornersOf(bounds).map((corner) => rotate(corner, shape.rotation, centre)))
}

/** Whether the page point is on the shape, `slop` page units beside it included. */
export const hitShape = (shape: Placed, at: Point, slop: number): boolean =>
  definitionOf(shape.record.type).hit(shape, at, slop)

/** Whether a selection box in page units touches the shape. */
export function touchesShape(shape: Placed, area: Box): boolean {
  if (!intersects(boundsOf(shape), area)) return false
  return definitionOf(shape.record.type).touches?.(shape, area) ?? true
}

/** The outline or the line of a shape, page units: a closed one ends where it began. */
export function outlineOf(shape: Placed): readonly Point[] {
  const corners = cornersOf(shape.box, shape.rotation)
  return definitionOf(shape.record.type).outline?.(shape) ?? [...corners, corners[0]]
}

/** Paint a shape on a surface that is at its place already. */
export const drawShape = (surface: Surface, shape: Placed): void =>
  definitionOf(shape.record.type).draw(surface, shape)

/** The vertices of an arrow's way in page units, null for anything else. */
export const routeOf = (view: BoardView, id: ShapeId): readonly Point[] | null =>
  place(view, id)?.route ?? null
