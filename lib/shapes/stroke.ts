import { pointsOf } from '../board/points'
import type { ShapeRecord, StrokePoint } from '../board/shape'
import { distance, type Point } from '../geometry/point'
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
  return keptLine(centres, record, step, () =>
    coarse(
      pointsOf(record).map(([x, y]) => ({ x, y })),
      step,
    ),
  )
}

/** Simplification is quadratic on a scribble; in pieces of this size it stays a matter of a millisecond. */
const PIECE = 128

/** The line without what is closer together than the tolerance, then simplified piece by piece. */
function coarse(points: readonly Point[], tolerance: number): FlatOutline {
  const apart: Point[] = []
  points.forEach((p, i) => {
    const last = apart.at(-1)
    if (!last || i === points.length - 1 || distance(last, p) > tolerance) apart.push(p)
  })
  const vertices: number[] = []
  for (let from = 0; from < apart.length; from += PIECE) {
    const piece = simplify(apart.slice(from, from + PIECE + 1), tolerance)
    for (const { x, y } of from === 0 ? piece : piece.slice(1)) vertices.push(x, y)
  }
  return Float64Array.from(vertices)
}
