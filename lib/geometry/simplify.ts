import type { Point } from './point'
import { distanceToSegment } from './segment'

/**
 * Simplify a polyline, keeping every vertex that shapes it.
 *
 * Ramer–Douglas–Peucker with an explicit stack: a 10 000-point pen stroke must not depend on the engine's call
 * depth. Deviation is measured to the segment, not to its supporting line, so a closed stroke (first point = last
 * point) needs no special case.
 *
 * @param points     vertices in drawing order
 * @param tolerance  largest deviation allowed, in the points' unit; ≥ 0
 * @returns vertices of `points`, in order; the first and the last are always among them
 *
 * Cost: O(n log n) typical, O(n²) worst case (a spiral).
 * Source: Douglas & Peucker 1973, doi:10.3138/FM57-6770-U75U-7727.
 */
export function simplify<P extends Point>(points: readonly P[], tolerance: number): P[] {
  const last = points.length - 1
  if (last < 2) return [...points]
  const kept = new Uint8Array(points.length)
  kept[0] = kept[last] = 1
  const spans: [from: number, to: number][] = [[0, last]]
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span
    let [far, worst] = [from, tolerance]
    for (let i = from + 1; i < to; i++) {
      const deviation = distanceToSegment(points[i]!, points[from]!, points[to]!)
      if (deviation > worst) [far, worst] = [i, deviation]
    }
    if (far === from) continue // the whole span is within tolerance
    kept[far] = 1
    spans.push([from, far], [far, to])
  }
  return points.filter((_, i) => kept[i] === 1)
}
