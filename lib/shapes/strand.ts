import type { ShapeData } from '../board/shape'
import { containsPoint, type Box } from '../geometry/box'
import {
  alongFlat,
  flatten,
  polyline,
  slicePath,
  splineThrough,
  type Cubic,
  type FlatPoint,
} from '../geometry/curve'
import { distance, type Point } from '../geometry/point'
import { lengthOf } from '../geometry/polyline'
import type { Path, Surface } from './define'
import { drawHead, headScale, trimFor } from './heads'
import type { Look } from './look'

/** An open line or arrow: its path, and the same as vertices for measuring. */
export interface Strand {
  readonly path: readonly Cubic[]
  readonly flat: readonly FlatPoint[]
  readonly length: number
}

/** Largest deviation of the measured vertices from the curve, page units. */
const FLATNESS = 0.2

/** The strand through the points, straight or smooth. */
export function strandThrough(points: readonly Point[], curve: ShapeData['curve'], isClosed = false): Strand {
  const path = curve === 'smooth' ? splineThrough(points, isClosed) : polyline(points, isClosed)
  const flat = flatten(path, FLATNESS)
  return { path, flat, length: lengthOf(flat) }
}

/** Path commands of a chain of cubics; straight ones as lines, so that exports stay small. */
export function traceCubics(path: Path, cubics: readonly Cubic[]): void {
  cubics.forEach((cubic, i) => {
    const { a, b, c, d } = cubic
    const before = cubics[i - 1]?.d
    if (!before || before.x !== a.x || before.y !== a.y) path.moveTo(a.x, a.y)
    if (isStraight(cubic)) path.lineTo(d.x, d.y)
    else path.bezierCurveTo(b.x, b.y, c.x, c.y, d.x, d.y)
  })
}
const isStraight = ({ a, b, c, d }: Cubic): boolean => {
  const cross = (p: Point) => Math.abs((d.x - a.x) * (p.y - a.y) - (d.y - a.y) * (p.x - a.x))
  return cross(b) + cross(c) <= 1e-9 * (1 + distance(a, d) ** 2)
}

/** Unit vector at an end of the strand, pointing outwards, measured over `reach` so that a head follows a curve. */
function outwards({ flat, length }: Strand, end: 'start' | 'end', reach: number): Point {
  const tip = end === 'end' ? flat.at(-1)! : flat[0]!
  const back = Math.min(reach, length / 2)
  const inner = alongFlat(flat, end === 'end' ? length - back : back) ?? tip
  const d = distance(inner, tip)
  return d === 0 ? { x: 1, y: 0 } : { x: (tip.x - inner.x) / d, y: (tip.y - inner.y) / d }
}

/** Where the strand leaves `hole` on either side of its middle, as lengths along it; null when it is all inside. */
function gapAround({ flat, length }: Strand, hole: Box): readonly [from: number, to: number] | null {
  const inside: number[] = []
  const step = Math.max(1, length / 400)
  for (let at = 0; at <= length; at += step) {
    if (containsPoint(hole, alongFlat(flat, at)!)) inside.push(at)
  }
  const middle = inside.filter((at) => at <= length / 2).length
  if (middle === 0) return [length / 2, length / 2]
  let [first, last] = [middle - 1, middle - 1]
  while (first > 0 && inside[first]! - inside[first - 1]! <= step * 1.5) first--
  while (last + 1 < inside.length && inside[last + 1]! - inside[last]! <= step * 1.5) last++
  const [from, to] = [inside[first]!, inside[last]!]
  return from <= step && to >= length - step ? null : [from, to]
}

/** Paint a strand with its heads, interrupted by `hole` (the box of a label, local coordinates). */
export function drawStrand(
  surface: Surface,
  strand: Strand,
  { stroke, width, dash }: Look,
  heads: ShapeData['heads'],
  hole?: Box,
): void {
  if (stroke === 'none' || strand.flat.length === 0) return
  const scale = headScale(width, strand.length)
  const line = { colour: stroke, width, scale }
  const [startHead, endHead] = [heads?.start ?? 'none', heads?.end ?? 'none']
  const from = trimFor(startHead, width, scale)
  const to = strand.length - trimFor(endHead, width, scale)
  const gap = hole ? gapAround(strand, hole) : undefined
  const parts = gap
    ? [between(strand, from, Math.min(gap[0], to)), between(strand, Math.max(gap[1], from), to)]
    : gap === null
      ? []
      : [between(strand, from, to)]
  surface.beginPath()
  for (const part of parts) traceCubics(surface, part)
  if (parts.some((part) => part.length > 0)) surface.stroke({ colour: stroke, width, dash })
  const reach = trimFor('triangle', width, scale)
  drawHead(surface, startHead, strand.flat[0]!, outwards(strand, 'start', reach), line)
  drawHead(surface, endHead, strand.flat.at(-1)!, outwards(strand, 'end', reach), line)
}

function between({ path, flat, length }: Strand, from: number, to: number): readonly Cubic[] {
  if (from <= 0 && to >= length) return path
  const [start, end] = [alongFlat(flat, from), alongFlat(flat, to)]
  return start && end && to > from ? slicePath(path, start, end) : []
}
