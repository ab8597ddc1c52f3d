import { centreOf, cornersOf, type Box } from '../geometry/box'
import { rotate, type Point } from '../geometry/point'
import { isInPolygon, polylineTouchesBox } from '../geometry/polyline'
import type { Placed } from './define'

/** A page point in a shape's local coordinates: origin at its box's corner, before rotation. */
export function toLocal({ box, rotation }: Placed, page: Point): Point {
  const p = rotate(page, -rotation, centreOf(box))
  return { x: p.x - box.x, y: p.y - box.y }
}

/** A local point of a shape on the page. */
export const toPage = ({ box, rotation }: Placed, local: Point): Point =>
  rotate({ x: local.x + box.x, y: local.y + box.y }, rotation, centreOf(box))

/** Whether the page-unit `area` and the outline given in local coordinates meet (`isSolid`: its inside too). */
export function outlineTouches(
  shape: Placed,
  outline: readonly Point[],
  area: Box,
  isSolid: boolean,
  isClosed = true,
): boolean {
  const page = outline.map((p) => toPage(shape, p))
  if (polylineTouchesBox(page, area, isClosed)) return true
  return isSolid && isInPolygon({ x: area.x, y: area.y }, page)
}

/** Whether a turned box and `area` overlap. */
export const turnedBoxTouches = ({ box, rotation }: Placed, area: Box): boolean => {
  const corners = cornersOf(box, rotation)
  return polylineTouchesBox(corners, area, true) || isInPolygon({ x: area.x, y: area.y }, corners)
}
