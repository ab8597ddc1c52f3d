import { cornersOf, type Box } from '../../geometry/box'
import type { Point } from '../../geometry/point'
import type { ShapeId } from '../../board/ids'
import type { Guide } from '../../tools/snap/guide'
import { toScreen, type Camera } from '../navigation/camera'
import type { CanvasTheme } from './theme'

/** What tools show beside the drawing itself, page units. */
export interface Hints {
  marquee: Box | null
  highlight: ShapeId | null
  /** Where the eraser has passed. */
  trail: readonly Point[]
  /** How far the eraser reaches. */
  ring: { readonly at: Point; readonly radius: number } | null
  guides: readonly Guide[]
  /** The loop drawn so far; it closes by itself. */
  lasso: readonly Point[]
}

export const noHints = (): Hints => ({
  marquee: null,
  highlight: null,
  trail: [],
  ring: null,
  guides: [],
  lasso: [],
})

/** Whether anything is to be painted by `paintHints`. */
export const hasHints = ({ marquee, trail, ring, guides, lasso }: Hints): boolean =>
  marquee !== null || ring !== null || trail.length > 0 || guides.length > 0 || lasso.length > 1

/** CSS px. */
const LINE_PX = 1
const TRAIL_PX = 6
/** Half of the cross that marks what lies on a line of snapping. */
const CROSS_PX = 3
/** Half of the bars at the ends of an equal space, and of the two in its middle that say «equal». */
const BAR_PX = 4
const EQUAL_PX = 3
const INSIDE_OPACITY = 0.1

/** Paint what the tool in hand shows, in CSS px: the context's unit. */
export function paintHints(
  context: CanvasRenderingContext2D,
  { marquee, trail, ring, guides, lasso }: Hints,
  camera: Camera,
  { accent }: CanvasTheme,
): void {
  const at = (point: Point) => toScreen(camera, point)
  context.strokeStyle = accent
  context.fillStyle = accent
  context.lineWidth = LINE_PX
  context.lineJoin = 'round'
  context.lineCap = 'butt'
  context.setLineDash([])
  if (marquee) area(context, cornersOf(marquee).map(at))
  if (lasso.length > 1) area(context, lasso.map(at))
  if (guides.length > 0) {
    context.beginPath()
    for (const guide of guides) {
      if (guide.kind === 'line') alignment(context, guide, at)
      else gap(context, guide, at)
    }
    context.stroke()
  }
  if (trail.length > 1) tail(context, trail.map(at))
  if (ring) {
    const { x, y } = at(ring.at)
    context.beginPath()
    context.arc(x, y, ring.radius * camera.zoom, 0, 2 * Math.PI)
    context.stroke()
  }
}

function area(context: CanvasRenderingContext2D, corners: readonly Point[]): void {
  context.beginPath()
  for (const { x, y } of corners) context.lineTo(x, y)
  context.closePath()
  context.globalAlpha = INSIDE_OPACITY
  context.fill()
  context.globalAlpha = 1
  context.stroke()
}

/** On the middle of a pixel, a hairline is one pixel wide and not two faint ones. */
const crisp = ({ x, y }: Point): Point => ({ x: Math.floor(x) + 0.5, y: Math.floor(y) + 0.5 })

function segment(context: CanvasRenderingContext2D, a: Point, b: Point): void {
  context.moveTo(a.x, a.y)
  context.lineTo(b.x, b.y)
}

function alignment(
  context: CanvasRenderingContext2D,
  { points }: Extract<Guide, { kind: 'line' }>,
  at: (point: Point) => Point,
): void {
  const marks = points.map((point) => crisp(at(point)))
  const [first, last] = [marks[0], marks.at(-1)]
  if (!first || !last) return
  segment(context, first, last)
  for (const { x, y } of marks) {
    segment(context, { x: x - CROSS_PX, y: y - CROSS_PX }, { x: x + CROSS_PX, y: y + CROSS_PX })
    segment(context, { x: x - CROSS_PX, y: y + CROSS_PX }, { x: x + CROSS_PX, y: y - CROSS_PX })
  }
}

function gap(
  context: CanvasRenderingContext2D,
  { axis, from, to }: Extract<Guide, { kind: 'gap' }>,
  at: (point: Point) => Point,
): void {
  const [a, b] = [crisp(at(from)), crisp(at(to))]
  const middle = crisp({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 })
  const across = (p: Point, half: number, beside = 0) =>
    axis === 'x'
      ? segment(context, { x: p.x + beside, y: p.y - half }, { x: p.x + beside, y: p.y + half })
      : segment(context, { x: p.x - half, y: p.y + beside }, { x: p.x + half, y: p.y + beside })
  segment(context, a, b)
  across(a, BAR_PX)
  across(b, BAR_PX)
  across(middle, EQUAL_PX, -1)
  across(middle, EQUAL_PX, 2)
}

/** The eraser's way, fainter the longer ago. */
function tail(context: CanvasRenderingContext2D, points: readonly Point[]): void {
  context.lineWidth = TRAIL_PX
  for (let i = 1; i < points.length; i++) {
    context.globalAlpha = (0.35 * i) / points.length
    context.beginPath()
    segment(context, points[i - 1]!, points[i]!)
    context.stroke()
  }
  context.globalAlpha = 1
}
