import type { Box } from './box'
import type { Point } from './point'

/** The point of segment `a b` nearest to `p`; a segment without length is its end. */
export function closestOnSegment(p: Point, a: Point, b: Point): Point {
  const [dx, dy] = [b.x - a.x, b.y - a.y]
  const square = dx * dx + dy * dy
  if (square === 0) return a
  const t = ((p.x - a.x) * dx + (p.y - a.y) * dy) / square
  if (t <= 0) return a
  if (t >= 1) return b
  return { x: a.x + dx * t, y: a.y + dy * t }
}

/** Distance from `p` to the segment `a b`, not to its supporting line. */
export function distanceToSegment(p: Point, a: Point, b: Point): number {
  // Without making a point, unlike `closestOnSegment`: this is the inner loop of simplification and hit tests.
  const [px, py, dx, dy] = [p.x - a.x, p.y - a.y, b.x - a.x, b.y - a.y]
  const square = dx * dx + dy * dy
  const t = square === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / square))
  const [x, y] = [px - dx * t, py - dy * t]
  return Math.sqrt(x * x + y * y)
}

/**
 * Where the segments `a b` and `c d` cross, ends included; null when they do not or lie on one line.
 * Solves `a + t(b − a) = c + u(d − c)` by Cramer's rule; 0 ≤ t, u ≤ 1 without a tolerance, so that swapping or
 * reversing the segments gives the same answer.
 */
export function intersectSegments(a: Point, b: Point, c: Point, d: Point): Point | null {
  const [rx, ry, sx, sy] = [b.x - a.x, b.y - a.y, d.x - c.x, d.y - c.y]
  const cross = rx * sy - ry * sx
  if (cross === 0) return null
  const [qx, qy] = [c.x - a.x, c.y - a.y]
  const t = (qx * sy - qy * sx) / cross
  const u = (qx * ry - qy * rx) / cross
  if (t < 0 || t > 1 || u < 0 || u > 1) return null
  return { x: a.x + rx * t, y: a.y + ry * t }
}

/** Whether any point of segment `a b` lies in the box, edges included (Liang and Barsky 1984, clipping). */
export function segmentTouchesBox(a: Point, b: Point, box: Box): boolean {
  // Nearly all segments that are asked about lie on one side of the box: those are told apart without a division.
  const [right, bottom] = [box.x + box.w, box.y + box.h]
  if ((a.x < box.x && b.x < box.x) || (a.x > right && b.x > right)) return false
  if ((a.y < box.y && b.y < box.y) || (a.y > bottom && b.y > bottom)) return false
  const [dx, dy] = [b.x - a.x, b.y - a.y]
  let [from, to] = [0, 1]
  const sides: readonly (readonly [speed: number, room: number])[] = [
    [-dx, a.x - box.x],
    [dx, box.x + box.w - a.x],
    [-dy, a.y - box.y],
    [dy, box.y + box.h - a.y],
  ]
  for (const [speed, room] of sides) {
    if (speed === 0) {
      if (room < 0) return false
    } else if (speed < 0) from = Math.max(from, room / speed)
    else to = Math.min(to, room / speed)
  }
  return from <= to
}
