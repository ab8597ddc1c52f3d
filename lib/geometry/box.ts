import { rotate, type Point } from './point'

/** An axis-aligned rectangle; `w` and `h` are never negative. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

export const centreOf = (b: Box): Point => ({ x: b.x + b.w / 2, y: b.y + b.h / 2 })

/** The box between two corners, whichever way they were dragged. */
export const boxFrom = (a: Point, b: Point): Box => ({
  x: Math.min(a.x, b.x),
  y: Math.min(a.y, b.y),
  w: Math.abs(a.x - b.x),
  h: Math.abs(a.y - b.y),
})

/** The smallest box around `points`; a zero box at the origin when there are none. */
export function boxAround(points: Iterable<Point>): Box {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { x, y } of points) {
    if (x < minX) minX = x
    if (y < minY) minY = y
    if (x > maxX) maxX = x
    if (y > maxY) maxY = y
  }
  return minX > maxX ? { x: 0, y: 0, w: 0, h: 0 } : { x: minX, y: minY, w: maxX - minX, h: maxY - minY }
}

export const expand = (b: Box, by: number): Box => ({
  x: b.x - by,
  y: b.y - by,
  w: b.w + 2 * by,
  h: b.h + 2 * by,
})

export function union(a: Box, b: Box): Box {
  const x = Math.min(a.x, b.x)
  const y = Math.min(a.y, b.y)
  return { x, y, w: Math.max(a.x + a.w, b.x + b.w) - x, h: Math.max(a.y + a.h, b.y + b.h) - y }
}

/** Touching edges count: a horizontal line has a box without height and must still be found. */
export const intersects = (a: Box, b: Box): boolean =>
  a.x <= b.x + b.w && b.x <= a.x + a.w && a.y <= b.y + b.h && b.y <= a.y + a.h

/** What two boxes have in common, edges included; null when that is nothing. */
export function overlapOf(a: Box, b: Box): Box | null {
  if (!intersects(a, b)) return null
  const x = Math.max(a.x, b.x)
  const y = Math.max(a.y, b.y)
  return { x, y, w: Math.min(a.x + a.w, b.x + b.w) - x, h: Math.min(a.y + a.h, b.y + b.h) - y }
}

export const contains = (outer: Box, inner: Box): boolean =>
  outer.x <= inner.x &&
  outer.y <= inner.y &&
  outer.x + outer.w >= inner.x + inner.w &&
  outer.y + outer.h >= inner.y + inner.h

export const containsPoint = (b: Box, p: Point): boolean =>
  p.x >= b.x && p.x <= b.x + b.w && p.y >= b.y && p.y <= b.y + b.h

/** Corners clockwise from the top left, turned by `radians` about the centre. */
export function cornersOf(b: Box, radians = 0): [Point, Point, Point, Point] {
  const c = centreOf(b)
  return [
    rotate({ x: b.x, y: b.y }, radians, c),
    rotate({ x: b.x + b.w, y: b.y }, radians, c),
    rotate({ x: b.x + b.w, y: b.y + b.h }, radians, c),
    rotate({ x: b.x, y: b.y + b.h }, radians, c),
  ]
}
