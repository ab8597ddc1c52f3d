import type { ShapeRecord } from '../board/shape'
import { boxAround, containsPoint, expand, type Box } from '../geometry/box'
import { alongFlat } from '../geometry/curve'
import type { Point } from '../geometry/point'
import { isNearPolyline, polylineTouchesBox } from '../geometry/polyline'
import { defineShape, type Placed } from './define'
import { headReach } from './heads'
import { coverText, drawText, innerText, textArea, type InnerText } from './inner-text'
import { lookOf } from './look'
import { isLoop } from './route'
import { wobbleOf } from './sketch'
import { drawStrand, strandThrough, type Strand } from './strand'
import { layoutText } from './text/layout'

const style = {
  stroke: 'ink', width: 2.5, dash: 'solid', roughness: 0, opacity: 1, font: 'hand', size: 18, align: 'center', valign: 'middle',
} as const // prettier-ignore
const heads = { start: 'none', end: 'arrow' } as const

/** A label breaks into lines at this width, in font sizes. */
const LABEL_WIDTH_EM = 12
/** Between a label and the line it interrupts. */
const LABEL_GAP = 5

const strands = new WeakMap<readonly Point[], Strand>()
/** Local to the box; by route, which is a new one whenever the arrow's place or way changes. */
function strandOf({ route = [], record, box }: Placed): Strand {
  const known = strands.get(route)
  if (known) return known
  const local = route.map(({ x, y }) => ({ x: x - box.x, y: y - box.y }))
  const strand = strandThrough(local, curveOf(record, route))
  strands.set(route, strand)
  return strand
}
/** Bent arrows are smooth unless they say otherwise, and a loop is always round. */
const curveOf = (record: ShapeRecord, route: readonly Point[]) =>
  isLoop(record) ? 'smooth' : (record.data.curve ?? (route.length > 2 ? 'smooth' : 'straight'))

/** The box around an arrow's line, page units: what `place` gives it. */
export function boxOfRoute(record: ShapeRecord, route: readonly Point[]): Box {
  const curve = curveOf(record, route)
  // Nearly all are straight, and a large board has thousands to place before it is seen.
  return boxAround(curve === 'smooth' ? strandThrough(route, curve).flat : route)
}

/**
 * Where the label stands: around the middle of the line, as large as the label, so that its alignment only matters
 * between its own lines. Local coordinates.
 */
function labelBox(shape: Placed): Box {
  const { flat, length } = strandOf(shape)
  const { font, size, align } = lookOf(shape.record, style)
  const { text = '', data } = shape.record
  const middle = alongFlat(flat, length / 2) ?? { x: 0, y: 0 }
  const width = LABEL_WIDTH_EM * size
  const { naturalWidth, height } = layoutText(text, { font, size, width, align, advances: data.advances })
  const w = text ? naturalWidth : width
  return { x: middle.x - w / 2, y: middle.y - height / 2, w, h: height }
}
const labelOf = (shape: Placed): InnerText | null =>
  shape.record.text ? innerText(shape, labelBox(shape), lookOf(shape.record, style)) : null

/** An arrow whose ends stay at the shapes they are attached to; its way is derived, never stored. */
export const arrow = defineShape({
  type: 'arrow',
  defaults: { w: 0, h: 0, style, data: { heads } },
  styles: ['stroke', 'width', 'dash', 'roughness', 'opacity', 'font', 'size'],
  handling: { resize: 'none', rotate: false, text: true },
  bounds(shape) {
    const { width, roughness } = lookOf(shape.record, style)
    const wobble = roughness === 0 ? 0 : wobbleOf(roughness, strandOf(shape).length)
    const painted = expand(shape.box, headReach(width) + wobble)
    return coverText(shape, painted, labelOf(shape))
  },
  hit(shape, at, slop) {
    const local = { x: at.x - shape.box.x, y: at.y - shape.box.y }
    const { width } = lookOf(shape.record, style)
    if (isNearPolyline(local, strandOf(shape).flat, slop + width / 2)) return true
    const label = labelOf(shape)
    return label !== null && containsPoint(textArea(label), local)
  },
  touches: (shape, area) =>
    polylineTouchesBox(strandOf(shape).flat, {
      ...area,
      x: area.x - shape.box.x,
      y: area.y - shape.box.y,
    }),
  outline: (shape) => strandOf(shape).flat.map(({ x, y }) => ({ x: x + shape.box.x, y: y + shape.box.y })),
  draw(surface, shape) {
    const look = lookOf(shape.record, style)
    const label = labelOf(shape)
    const hole = label ? expand(textArea(label), LABEL_GAP) : undefined
    const ends = shape.record.data.heads ? { ...heads, ...shape.record.data.heads } : heads
    drawStrand(surface, strandOf(shape), shape.record, look, ends, hole)
    if (label) drawText(surface, label, look)
  },
  textBox: labelBox,
})
