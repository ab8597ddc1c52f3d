import { containsPoint, cornersOf, expand, type Box } from '../geometry/box'
import { firstCrossing } from '../geometry/polyline'
import { defineShape, type Placed, type Surface } from './define'
import { coverText, drawInnerText, innerText } from './inner-text'
import { toLocal, toPage, turnedBoxTouches } from './local'
import { lookOf } from './look'

const style = {
  fill: 'yellow', ink: 'ink', opacity: 1, font: 'hand', size: 24, align: 'center', valign: 'middle',
} as const // prettier-ignore

const PADDING = 16
const RADIUS = 3
/** The shadow of a sheet that lies almost flat: layers from the widest to the closest, as many as can be told apart. */
const SHADOW = { wide: { spread: 6, drop: 7 }, close: { spread: -1, drop: 1.5 }, strength: 0.2 } as const
const SHADOW_REACH = 13
/** Device pixels under which a shadow is a smear that only costs time. */
const SHADOW_FROM_PX = 2
const MAX_LAYERS = 14

const area = ({ box }: Placed): Box => {
  const pad = Math.min(PADDING, box.w / 6, box.h / 6)
  return { x: pad, y: pad, w: box.w - 2 * pad, h: box.h - 2 * pad }
}
const laidOut = (shape: Placed) => innerText(shape, area(shape), lookOf(shape.record, style), 'fit')

function drawShadow(surface: Surface, { box: { w, h } }: Placed): void {
  const reachPx = SHADOW_REACH / (surface.pixel ?? 1)
  if (reachPx < SHADOW_FROM_PX) return
  const layers = Math.min(MAX_LAYERS, Math.max(3, Math.round(reachPx / 2)))
  for (let i = 0; i < layers; i++) {
    const nearness = i / (layers - 1)
    const spread = SHADOW.wide.spread + (SHADOW.close.spread - SHADOW.wide.spread) * nearness
    const drop = SHADOW.wide.drop + (SHADOW.close.drop - SHADOW.wide.drop) * nearness
    surface.beginPath()
    surface.roundRect(-spread, drop - spread, w + 2 * spread, h + 2 * spread, Math.max(0, RADIUS + spread))
    surface.fill({ colour: 'ink', as: 'shadow', opacity: SHADOW.strength / layers })
  }
}

/**
 * A sticky note. Its text shrinks to stay on the paper, down to three fifths of its size; beyond that whoever types
 * makes the note taller (see `boxForText`).
 */
export const note = defineShape({
  type: 'note',
  defaults: { w: 200, h: 200, style, data: {} },
  styles: ['fill', 'ink', 'font', 'size', 'align', 'valign', 'opacity'],
  handling: { resize: 'free', rotate: true, text: true },
  bounds: (shape) => coverText(shape, expand(shape.box, SHADOW_REACH), laidOut(shape)),
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
    if (shape.record.text) drawInnerText(surface, shape, area(shape), look, 'fit', 'note')
  },
  attach(shape, anchor, from) {
    const outline = cornersOf({ x: 0, y: 0, w: shape.box.w, h: shape.box.h })
    const local = firstCrossing(toLocal(shape, from), toLocal(shape, anchor), outline)
    return local ? toPage(shape, local) : anchor
  },
  textBox: area,
})
