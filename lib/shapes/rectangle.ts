import { lerp, type Point } from '../geometry/point'
import { closed, padded } from './closed'
import { defineShape } from './define'

const style = {
  stroke: 'ink', fill: 'none', fillStyle: 'solid', width: 2.5, dash: 'solid', opacity: 1, round: true, roughness: 0,
  font: 'hand', size: 20, align: 'center', valign: 'middle',
} as const // prettier-ignore

/** Enough to look drawn by hand and not like a button, whatever the size. */
const MAX_RADIUS = 18
const radiusFor = (w: number, h: number, isRound: boolean): number =>
  isRound ? Math.min(MAX_RADIUS, Math.min(w, h) * 0.22) : 0

/** How far towards the corner the handles of a Bézier curve reach that draws a quarter of a circle. */
const ARC = (4 / 3) * Math.tan(Math.PI / 8)
/** Vertices for a quarter of a rounded corner. */
const CORNER_STEPS = 5

/** A box with rounded corners as a polygon, local coordinates. */
export function roundedBox(w: number, h: number, radius: number): Point[] {
  const corners: readonly (readonly [x: number, y: number, turn: number])[] = [
    [w - radius, radius, -Math.PI / 2],
    [w - radius, h - radius, 0],
    [radius, h - radius, Math.PI / 2],
    [radius, radius, Math.PI],
  ]
  const steps = radius > 0 ? CORNER_STEPS : 0
  return corners.flatMap(([x, y, turn]) =>
    Array.from({ length: steps + 1 }, (_, i) => {
      const angle = turn + (steps === 0 ? 0 : (i / steps) * (Math.PI / 2))
      return { x: x + radius * Math.cos(angle), y: y + radius * Math.sin(angle) }
    }),
  )
}

/** A box with its corners rounded or not, text in the middle. */
export const rectangle = defineShape({
  type: 'rectangle',
  defaults: { w: 160, h: 100, style, data: {} },
  styles: [
    'stroke',
    'fill',
    'fillStyle',
    'width',
    'dash',
    'opacity',
    'round',
    'roughness',
    'font',
    'size',
    'align',
    'valign',
  ],
  handling: { resize: 'free', rotate: true, text: true },
  ...closed({
    defaults: style,
    outline: (w, h, { round }) => roundedBox(w, h, radiusFor(w, h, round)),
    trace: (path, w, h, { round }) => path.roundRect(0, 0, w, h, radiusFor(w, h, round)),
    sketch(pencil, w, h, { round }) {
      const r = radiusFor(w, h, round)
      if (r === 0) return pencil.lines(roundedBox(w, h, 0), true)
      const sides: readonly (readonly [from: Point, to: Point])[] = [
        [
          { x: r, y: 0 },
          { x: w - r, y: 0 },
        ],
        [
          { x: w, y: r },
          { x: w, y: h - r },
        ],
        [
          { x: w - r, y: h },
          { x: r, y: h },
        ],
        [
          { x: 0, y: h - r },
          { x: 0, y: r },
        ],
      ]
      const corners = [{ x: w, y: 0 }, { x: w, y: h }, { x: 0, y: h }, { x: 0, y: 0 }] // prettier-ignore
      sides.forEach(([from, to], i) => {
        pencil.lines([from, to])
        const [corner, next] = [corners[i]!, sides[(i + 1) % 4]![0]]
        pencil.corner({ a: to, b: lerp(to, corner, ARC), c: lerp(next, corner, ARC), d: next })
      })
    },
    textBox: (w, h) => padded({ x: 0, y: 0, w, h }),
  }),
})
