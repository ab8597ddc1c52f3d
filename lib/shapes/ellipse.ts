import { ellipseDistance, ellipsePolygon } from '../geometry/ellipse'
import { containsPoint } from '../geometry/box'
import { closed, padded } from './closed'
import { defineShape } from './define'
import { innerText, textArea } from './inner-text'
import { toLocal } from './local'
import { lookOf } from './look'

const style = {
  stroke: 'ink', fill: 'none', fillStyle: 'solid', width: 2.5, dash: 'solid', opacity: 1, roughness: 0,
  font: 'hand', size: 20, align: 'center', valign: 'middle',
} as const // prettier-ignore

/** Text stands in the largest box inside an ellipse, which leaves a seventh at each side, and little more. */
const INSET = (1 - Math.SQRT1_2) / 2
const textBox = (w: number, h: number) =>
  padded({ x: w * INSET, y: h * INSET, w: w * Math.SQRT1_2, h: h * Math.SQRT1_2 }, 2)

/** An ellipse inscribed in its box. */
export const ellipse = defineShape({
  type: 'ellipse',
  defaults: { w: 160, h: 110, style, data: {} },
  styles: [
    'stroke',
    'fill',
    'fillStyle',
    'width',
    'dash',
    'roughness',
    'opacity',
    'font',
    'size',
    'align',
    'valign',
  ],
  handling: { resize: 'free', rotate: true, text: true },
  ...closed({
    defaults: style,
    outline: (w, h) => ellipsePolygon(w, h),
    trace: (path, w, h) => path.ellipse(w / 2, h / 2, w / 2, h / 2),
    sketch: (pencil, w, h) => pencil.ellipse(w / 2, h / 2, w, h),
    textBox,
  }),
  hit(shape, at, slop) {
    const { stroke, fill, width } = lookOf(shape.record, style)
    const { w, h } = shape.box
    const local = toLocal(shape, at)
    const d = ellipseDistance({ x: local.x - w / 2, y: local.y - h / 2 }, w / 2, h / 2)
    const reach = slop + (stroke === 'none' ? 0 : width / 2)
    if (fill === 'none' ? Math.abs(d) <= reach : d <= reach) return true
    const inner = innerText(shape, textBox(w, h), lookOf(shape.record, style))
    return inner !== null && containsPoint(textArea(inner), local)
  },
})
