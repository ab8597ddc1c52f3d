import { boxAround, centreOf, type Box } from '../../geometry/box'
import { cubicAt, type Cubic } from '../../geometry/curve'
import { distance, type Point } from '../../geometry/point'
import { MAX_SIZE } from '../../board/limits'
import type { Source } from './source'

/** Excalidraw takes a line for closed when its ends are this near, at 100 %. */
const LOOP_DISTANCE = 8
/** Places per segment where a curve is looked at for its bounds: within 1 % of a segment's length. */
const CURVE_STEPS = 16

/** The element's points, page units, before its rotation; those that are no points are left out. */
export function readVertices(source: Source): Point[] {
  // A line is a shape, and no shape is larger than `MAX_SIZE`.
  const reach = { min: -MAX_SIZE / 2, max: MAX_SIZE / 2, fallback: 0 }
  const origin = { x: source.coordinate(source.raw['x']), y: source.coordinate(source.raw['y']) }
  const vertices: Point[] = []
  for (const entry of source.list('points')) {
    const [x, y] = Array.isArray(entry) ? (entry as readonly unknown[]) : []
    if (typeof x !== 'number' || typeof y !== 'number') {
      source.note('bad-number')
      continue
    }
    vertices.push({
      x: source.coordinate(origin.x + source.bounded(x, reach)),
      y: source.coordinate(origin.y + source.bounded(y, reach)),
    })
  }
  return vertices
}

/** Every so many-th vertex, the last one included: linear, whatever a hostile file contains. */
export function thin<T>(vertices: readonly T[], most: number): T[] {
  if (vertices.length <= most) return [...vertices]
  const step = (vertices.length - 1) / (most - 1)
  return Array.from({ length: most }, (_, i) => vertices[Math.round(i * step)]!)
}

export const isLoop = (vertices: readonly Point[]): boolean =>
  vertices.length > 2 && distance(vertices[0]!, vertices[vertices.length - 1]!) <= LOOP_DISTANCE

/** The uniform Catmull-Rom spline that Excalidraw draws (roughjs `curve` without tightness). */
function uniformSpline(vertices: readonly Point[]): Cubic[] {
  const at = (i: number): Point => vertices[Math.min(vertices.length - 1, Math.max(0, i))]!
  const handle = (a: Point, from: Point, to: Point): Point => ({
    x: a.x + (to.x - from.x) / 6,
    y: a.y + (to.y - from.y) / 6,
  })
  return vertices.slice(1).map((d, i) => {
    const a = at(i)
    return { a, b: handle(a, at(i - 1), d), c: handle(d, at(i + 2), a), d }
  })
}

/** The point Excalidraw turns a line about: the middle of what it draws, not of its vertices. */
export function pivotOf(vertices: readonly Point[], isSmooth: boolean): Point {
  if (!isSmooth || vertices.length < 3) return centreOf(boxAround(vertices))
  const drawn = uniformSpline(vertices).flatMap((cubic) =>
    Array.from({ length: CURVE_STEPS + 1 }, (_, i) => cubicAt(cubic, i / CURVE_STEPS)),
  )
  return centreOf(boxAround(drawn))
}

/** Vertices relative to their box, and the box. */
export function boxed(vertices: readonly Point[]): { box: Box; local: Point[] } {
  const box = boxAround(vertices)
  return { box, local: vertices.map(({ x, y }) => ({ x: x - box.x, y: y - box.y })) }
}
