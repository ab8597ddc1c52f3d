import { boxAround, type Box } from './box'
import { lerp, type Point } from './point'
import { segmentTouchesBox } from './segment'

/**
 * How many times a closed polygon goes around `p`, clockwise on a canvas counted positive (Sunday 2001). Zero means
 * outside: a loop that overlaps itself where it closes leaves no hole, unlike with the even-odd rule.
 */
export function windingNumber(p: Point, polygon: readonly Point[]): number {
  let winding = 0
  let a = polygon.at(-1)
  for (const b of polygon) {
    if (a && a.y <= p.y !== b.y <= p.y) {
      const side = (b.x - a.x) * (p.y - a.y) - (p.x - a.x) * (b.y - a.y)
      if (a.y <= p.y && side > 0) winding++
      if (a.y > p.y && side < 0) winding--
    }
    a = b
  }
  return winding
}

/** Whether all of the line through `outline` is inside the closed `polygon`; a closed outline ends where it began. */
export function encloses(polygon: readonly Point[], outline: readonly Point[]): boolean {
  const [first] = outline
  if (!first || windingNumber(first, polygon) === 0) return false
  const sides = sidesNear(polygon, boxAround(outline))
  for (let i = 1; i < outline.length; i++) {
    const [a, b] = [outline[i - 1]!, outline[i]!]
    // Between two sides that it crosses, an edge is all in or all out.
    const cuts = crossings(a, b, sides)
    for (let k = 0; k < cuts.length; k++) {
      const middle = lerp(a, b, (cuts[k]! + (cuts[k + 1] ?? 1)) / 2)
      if (windingNumber(middle, polygon) === 0) return false
    }
  }
  return true
}

type Side = readonly [Point, Point]

/** Only these can be crossed by what is in the box. */
function sidesNear(polygon: readonly Point[], box: Box): readonly Side[] {
  const sides: Side[] = []
  let a = polygon.at(-1)
  for (const b of polygon) {
    if (a && segmentTouchesBox(a, b, box)) sides.push([a, b])
    a = b
  }
  return sides
}

/** Where `a b` crosses the sides, as shares of its length in order. */
function crossings(a: Point, b: Point, sides: readonly Side[]): number[] {
  const found: number[] = []
  const [rx, ry] = [b.x - a.x, b.y - a.y]
  for (const [c, d] of sides) {
    const [sx, sy] = [d.x - c.x, d.y - c.y]
    const cross = rx * sy - ry * sx
    if (cross === 0) continue
    const [qx, qy] = [c.x - a.x, c.y - a.y]
    const t = (qx * sy - qy * sx) / cross
    const u = (qx * ry - qy * rx) / cross
    if (t >= 0 && t <= 1 && u >= 0 && u <= 1) found.push(t)
  }
  return found.sort((s, t) => s - t)
}

/** Whether a triangle and a box have a point in common. */
export function triangleTouchesBox(a: Point, b: Point, c: Point, box: Box): boolean {
  if (Math.min(a.x, b.x, c.x) > box.x + box.w || Math.max(a.x, b.x, c.x) < box.x) return false
  if (Math.min(a.y, b.y, c.y) > box.y + box.h || Math.max(a.y, b.y, c.y) < box.y) return false
  if (segmentTouchesBox(a, b, box) || segmentTouchesBox(b, c, box) || segmentTouchesBox(c, a, box))
    return true
  return windingNumber(box, [a, b, c]) !== 0
}
