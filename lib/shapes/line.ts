import { pointsOf } from '../board/points'
import type { ShapeRecord } from '../board/shape'
import { boxAround, expand, union } from '../geometry/box'
import { closestOnPolyline, isInPolygon, isNearPolyline } from '../geometry/polyline'
import { defineShape, tracePath, type Placed, type Surface } from './define'
import { HATCH } from './hatch'
import { headReach } from './heads'
import { Kept } from './kept'
import { outlineTouches, toLocal, toPage } from './local'
import { lookOf, type Look } from './look'
import { isSketched, Pencil, sketchHatch, traceSketch, wobbleOf, type Hand, type Sketch } from './sketch'
import { drawStrand, isStraight, strandThrough, traceCubics, type Strand } from './strand'

const style = {
  stroke: 'ink', fill: 'none', fillStyle: 'solid', width: 2.5, dash: 'solid', opacity: 1, roughness: 0,
} as const // prettier-ignore

const strands = new WeakMap<ShapeRecord, Strand>()
/** By record: the box's size is part of it. */
function strandOf({ record }: Placed): Strand {
  const known = strands.get(record)
  if (known) return known
  const points = pointsOf(record).map(([x, y]) => ({ x, y }))
  const strand = strandThrough(points, record.data.curve, record.data.closed)
  strands.set(record, strand)
  return strand
}
const isFilled = ({ record }: Placed): boolean =>
  record.data.closed === true && lookOf(record, style).fill !== 'none'
const hasHeads = ({ record: { data } }: Placed): boolean =>
  !data.closed && ((data.heads?.start ?? 'none') !== 'none' || (data.heads?.end ?? 'none') !== 'none')

/** Closed lines drawn by hand. By strand, which goes with its record. */
const sketches = new Kept<Strand, { readonly outline: Sketch; hatch: Sketch | null }>(4_000)

function drawClosed(surface: Surface, { record, box }: Placed, strand: Strand, look: Look): void {
  const { stroke, fill, fillStyle, width, dash } = look
  const isByHand = isSketched(surface, look, Math.max(box.w, box.h))
  const hand: Hand | null = isByHand ? { roughness: look.roughness, id: record.id, dash } : null
  const trace = () => {
    surface.beginPath()
    traceCubics(surface, strand.path)
    surface.closePath()
  }
  const drawing = hand && (sketches.get(strand) ?? sketches.set(strand, sketchOf(hand, strand, box)))
  if (!drawing || (fill !== 'none' && fillStyle === 'solid')) trace()
  if (fill !== 'none') {
    if (drawing && fillStyle === 'hatch') {
      drawing.hatch ??= sketchHatch(hand, strand.flat, box.w, box.h)
      tracePath(surface, drawing.hatch, traceSketch)
      surface.stroke({ colour: fill, width: HATCH.width, opacity: HATCH.opacity })
    } else surface.fill({ colour: fill, as: 'tint', pattern: fillStyle })
  }
  if (stroke === 'none') return
  if (drawing) tracePath(surface, drawing.outline, traceSketch)
  surface.stroke({ colour: stroke, width, dash })
}

function sketchOf(hand: Hand, { path }: Strand, box: Placed['box']) {
  const pencil = new Pencil(hand, Math.max(box.w, box.h))
  if (path.every(isStraight))
    pencil.lines(
      path.map(({ a }) => a),
      true,
    )
  else pencil.curve(path)
  return { outline: pencil.sketch, hatch: null }
}

/** A line through two points or more, straight or smooth, open with heads or closed with a fill. */
export const line = defineShape({
  type: 'line',
  defaults: { w: 0, h: 0, style, data: { curve: 'straight' } },
  styles: ['stroke', 'fill', 'fillStyle', 'width', 'dash', 'roughness', 'opacity'],
  handling: { resize: 'free', rotate: true, text: false },
  bounds(shape) {
    const { width, roughness } = lookOf(shape.record, style)
    const { flat, length } = strandOf(shape)
    const around = boxAround(flat)
    const wobble = roughness === 0 ? 0 : wobbleOf(roughness, length)
    const drawn = { ...around, x: around.x + shape.box.x, y: around.y + shape.box.y }
    return expand(union(drawn, shape.box), wobble + (hasHeads(shape) ? headReach(width) : width / 2))
  },
  hit(shape, at, slop) {
    const { flat } = strandOf(shape)
    const local = toLocal(shape, at)
    if (isNearPolyline(local, flat, slop + lookOf(shape.record, style).width / 2)) return true
    return isFilled(shape) && isInPolygon(local, flat)
  },
  touches: (shape, area) => outlineTouches(shape, strandOf(shape).flat, area, isFilled(shape), false),
  outline: (shape) => strandOf(shape).flat.map((vertex) => toPage(shape, vertex)),
  draw(surface, shape) {
    const { record } = shape
    const look = lookOf(record, style)
    const strand = strandOf(shape)
    if (!record.data.closed) return drawStrand(surface, strand, record, look, record.data.heads)
    drawClosed(surface, shape, strand, look)
  },
  attach(shape, anchor, from) {
    const near = closestOnPolyline(toLocal(shape, isFilled(shape) ? from : anchor), strandOf(shape).flat)
    return near ? toPage(shape, near) : anchor
  },
})
