import { containsPoint, cornersOf, expand, union, type Box } from '../geometry/box'
import { firstCrossing } from '../geometry/polyline'
import { defineShape, type Placed, type Surface } from './define'
import { drawText, innerText, textArea } from './inner-text'
import { toLocal, toPage, turnedBoxTouches } from './local'
import { lookOf } from './look'

const style = {
  fill: 'yellow', ink: 'ink', opacity: 1, font: 'hand', size: 24, align: 'center', valign: 'middle',
} as const // prettier-ignore

const PADDING = 16
const RADIUS = 3
/** The shadow of a sheet that lies almost flat: layers offset downwards, spread and strength growing fainter. */
const SHADOW = [
  { spread: 5, drop: 7, opacity: 0.035 },
  { spread: 2.5, drop: 5, opacity: 0.05 },
  { spread: 0.5, drop: 2.5, opacity: 0.08 },
] as const
const SHADOW_REACH = 13
/** Device pixels under which a shadow is a smear that only costs time. */
const SHADOW_FROM_PX = 2

const area = ({ box }: Placed): Box => {
  const pad = Math.min(PADDING, box.w / 6, box.h / 6)
  return { x: pad, y: pad, w: box.w - 2 * pad, h: box.h - 2 * pad }
}
const laidOut = (shape: Placed) => innerText(shape, area(shape), lookOf(shape.record, style), true)

function drawShadow(surface: Surface, { box: { w, h } }: Placed): void {
  if (SHADOW_REACH < SHADOW_FROM_PX * (surface.pixel ?? 0)) return
  for (const { spread, drop, opacity } of SHADOW) {
    surface.beginPath()
    surface.roundRect(-spread, drop - spread, w + 2 * spread, h + 2 * spread, RADIUS + spread)
    surface.fill({ colour: 'ink', as: 'shadow', opacity })
  }
}

/**
 * A sticky note. Its text shrinks to stay on the paper, down to two fifths of its size; beyond that whoever types
 * makes the note taller (see `boxForText`).
 */
export const note = defineShape({
  type: 'note',
  defaults: { w: 200, h: 200, style, data: {} },
  styles: ['fill', 'ink', 'font', 'size', 'align', 'valign', 'opacity'],
  handling: { resize: 'free', rotate: true, text: true },
  bounds(shape) {
    const painted = expand(shape.box, SHADOW_REACH)
    const laid = laidOut(shape)
    if (!laid) return painted
    const own = textArea(laid)
    return union(painted, { ...own, x: own.x + shape.box.x, y: own.y + shape.box.y })
  },
  hit(shape, at, slop) {
    return containsPoint(expand({ x: 0, y: 0, w: shape.box.w, h: shape.box.h }, slop), toLocal(shape, at))
  },
  touches: turnedBoxTouches,
  draw(surface, shape) {
    const look = lookOf(shape.record, style)
    drawShadow(surface, shape)
    surface.beginPath()
    surface.roundRect(0, 0, shape.box.w, shape.box.h, RADIUS)
    surface.fill({ colour: look.fill === 'none' ? style.fill : look.fill, as: 'note' })
    const laid = laidOut(shape)
    if (laid) drawText(surface, laid, look)
  },
  attach(shape, anchor, from) {
    const outline = cornersOf({ x: 0, y: 0, w: shape.box.w, h: shape.box.h })
    const local = firstCrossing(toLocal(shape, from), toLocal(shape, anchor), outline)
    return local ? toPage(shape, local) : anchor
  },
  textBox: area,
  describe: ({ record }) => (record.text ? `Note: ${record.text}` : 'Empty note'),
})
