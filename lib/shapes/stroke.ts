import { getStroke } from 'perfect-freehand'
import { pointsOf } from '../board/points'
import type { ShapeRecord, StrokePoint } from '../board/shape'
import { distance, type Point } from '../geometry/point'
import { simplify } from '../geometry/simplify'
import type { Path } from './define'
import { Kept } from './kept'

/** Vertices of an outline or a centre line as `x, y, x, y, …`: a tenth of the memory of point objects. */
export type FlatOutline = Float64Array

export interface Nib {
  readonly width: number
  /** How much pressure changes the width: 0 not at all, 1 from nothing to double. */
  readonly thinning: number
}
export const PEN_THINNING = 0.55
/** Largest distance from a stroke's centre line to its edge, in widths. */
export const PEN_REACH = (1 + PEN_THINNING) / 2

/**
 * The width that outlines are computed at. perfect-freehand has lengths in absolute units (it drops points within
 * 3 units of the end), so a stroke drawn at 5 000 % must be brought to an ordinary size first.
 */
const WORKING_WIDTH = 16
/** Half a step of the packed pressure byte: 0.5 must be recognised after packing. */
const PRESSURE_STEP = 1 / 255

/** Whether the device gave no pressure (every point says 0.5): the width then follows the speed. */
const isWithoutPressure = (points: readonly StrokePoint[]): boolean =>
  points.every(([, , pressure]) => Math.abs(pressure - 0.5) <= PRESSURE_STEP)

/**
 * The outline of a stroke, local to it. Always computed as for a finished stroke, so that what is seen while drawing
 * is what stays when the pen lifts.
 */
export function strokeOutline(points: readonly StrokePoint[], { width, thinning }: Nib): FlatOutline {
  const first = points[0]
  if (!first) return new Float64Array(0)
  const isDot = points.every(([x, y]) => x === first[0] && y === first[1])
  const isSimulated = thinning > 0 && isWithoutPressure(points)
  if (isDot) return dot(first, width * (isSimulated ? 0.5 : 0.5 + thinning * (first[2] - 0.5)))
  const scale = WORKING_WIDTH / width
  const outline = getStroke(
    points.map(([x, y, pressure]) => [x * scale, y * scale, pressure]),
    {
      size: WORKING_WIDTH,
      thinning,
      smoothing: 0.5,
      streamline: 0.45,
      simulatePressure: isSimulated,
      last: true,
    },
  )
  const flat = new Float64Array(outline.length * 2)
  outline.forEach(([x, y], i) => {
    flat[2 * i] = x / scale
    flat[2 * i + 1] = y / scale
  })
  return flat
}

const DOT_VERTICES = 16
function dot([x, y]: StrokePoint, radius: number): FlatOutline {
  const flat = new Float64Array(DOT_VERTICES * 2)
  for (let i = 0; i < DOT_VERTICES; i++) {
    const angle = (2 * Math.PI * i) / DOT_VERTICES
    flat[2 * i] = x + radius * Math.cos(angle)
    flat[2 * i + 1] = y + radius * Math.sin(angle)
  }
  return flat
}

/** A closed smooth path: quadratics through the middles of the outline's edges, as perfect-freehand advises. */
export function traceOutline(
  path: Pick<Path, 'moveTo' | 'quadraticCurveTo' | 'closePath'>,
  outline: FlatOutline,
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
