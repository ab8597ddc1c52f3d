import { pointsOf } from '../board/points'
import type { ShapeRecord } from '../board/shape'
import { boxAround, expand, union } from '../geometry/box'
import { closestOnPolyline, isInPolygon, isNearPolyline } from '../geometry/polyline'
import { defineShape, type Placed } from './define'
import { headReach } from './heads'
import { outlineTouches, toLocal, toPage } from './local'
import { lookOf } from './look'
import { drawStrand, strandThrough, traceCubics, type Strand } from './strand'

const style = {
  stroke: 'ink', fill: 'none', fillStyle: 'solid', width: 2.5, dash: 'solid', opacity: 1,
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

/** A line through two points or more, straight or smooth, open with heads or closed with a fill. */
export const line = defineShape({
  type: 'line',
  defaults: { w: 0, h: 0, style, data: { curve: 'straight' } },
  styles: ['stroke', 'fill', 'fillStyle', 'width', 'dash', 'opacity'],
  handling: { resize: 'free', rotate: true, text: false },
  bounds(shape) {
    const { width } = lookOf(shape.record, style)
    const around = boxAround(strandOf(shape).flat)
    const drawn = { ...around, x: around.x + shape.box.x, y: around.y + shape.box.y }
    return expand(union(drawn, shape.box), hasHeads(shape) ? headReach(width) : width / 2)
  },
  hit(shape, at, slop) {
    const { flat } = strandOf(shape)
    const local = toLocal(shape, at)
    if (isNearPolyline(local, flat, slop + lookOf(shape.record, style).width / 2)) return true
    return isFilled(shape) && isInPolygon(local, flat)
  },
  touches: (shape, area) => outlineTouches(shape, strandOf(shape).flat, area, isFilled(shape), false),
  draw(surface, shape) {
    const look = lookOf(shape.record, style)
    const strand = strandOf(shape)
    if (isFilled(shape) && look.fill !== 'none') {
      surface.beginPath()
      traceCubics(surface, strand.path)
      surface.closePath()
      surface.fill({ colour: look.fill, as: 'tint', pattern: look.fillStyle })
    }
    if (!shape.record.data.closed) return drawStrand(surface, strand, look, shape.record.data.heads)
    if (look.stroke === 'none') return
    surface.beginPath()
    traceCubics(surface, strand.path)
    surface.closePath()
    surface.stroke({ colour: look.stroke, width: look.width, dash: look.dash })
  },
  attach(shape, anchor, from) {
    const near = closestOnPolyline(toLocal(shape, isFilled(shape) ? from : anchor), strandOf(shape).flat)
    return near ? toPage(shape, near) : anchor
  },
  describe: ({ record }) => (record.data.closed ? 'Closed line' : 'Line'),
})
