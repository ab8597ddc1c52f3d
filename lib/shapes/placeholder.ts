import { containsPoint, expand } from '../geometry/box'
import type { ShapeDefinition } from './define'
import { toLocal, turnedBoxTouches } from './local'

const WIDTH = 1.5
/** Smallest side that is still drawn with its cross. */
const CROSSED_FROM = 8

/**
 * Stands for a shape of a type that only a newer version knows: its box with a cross, so that it is seen, can be
 * moved and deleted, and is kept.
 */
export const placeholder: Omit<ShapeDefinition, 'type'> & { readonly type: 'unknown' } = {
  type: 'unknown',
  defaults: { w: 100, h: 100, style: {}, data: {} },
  styles: [],
  handling: { resize: 'free', rotate: true, text: false },
  bounds: ({ box }) => expand(box, WIDTH),
  hit: (shape, at, slop) =>
    containsPoint(expand({ x: 0, y: 0, w: shape.box.w, h: shape.box.h }, slop), toLocal(shape, at)),
  touches: turnedBoxTouches,
  draw(surface, { box: { w, h } }) {
    surface.beginPath()
    surface.roundRect(0, 0, w, h, Math.min(6, w / 4, h / 4))
    surface.fill({ colour: 'grey', as: 'tint' })
    surface.stroke({ colour: 'grey', width: WIDTH, dash: 'dashed' })
    if (Math.min(w, h) < CROSSED_FROM) return
    surface.beginPath()
    surface.moveTo(w * 0.3, h * 0.3)
    surface.lineTo(w * 0.7, h * 0.7)
    surface.moveTo(w * 0.7, h * 0.3)
    surface.lineTo(w * 0.3, h * 0.7)
    surface.stroke({ colour: 'grey', width: WIDTH })
  },
}
