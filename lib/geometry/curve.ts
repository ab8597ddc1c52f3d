import { distance, lerp, type Point } from './point'

/** A cubic Bézier segment from `a` to `d`, drawn towards `b` and arriving from `c`. */
export interface Cubic {
  readonly a: Point
  readonly b: Point
  readonly c: Point
  readonly d: Point
}

/** A straight segment in the same form, so that one path type serves straight and smooth lines. */
export const straight = (a: Point, d: Point): Cubic => ({ a, b: lerp(a, d, 1 / 3), c: lerp(a, d, 2 / 3), d })

/** The point at `t` (0 to 1) of a cubic, by its Bernstein form. */
export function cubicAt({ a, b, c, d }: Cubic, t: number): Point {
  const s = 1 - t
  const [i, j, k, l] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t]
  return { x: i * a.x + j * b.x + k * c.x + l * d.x, y: i * a.y + j * b.y + k * c.y + l * d.y }
}

/** Both halves of a cubic cut at `t` (de Casteljau). */
export function splitCubic({ a, b, c, d }: Cubic, t: number): [Cubic, Cubic] {
  const [ab, bc, cd] = [lerp(a, b, t), lerp(b, c, t), lerp(c, d, t)]
  const [abc, bcd] = [lerp(ab, bc, t), lerp(bc, cd, t)]
  const middle = lerp(abc, bcd, t)
  return [
    { a, b: ab, c: abc, d: middle },
    { a: middle, b: bcd, c: cd, d },
  ]
}

/** The part of a cubic between two parameters. */
export function sliceCubic(cubic: Cubic, from: number, to: number): Cubic {
  if (to <= 0) return splitCubic(cubic, 0)[0]
  const head = to >= 1 ? cubic : splitCubic(cubic, to)[0]
  return from <= 0 ? head : splitCubic(head, Math.min(1, from / Math.min(1, to)))[1]
}

/** Straight segments through the points. */
export function polyline(points: readonly Point[], isClosed = false): Cubic[] {
  const path: Cubic[] = []
  for (let i = 1; i < points.length; i++) path.push(straight(points[i - 1]!, points[i]!))
  if (isClosed && points.length > 2) path.push(straight(points[points.length - 1]!, points[0]!))
  return path
}

/**
 * A smooth curve through every point: a centripetal Catmull–Rom spline as cubic Béziers.
 *
 * The centripetal form (knots spaced by the square root of the distance) makes no loops or cusps inside a segment,
 * however unevenly the points lie. Source: Yuksel, Schaefer, Keyser 2011, doi:10.1016/j.cad.2010.08.008.
 */
export function splineThrough(points: readonly Point[], isClosed = false): Cubic[] {
  const vertices = points.filter((p, i) => i === 0 || distance(p, points[i - 1]!) > 0)
  const n = vertices.length
  if (n < 3) return polyline(vertices)
  const at = (i: number): Point => vertices[isClosed ? (i + n) % n : Math.min(n - 1, Math.max(0, i))]!
  return Array.from({ length: isClosed ? n : n - 1 }, (_, i) => {
    const [p, a, d, q] = [at(i - 1), at(i), at(i + 1), at(i + 2)]
    const [before, own, after] = [distance(p, a) ** 0.5, distance(a, d) ** 0.5, distance(d, q) ** 0.5]
    return { a, b: handle(p, a, d, before, own), c: handle(q, d, a, after, own), d }
  })
}

/** The handle at `a` towards `d` of a centripetal spline that comes from `p`; spacings are square roots of distances. */
function handle(p: Point, a: Point, d: Point, before: number, own: number): Point {
  if (before === 0 || own === 0) return lerp(a, d, 1 / 3)
  const [b2, o2] = [before * before, own * own]
  const scale = 3 * before * (before + own)
  const weight = 2 * b2 + 3 * before * own + o2
  return {
    x: (b2 * d.x - o2 * p.x + weight * a.x) / scale,
    y: (b2 * d.y - o2 * p.y + weight * a.y) / scale,
  }
}

/** A vertex of a flattened path, and where on the path it is. */
export interface FlatPoint extends Point {
  readonly segment: number
  readonly t: number
}

const isFlat = ({ a, b, c, d }: Cubic, tolerance: number): boolean => {
  const [ux, uy] = [3 * b.x - 2 * a.x - d.x, 3 * b.y - 2 * a.y - d.y]
  const [vx, vy] = [3 * c.x - 2 * d.x - a.x, 3 * c.y - 2 * d.y - a.y]
  return Math.max(ux * ux, vx * vx) + Math.max(uy * uy, vy * vy) <= 16 * tolerance * tolerance
}

/** Largest number of halvings per cubic: 64 vertices are smooth at any size that fits a screen. */
const MAX_HALVINGS = 6

/**
 * Vertices along a path that stay within `tolerance` of it.
 * Flatness bound: R. Willcocks's test, as described by Kaspar Fischer, "Piecewise linear approximation of Bézier curves".
 */
export function flatten(path: readonly Cubic[], tolerance: number): FlatPoint[] {
  const first = path[0]
  if (!first) return []
  const flat: FlatPoint[] = [{ ...first.a, segment: 0, t: 0 }]
  path.forEach((cubic, segment) => {
    const pieces: [piece: Cubic, from: number, to: number, halvings: number][] = [[cubic, 0, 1, 0]]
    for (let next = pieces.pop(); next; next = pieces.pop()) {
      const [piece, from, to, halvings] = next
      if (halvings === MAX_HALVINGS || isFlat(piece, tolerance)) {
        flat.push({ ...piece.d, segment, t: to })
        continue
      }
      const [head, tail] = splitCubic(piece, 0.5)
      const middle = (from + to) / 2
      pieces.push([tail, middle, to, halvings + 1], [head, from, middle, halvings + 1])
    }
  })
  return flat
}

/** The part of a path between two places on it (segment and parameter), in path order. */
export function slicePath(
  path: readonly Cubic[],
  from: { readonly segment: number; readonly t: number },
  to: { readonly segment: number; readonly t: number },
): Cubic[] {
  const part: Cubic[] = []
  for (let i = from.segment; i <= to.segment && i < path.length; i++) {
    const start = i === from.segment ? from.t : 0
    const end = i === to.segment ? to.t : 1
    if (end > start) part.push(sliceCubic(path[i]!, start, end))
  }
  return part
}

/** The place `length` along a flattened path, kept between its ends. */
export function alongFlat(flat: readonly FlatPoint[], length: number): FlatPoint | null {
  let left = Math.max(0, length)
  for (let i = 1; i < flat.length; i++) {
    const [a, b] = [flat[i - 1]!, flat[i]!]
    const edge = distance(a, b)
    if (left <= edge || i === flat.length - 1) {
      const t = edge === 0 ? 1 : Math.min(1, left / edge)
      const start = a.segment === b.segment ? a.t : 0
      return { ...lerp(a, b, t), segment: b.segment, t: start + (b.t - start) * t }
    }
    left -= edge
  }
  return flat[0] ?? null
}
