import type { Point } from './point'

/** A stretch of a polyline: both ends as an index of a point and the share of the way to the next. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** All that is within `radius` of the segment from `a` to `b`: what a round eraser passes over. */
export interface Swath {
  readonly a: Point
  readonly b: Point
  readonly radius: number
}

/** The share of segment `p q` (two parameters, 0 to 1) that lies in a swath, or null; convex, so never in two parts. */
export function shareInSwath(p: Point, q: Point, { a, b, radius }: Swath): readonly [number, number] | null {
  if (Math.min(p.x, q.x) > Math.max(a.x, b.x) + radius || Math.max(p.x, q.x) < Math.min(a.x, b.x) - radius)
    return null
  if (Math.min(p.y, q.y) > Math.max(a.y, b.y) + radius || Math.max(p.y, q.y) < Math.min(a.y, b.y) - radius)
    return null
  let [from, to] = [Infinity, -Infinity]
  const take = (share: readonly [number, number] | null) => {
    if (!share) return
    from = Math.min(from, share[0])
    to = Math.max(to, share[1])
  }
  take(shareInDisc(p, q, a, radius))
  if (a.x !== b.x || a.y !== b.y) {
    take(shareInDisc(p, q, b, radius))
    take(shareBeside(p, q, a, b, radius))
  }
  return from <= to ? [from, to] : null
}

function shareInDisc(p: Point, q: Point, centre: Point, radius: number): readonly [number, number] | null {
  const [dx, dy, fx, fy] = [q.x - p.x, q.y - p.y, p.x - centre.x, p.y - centre.y]
  const square = dx * dx + dy * dy
  const outside = fx * fx + fy * fy - radius * radius
  if (square === 0) return outside <= 0 ? [0, 1] : null
  const half = fx * dx + fy * dy
  const root = half * half - square * outside
  if (root < 0) return null
  return clamped((-half - Math.sqrt(root)) / square, (-half + Math.sqrt(root)) / square)
}

/** In the rectangle along `a b` that reaches `radius` to either side: Liang and Barsky's clipping, turned. */
function shareBeside(
  p: Point,
  q: Point,
  a: Point,
  b: Point,
  radius: number,
): readonly [number, number] | null {
  const length = Math.hypot(b.x - a.x, b.y - a.y)
  const [ux, uy] = [(b.x - a.x) / length, (b.y - a.y) / length]
  const along = (at: Point) => (at.x - a.x) * ux + (at.y - a.y) * uy
  const across = (at: Point) => (at.y - a.y) * ux - (at.x - a.x) * uy
  const first = within(along(p), along(q), 0, length)
  const second = within(across(p), across(q), -radius, radius)
  if (!first || !second) return null
  return clamped(Math.max(first[0], second[0]), Math.min(first[1], second[1]))
}

/** For which parameters a value that goes from `from` to `to` lies between two bounds. */
function within(from: number, to: number, least: number, most: number): readonly [number, number] | null {
  if (from === to) return from >= least && from <= most ? [0, 1] : null
  const [s, t] = [(least - from) / (to - from), (most - from) / (to - from)]
  return clamped(Math.min(s, t), Math.max(s, t))
}

const clamped = (from: number, to: number): readonly [number, number] | null =>
  from > 1 || to < 0 || from > to ? null : [Math.max(0, from), Math.min(1, to)]

/** What a swath leaves of the stretches of a polyline that are left, in order; the same array when it leaves all. */
export function cut(points: readonly Point[], left: readonly Stretch[], swath: Swath): readonly Stretch[] {
  const rest: Stretch[] = []
  let hasChanged = false
  for (const stretch of left) {
    let from = stretch.from
    let isOpen = true
    const first = Math.min(Math.floor(from), Math.max(0, points.length - 2))
    for (let i = first; isOpen && (i < stretch.to || i === first); i++) {
      const share = shareInSwath(points[i]!, points[i + 1] ?? points[i]!, swath)
      if (!share) continue
      const [start, end] = [i + share[0], i + share[1]]
      if (end < from || start > stretch.to) continue
      hasChanged = true
      if (start > from) rest.push({ from, to: start })
      from = end
      isOpen = end < stretch.to
    }
    if (isOpen) rest.push(from === stretch.from ? stretch : { from, to: stretch.to })
  }
  return hasChanged ? rest : left
}
