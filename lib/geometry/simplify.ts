/** Spans still to be looked at, first and last vertex of each: the same array for all. */
const spans: number[] = []

/**
 * Mark the vertices that shape a polyline: what is left without the others is the simplified line.
 *
 * Ramer–Douglas–Peucker with an explicit stack: a 10 000-point pen stroke must not depend on the engine's call
 * depth. Deviation is measured to the segment, not to its supporting line, so a closed stroke (first point = last
 * point) needs no special case.
 *
 * @param line       vertices in drawing order as `x, y, x, y, …`
 * @param first      index of the first vertex to look at, `last` of the last one: both are always kept
 * @param tolerance  largest deviation allowed, in the vertices' unit; ≥ 0
 * @param kept       `kept[i]` is set to 1 for the vertices that stay, 0 for the others from `first` to `last`
 *
 * Cost: O(n log n) typical, O(n²) worst case (a spiral); allocates nothing.
 * Source: Douglas & Peucker 1973, doi:10.3138/FM57-6770-U75U-7727.
 */
export function markShaping(
  line: Float64Array,
  first: number,
  last: number,
  tolerance: number,
  kept: Uint8Array,
): void {
  kept.fill(0, first, last + 1)
  kept[first] = kept[last] = 1
  spans.length = 0
  spans.push(first, last)
  while (spans.length > 0) {
    const to = spans.pop()!
    const from = spans.pop()!
    const ax = line[2 * from]!
    const ay = line[2 * from + 1]!
    const dx = line[2 * to]! - ax
    const dy = line[2 * to + 1]! - ay
    const square = dx * dx + dy * dy
    let far = from
    let worst = tolerance * tolerance
    for (let i = from + 1; i < to; i++) {
      const px = line[2 * i]! - ax
      const py = line[2 * i + 1]! - ay
      const along = px * dx + py * dy
      const t = square === 0 || along <= 0 ? 0 : along >= square ? 1 : along / square
      const x = px - dx * t
      const y = py - dy * t
      const deviation = x * x + y * y
      if (deviation > worst) {
        far = i
        worst = deviation
      }
    }
    if (far === from) continue // the whole span is within tolerance
    kept[far] = 1
    spans.push(from, far, far, to)
  }
}
