import { FLAT, flatPoints, pointsOf } from '../board/points'
import type { ShapeRecord, StrokePoint } from '../board/shape'
import { markShaping } from '../geometry/simplify'
import type { Path } from './define'
import { Kept } from './kept'
import { StrokeOutline, type Nib } from './stroke-outline'

/** Vertices of an outline or a centre line as `x, y, x, y, …`: a tenth of the memory of point objects. */
export type FlatOutline = Float64Array

export const PEN_THINNING = 0.55
/** Largest distance from a stroke's centre line to its edge, in widths. */
export const PEN_REACH = (1 + PEN_THINNING) / 2

/** Half a step of the packed pressure byte: 0.5 must be recognised after packing. */
const PRESSURE_STEP = 1 / 255

/** Whether the device gave no pressure (a half is written then): the width follows the speed. */
export const hasPressure = ([, , pressure]: StrokePoint): boolean => Math.abs(pressure - 0.5) > PRESSURE_STEP

/** The closed outline of a stroke, local to it. */
export function strokeOutline(points: readonly StrokePoint[], nib: Nib): FlatOutline {
  const outline = new StrokeOutline(nib, nib.thinning > 0 && !points.some(hasPressure))
  for (const point of points) outline.push(point)
  return outline.whole()
}

/** A closed smooth path: quadratics through the middles of the outline's edges, as perfect-freehand advises. */
export function traceOutline(
  path: Pick<Path, 'moveTo' | 'quadraticCurveTo' | 'closePath'>,
  outline: ArrayLike<number>,
): void {
  const n = outline.length
  if (n < 6) return
  path.moveTo((outline[n - 2]! + outline[0]!) / 2, (outline[n - 1]! + outline[1]!) / 2)
  for (let i = 0; i < n; i += 2) {
    const [x, y] = [outline[i]!, outline[i + 1]!]
    path.quadraticCurveTo(x, y, (x + outline[(i + 2) % n]!) / 2, (y + outline[(i + 3) % n]!) / 2)
  }
  path.closePath()
}

/** What a kept outline was made for: that of a stroke resized, or in another width, is made anew. */
interface KeptOutline {
  readonly w: number
  readonly h: number
  readonly width: number
  readonly flat: FlatOutline
}
/** Some 5 KB each, a screenful many times over; by points, because moving or recolouring changes nothing here. */
const outlines = new Kept<Uint8Array, KeptOutline>(12_000)

/** The outline of a recorded stroke as it is now, local to its box. */
export function outlineOf(record: ShapeRecord, nib: Nib): FlatOutline {
  const { points, geo: [, , w, h] } = record // prettier-ignore
  const { width } = nib
  if (!points) return new Float64Array(0)
  const known = outlines.get(points)
  if (known && known.w === w && known.h === h && known.width === width) return known.flat
  return outlines.set(points, { w, h, width, flat: strokeOutline(pointsOf(record), nib) }).flat
}

/** Simplification is quadratic on a scribble; in pieces of this size it stays a matter of a millisecond. */
const PIECE = 128
/** Where strokes are simplified, the same arrays for all: `x, y, …`, and which of these shape the line. */
let apart = new Float64Array(512)
let kept = new Uint8Array(256)

/**
 * Trace what is left of a stroke far out: its centre line within `tolerance` (rounded down to a power of two). That
 * is quicker than finding it among those of a large board, and leaves nothing behind.
 */
export function traceCentre(
  path: Pick<Path, 'moveTo' | 'lineTo'>,
  record: ShapeRecord,
  tolerance: number,
): void {
  const step = 2 ** Math.floor(Math.log2(tolerance))
  const count = spread(record, step)
  if (count === 0) return
  path.moveTo(apart[0]!, apart[1]!)
  if (count === 1) return path.lineTo(apart[0]!, apart[1]!)
  for (let from = 0; from < count - 1; from += PIECE) {
    const to = Math.min(from + PIECE, count - 1)
    markShaping(apart, from, to, step, kept)
    for (let i = from + 1; i <= to; i++) if (kept[i] === 1) path.lineTo(apart[2 * i]!, apart[2 * i + 1]!)
  }
}

/** Put those of a stroke's points into `apart` that are farther than `step` from one another, and the last. */
function spread(record: ShapeRecord, step: number): number {
  const { count, xyp } = flatPoints(record)
  if (kept.length < count) {
    apart = new Float64Array(2 * count)
    kept = new Uint8Array(count)
  }
  const least = step * step
  let left = 0
  let lastX = Infinity
  let lastY = Infinity
  for (let i = 0; i < count; i++) {
    const x = xyp[i * FLAT]!
    const y = xyp[i * FLAT + 1]!
    const dx = x - lastX
    const dy = y - lastY
    const isLast = i === count - 1
    if (dx * dx + dy * dy <= least && !(isLast && (dx !== 0 || dy !== 0))) continue
    apart[2 * left] = lastX = x
    apart[2 * left + 1] = lastY = y
    left++
  }
  return left
}
