import { pointsOf, visitPoints } from '../board/points'
import type { ShapeRecord, StrokePoint } from '../board/shape'
import { simplify } from '../geometry/simplify'
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

/** Straight pieces from point to point. */
export function traceCentre(path: Path, centre: FlatOutline): void {
  path.moveTo(centre[0] ?? 0, centre[1] ?? 0)
  if (centre.length === 2) path.lineTo(centre[0]!, centre[1]!)
  for (let i = 2; i < centre.length; i += 2) path.lineTo(centre[i]!, centre[i + 1]!)
}

/** What a kept line was made for: a stroke resized, or seen from elsewhere, is made anew. */
interface KeptLine {
  readonly w: number
  readonly h: number
  /** Width of the nib, or the tolerance. */
  readonly by: number
  readonly flat: FlatOutline
}
/** Outlines cost some 5 KB each, a screenful many times over; centre lines a twentieth, for a whole large board. */
const outlines = new Kept<Uint8Array, KeptLine>(12_000)
const centres = new Kept<Uint8Array, KeptLine>(120_000)

/** By points, not by record: moving or recolouring a stroke changes nothing here. */
function keptLine(
  lines: Kept<Uint8Array, KeptLine>,
  { points, geo: [, , w, h] }: ShapeRecord,
  by: number,
  make: () => FlatOutline,
): FlatOutline {
  if (!points) return new Float64Array(0)
  const known = lines.get(points)
  if (known && known.w === w && known.h === h && known.by === by) return known.flat
  return lines.set(points, { w, h, by, flat: make() }).flat
}

/** The outline of a recorded stroke as it is now, local to its box. */
export const outlineOf = (record: ShapeRecord, nib: Nib): FlatOutline =>
  keptLine(outlines, record, nib.width, () => strokeOutline(pointsOf(record), nib))

/** The stroke's centre line within `tolerance` (rounded down to a power of two): what is left of it far out. */
export function centreOfStroke(record: ShapeRecord, tolerance: number): FlatOutline {
  const step = 2 ** Math.floor(Math.log2(tolerance))
  return keptLine(centres, record, step, () => coarse(record, step))
}

/** Simplification is quadratic on a scribble; in pieces of this size it stays a matter of a millisecond. */
const PIECE = 128
/** What a line is made of before it is simplified, the same array for all: half of a large board may be strokes. */
const apart: { x: number; y: number }[] = []

/** The line without what is closer together than the tolerance, then simplified piece by piece. */
function coarse(record: ShapeRecord, tolerance: number): FlatOutline {
  apart.length = 0
  let [lastX, lastY, endX, endY] = [Infinity, Infinity, 0, 0]
  visitPoints(record, (x, y) => {
    ;[endX, endY] = [x, y]
    const [dx, dy] = [x - lastX, y - lastY]
    if (dx * dx + dy * dy <= tolerance * tolerance) return
    ;[lastX, lastY] = [x, y]
    apart.push({ x, y })
  })
  if (apart.length === 0) return new Float64Array(0)
  if (endX !== lastX || endY !== lastY) apart.push({ x: endX, y: endY })
  const vertices: number[] = []
  for (let from = 0; from < apart.length; from += PIECE) {
    const piece = simplify(apart.slice(from, from + PIECE + 1), tolerance)
    for (let i = from === 0 ? 0 : 1; i < piece.length; i++) vertices.push(piece[i]!.x, piece[i]!.y)
  }
  return Float64Array.from(vertices)
}
