import type { Box } from './box'
import { distance, type Point } from './point'
import { closestOnSegment, distanceToSegment, intersectSegments, segmentTouchesBox } from './segment'

/** Calls `visit` for every edge; a closed polyline has one more, from its last point to its first. */
function someEdge(
  points: readonly Point[],
  isClosed: boolean,
  visit: (a: Point, b: Point) => boolean,
): boolean {
  for (let i = 1; i < points.length; i++) if (visit(points[i - 1]!, points[i]!)) return true
  return isClosed && points.length > 1 && visit(points[points.length - 1]!, points[0]!)
}

/** Whether `p` is within `reach` of the polyline; stops at the first edge that is. */
export function isNearPolyline(p: Point, points: readonly Point[], reach: number, isClosed = false): boolean {
  if (points.length === 1) return distance(p, points[0]!) <= reach
  return someEdge(points, isClosed, (a, b) => {
    if (p.x < Math.min(a.x, b.x) - reach || p.x > Math.max(a.x, b.x) + reach) return false
    if (p.y < Math.min(a.y, b.y) - reach || p.y > Math.max(a.y, b.y) + reach) return false
    return distanceToSegment(p, a, b) <= reach
  })
}

/** The point of the polyline nearest to `p`, or null when it has no points. */
export function closestOnPolyline(p: Point, points: readonly Point[], isClosed = false): Point | null {
  let best = points[0] ?? null
  let least = best ? distance(p, best) : Infinity
  someEdge(points, isClosed, (a, b) => {
    const near = closestOnSegment(p, a, b)
    const d = distance(p, near)
    if (d < least) [best, least] = [near, d]
    return false
  })
  return best
}

/** Whether any part of the polyline's line (not its inside) lies in the box. */
export function polylineTouchesBox(points: readonly Point[], box: Box, isClosed = false): boolean {
  if (points.length === 1) return segmentTouchesBox(points[0]!, points[0]!, box)
  return someEdge(points, isClosed, (a, b) => segmentTouchesBox(a, b, box))
}

/** The crossing of segment `from to` with the closed polygon that is nearest to `from`, or null. */
export function firstCrossing(from: Point, to: Point, polygon: readonly Point[]): Point | null {
  let first: Point | null = null
  let least = Infinity
  someEdge(polygon, true, (a, b) => {
    const at = intersectSegments(from, to, a, b)
    if (!at) return false
    const d = distance(from, at)
    if (d < least) [first, least] = [at, d]
    return false
  })
  return first
}

/** Even-odd test by counting crossings of a ray to the right (Franklin's `pnpoly`); on an edge either answer may come. */
export function isInPolygon(p: Point, polygon: readonly Point[]): boolean {
  let isInside = false
  someEdge(polygon, true, (a, b) => {
    if (a.y > p.y !== b.y > p.y && p.x < ((b.x - a.x) * (p.y - a.y)) / (b.y - a.y) + a.x) isInside = !isInside
    return false
  })
  return isInside
}

/** Length along the points, the closing edge left out. */
export function lengthOf(points: readonly Point[]): number {
  let length = 0
  for (let i = 1; i < points.length; i++) length += distance(points[i - 1]!, points[i]!)
  return length
}
