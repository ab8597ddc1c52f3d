import type { Colour, ShapeData, ShapeRecord } from '../board/shape'
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
import { tracePath, type Path, type Surface } from './define'
import { drawHead, headForm, headLength, headScale, trimFor } from './heads'
import { Kept } from './kept'
import type { Look } from './look'
import { isSketched, Pencil, traceSketch, type Hand, type Sketch } from './sketch'

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
/** Whether a segment is a straight line in the form of a curve. */
export const isStraight = ({ a, b, c, d }: Cubic): boolean => {
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

interface Drawing {
  readonly record: ShapeRecord
  readonly hole: Box | undefined
  /** What is left of the path beside its heads and its label. */
  readonly parts: readonly (readonly Cubic[])[]
  /** The same by hand, made when it is first seen; heads are never dashed, and so apart. */
  sketch: { readonly line: Sketch; readonly heads: Sketch } | null
}
/** By strand, which is a new one whenever the way changes; some 200 bytes each without their sketch. */
const drawings = new Kept<Strand, Drawing>(20_000)

/** Below this length on the screen (device px) a strand is one straight line. */
const CURVED_FROM_PX = 3
/** Below this length on the screen a head is not seen. */
const HEAD_FROM_PX = 1.5

/** Paint a strand with its heads, interrupted by `hole` (the box of a label, local coordinates). */
export function drawStrand(
  surface: Surface,
  strand: Strand,
  record: ShapeRecord,
  look: Look,
  heads: ShapeData['heads'],
  hole?: Box,
): void {
  const { stroke, width, dash } = look
  const [first, last] = [strand.flat[0], strand.flat.at(-1)]
  if (stroke === 'none' || !first || !last) return
  const pixel = surface.pixel ?? 0
  if (strand.length < pixel * CURVED_FROM_PX) {
    surface.beginPath()
    surface.moveTo(first.x, first.y)
    surface.lineTo(last.x, last.y)
    return surface.stroke({ colour: stroke, width })
  }
  const line = { colour: stroke, width, scale: headScale(width, strand.length) }
  const drawing = drawingOf(strand, record, heads, line, hole)
  if (isSketched(surface, look, strand.length)) {
    const sketch = (drawing.sketch ??= sketchStrand(strand, drawing, look, heads, line))
    for (const end of ENDS) fillHead(surface, strand, end, heads, line)
    tracePath(surface, sketch.line, traceSketch)
    surface.stroke({ colour: stroke, width, dash })
    if (sketch.heads.length === 0) return
    tracePath(surface, sketch.heads, traceSketch)
    return surface.stroke({ colour: stroke, width })
  }
  surface.beginPath()
  for (const part of drawing.parts) traceCubics(surface, part)
  if (drawing.parts.some((part) => part.length > 0)) surface.stroke({ colour: stroke, width, dash })
  if (headLength(width) * line.scale < pixel * HEAD_FROM_PX) return
  for (const end of ENDS) {
    const head = heads?.[end] ?? 'none'
    if (head !== 'none') drawHead(surface, head, tipOf(strand, end), directionOf(strand, end, line), line)
  }
}

const ENDS = ['start', 'end'] as const
type End = (typeof ENDS)[number]
interface Line {
  readonly colour: Colour
  readonly width: number
  readonly scale: number
}

const tipOf = ({ flat }: Strand, end: End): Point => (end === 'end' ? flat.at(-1)! : flat[0]!)
const directionOf = (strand: Strand, end: End, { width, scale }: Line): Point =>
  outwards(strand, end, trimFor('triangle', width, scale))

function drawingOf(
  strand: Strand,
  record: ShapeRecord,
  heads: ShapeData['heads'],
  { width, scale }: Line,
  hole: Box | undefined,
): Drawing {
  const known = drawings.get(strand)
  if (known && known.record === record && isSameHole(known.hole, hole)) return known
  const from = trimFor(heads?.start ?? 'none', width, scale)
  const to = strand.length - trimFor(heads?.end ?? 'none', width, scale)
  const gap = hole ? gapAround(strand, hole) : undefined
  const parts = gap
    ? [between(strand, from, Math.min(gap[0], to)), between(strand, Math.max(gap[1], from), to)]
    : gap === null
      ? []
      : [between(strand, from, to)]
  return drawings.set(strand, { record, hole, parts, sketch: null })
}
const isSameHole = (a: Box | undefined, b: Box | undefined): boolean =>
  a === b || (!!a && !!b && a.x === b.x && a.y === b.y && a.w === b.w && a.h === b.h)

function sketchStrand(
  strand: Strand,
  { record, parts }: Drawing,
  { roughness, dash }: Look & Pick<Hand, 'roughness'>,
  heads: ShapeData['heads'],
  line: Line,
): NonNullable<Drawing['sketch']> {
  const pencil = new Pencil({ roughness, id: record.id, dash }, strand.length)
  for (const part of parts) {
    if (part.every(isStraight)) pencil.lines(part.flatMap(({ a, d }, i) => (i === 0 ? [a, d] : [d])))
    else pencil.curve(part)
  }
  const headPencil = new Pencil({ roughness: 1, id: record.id, dash: 'solid' }, headLength(line.width))
  for (const end of ENDS) {
    const head = heads?.[end] ?? 'none'
    const form = headForm(head, tipOf(strand, end), directionOf(strand, end, line), line)
    if (form) headPencil.lines(form.points, form.isSolid)
  }
  return { line: pencil.sketch, heads: headPencil.sketch }
}

/** What is filled of a head that is drawn by hand: a blot is exact, only its outline wavers. */
function fillHead(surface: Surface, strand: Strand, end: End, heads: ShapeData['heads'], line: Line): void {
  const head = heads?.[end] ?? 'none'
  if (head === 'triangle' || head === 'diamond' || head === 'dot') {
    drawHead(surface, head, tipOf(strand, end), directionOf(strand, end, line), line)
  }
}

function between({ path, flat, length }: Strand, from: number, to: number): readonly Cubic[] {
  if (from <= 0 && to >= length) return path
  const [start, end] = [alongFlat(flat, from), alongFlat(flat, to)]
  return start && end && to > from ? slicePath(path, start, end) : []
}
