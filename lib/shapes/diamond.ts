import { closed, padded } from './closed'
import { defineShape } from './define'

const style = {
  stroke: 'ink', fill: 'none', fillStyle: 'solid', width: 2.5, dash: 'solid', opacity: 1, roughness: 0,
  font: 'hand', size: 20, align: 'center', valign: 'middle',
} as const // prettier-ignore

/** The corners of a diamond in its box, clockwise from the top. */
const corners = (w: number, h: number) => [
  { x: w / 2, y: 0 },
  { x: w, y: h / 2 },
  { x: w / 2, y: h },
  { x: 0, y: h / 2 },
]

/** A box standing on its corner, as decisions are drawn in flow charts. */
export const diamond = defineShape({
  type: 'diamond',
  defaults: { w: 160, h: 120, style, data: {} },
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
    outline: corners,
    trace(path, w, h) {
      const [top, ...others] = corners(w, h)
      path.moveTo(top!.x, top!.y)
      for (const { x, y } of others) path.lineTo(x, y)
      path.closePath()
    },
    sketch: (pencil, w, h) => pencil.lines(corners(w, h), true),
    textBox: (w, h) => padded({ x: w / 4, y: h / 4, w: w / 2, h: h / 2 }, 2),
  }),
})
