import type { Box } from '../geometry/box'
import type { Point } from '../geometry/point'

/** Hatching: distance between lines and their width, page units; lines rise to the right at 45°. */
export const HATCH = { gap: 7, width: 1.4, opacity: 0.6 } as const

/** A shape of any size is hatched by at most so many lines: in very large ones they stand further apart. */
const MOST_LINES = 1_200

/** Distance between the lines of a box, page units. */
export const hatchGap = (w: number, h: number): number => Math.max(HATCH.gap, (w + h) / MOST_LINES)

/** Hand the lines that hatch a box to `line`: whoever draws them cuts them to the shape. */
export function hatchLines(
  { x, y, w, h }: Box,
  line: (fromX: number, fromY: number, toX: number, toY: number) => void,
): void {
  const step = hatchGap(w, h) * Math.SQRT2
  const [bottom, right] = [y + h, x + w]
  for (let at = x - h + step / 2; at < right; at += step) {
    // Cut to the box here, so that a wide flat shape does not paint far outside itself.
    const from = Math.max(0, x - at)
    const to = Math.min(h, right - at)
    line(at + from, bottom - from, at + to, bottom - to)
  }
}

/** The lines that hatch a polygon, each inside it from edge to edge; holes by the even-odd rule. */
export function hatchPolygon(polygon: readonly Point[], gap: number): (readonly [from: Point, to: Point])[] {
  // Along a line that rises at 45°, x + y is constant; x tells how far along it a point is.
  const sums = polygon.map(({ x, y }) => x + y)
  const [first, last] = [Math.min(...sums), Math.max(...sums)]
  const step = gap * Math.SQRT2
  const lines: (readonly [Point, Point])[] = []
  for (let sum = first + step / 2; sum < last; sum += step) {
    const crossings: number[] = []
    polygon.forEach((a, i) => {
      const b = polygon[(i + 1) % polygon.length]!
      const [before, after] = [sums[i]! - sum, b.x + b.y - sum]
      if (before < 0 !== after < 0) crossings.push(a.x + ((b.x - a.x) * before) / (before - after))
    })
    crossings.sort((a, b) => a - b)
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const [from, to] = [crossings[i]!, crossings[i + 1]!]
      lines.push([
        { x: from, y: sum - from },
        { x: to, y: sum - to },
      ])
    }
  }
  return lines
}
