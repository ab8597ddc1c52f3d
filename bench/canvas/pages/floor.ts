/**
 * The floor: a page that moves finished bitmaps and nothing else, the least that showing a board can cost in a
 * browser. One bitmap of twice the window around the middle at 100 %, one of everything; ink on a canvas of its own.
 */
import type { Ardoise } from '../../../components/board/automation'
import type { SceneShape } from '../../scene'

const BITMAP = { w: 2 * innerWidth, h: 2 * innerHeight }
/** As much as ours leaves free around everything. */
const PADDING = 72
/** From here on the bitmap of everything is all there is to see. */
const DETAIL_FROM = 0.2
const LEAST_LINE_PX = 0.7

interface View {
  x: number
  y: number
  zoom: number
}
const shapes = (await (await fetch('/scene.json')).json()) as SceneShape[]
const canvasOf = (w: number, h: number) =>
  Object.assign(document.createElement('canvas'), { width: w, height: h })
const [picture, inkLayer] = [canvasOf(innerWidth, innerHeight), canvasOf(innerWidth, innerHeight)]
for (const canvas of [picture, inkLayer]) {
  canvas.style.cssText = 'position:absolute;inset:0'
  document.getElementById('root')!.append(canvas)
}
const screen = picture.getContext('2d', { alpha: false })!
const ink = inkLayer.getContext('2d')!

/** The shapes as bare canvas calls; also the direct picture that the bench compares others with. */
function paint(ctx: CanvasRenderingContext2D, view: View, w: number, h: number): void {
  ctx.fillStyle = '#fff'
  ctx.fillRect(0, 0, w, h)
  ctx.setTransform(view.zoom, 0, 0, view.zoom, -view.x * view.zoom, -view.y * view.zoom)
  for (const shape of shapes) {
    const [x, y, sw, sh] = shape.geo
    const isSeen =
      x - 240 < view.x + w / view.zoom &&
      x + sw + 240 > view.x &&
      y - 160 < view.y + h / view.zoom &&
      y + sh + 160 > view.y
    if (isSeen) paintShape(ctx, shape, view.zoom)
  }
  ctx.resetTransform()
}
function paintShape(
  ctx: CanvasRenderingContext2D,
  { type, geo, points, style, data, text }: SceneShape,
  zoom: number,
): void {
  const [x, y, w, h] = geo
  // Thin lines are kept visible far out, as in ours: else the two could not be compared there.
  ctx.lineWidth = Math.max((style.width as number | undefined) ?? 2, LEAST_LINE_PX / zoom)
  ctx.strokeStyle = ctx.fillStyle = COLOURS[style.stroke as string] ?? '#222'
  ctx.beginPath()
  if (type === 'text') {
    ctx.font = `${style.size as number}px sans-serif`
    return ctx.fillText(text!, x, y + 20)
  }
  if (points) for (const [px, py] of points) ctx.lineTo(x + px, y + py)
  else if (type === 'arrow') {
    const [dx, dy] = (data.end as { point: [number, number] }).point
    ctx.moveTo(x, y)
    ctx.lineTo(x + dx, y + dy)
  } else if (type === 'ellipse') ctx.ellipse(x + w / 2, y + h / 2, w / 2, h / 2, 0, 0, 7)
  else if (type === 'diamond') {
    ctx.moveTo(x + w / 2, y)
    ctx.lineTo(x + w, y + h / 2)
    ctx.lineTo(x + w / 2, y + h)
    ctx.lineTo(x, y + h / 2)
    ctx.closePath()
  } else ctx.rect(x, y, w, h)
  if (style.fill !== undefined && style.fill !== 'none') {
    ctx.fillStyle = TINTS[style.fill as string] ?? '#ddd'
    ctx.fill()
  }
  ctx.stroke()
}
const COLOURS: Record<string, string> = {
  red: '#c33',
  blue: '#36c',
  green: '#384',
  violet: '#73c',
  orange: '#c63',
}
const TINTS: Record<string, string> = {
  red: '#fbb',
  blue: '#bcf',
  green: '#bdc',
  violet: '#dcf',
  orange: '#fca',
}

function box(): { x: number; y: number; w: number; h: number } {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { geo } of shapes) {
    left = Math.min(left, geo[0])
    top = Math.min(top, geo[1])
    right = Math.max(right, geo[0] + geo[2])
    bottom = Math.max(bottom, geo[1] + geo[3])
  }
  return { x: left, y: top, w: right - left, h: bottom - top }
}
function fitted(): View {
  const all = box()
  const zoom = Math.min(1, (innerWidth - 2 * PADDING) / all.w, (innerHeight - 2 * PADDING) / all.h)
  return {
    x: all.x + all.w / 2 - innerWidth / 2 / zoom,
    y: all.y + all.h / 2 - innerHeight / 2 / zoom,
    zoom,
  }
}
/** A bitmap of twice the window around what `view` shows. */
function bitmapOf(view: View): { canvas: HTMLCanvasElement; view: View } {
  const canvas = canvasOf(BITMAP.w, BITMAP.h)
  const around = {
    x: view.x - innerWidth / 2 / view.zoom,
    y: view.y - innerHeight / 2 / view.zoom,
    zoom: view.zoom,
  }
  paint(canvas.getContext('2d')!, around, BITMAP.w, BITMAP.h)
  return { canvas, view: around }
}
const detail = bitmapOf({ x: -innerWidth / 2, y: -innerHeight / 2, zoom: 1 })
const overview = bitmapOf(fitted())

let view = fitted()
let isDirty = true
/** Ink is not kept: it goes with the place that it was drawn at. */
const look = (to: Partial<View>) => {
  view = { ...view, ...to }
  isDirty = true
  ink.clearRect(0, 0, innerWidth, innerHeight)
  ask()
}
const move = ({ canvas, view: from }: typeof detail) => {
  const scale = view.zoom / from.zoom
  screen.drawImage(
    canvas,
    (from.x - view.x) * view.zoom,
    (from.y - view.y) * view.zoom,
    canvas.width * scale,
    canvas.height * scale,
  )
}
addEventListener(
  'wheel',
  (event) => {
    event.preventDefault()
    if (!event.ctrlKey)
      return look({ x: view.x + event.deltaX / view.zoom, y: view.y + event.deltaY / view.zoom })
    const zoom = view.zoom * Math.exp(-event.deltaY * 0.01)
    const page = { x: view.x + event.clientX / view.zoom, y: view.y + event.clientY / view.zoom }
    look({ x: page.x - event.clientX / zoom, y: page.y - event.clientY / zoom, zoom })
  },
  { passive: false },
)

let strokes = 0
let trail: PointerEvent[] = []
addEventListener('pointerdown', (event) => {
  trail = [event]
  strokes++
})
addEventListener('pointermove', (event) => {
  if (event.buttons !== 1) return
  trail.push(...event.getCoalescedEvents())
  ask()
})
let isAsked = false
/** A frame when there is something to show, and none while another page is measured. */
function ask(): void {
  if (!isAsked) requestAnimationFrame(frame)
  isAsked = true
}
function frame(): void {
  isAsked = false
  if (isDirty) {
    isDirty = false
    screen.fillStyle = '#fff'
    screen.fillRect(0, 0, innerWidth, innerHeight)
    if (Math.abs(view.zoom - 1) > 1e-6) move(overview)
    if (view.zoom >= DETAIL_FROM) move(detail)
  }
  if (trail.length > 1) {
    ink.lineWidth = 4
    ink.beginPath()
    for (const { clientX, clientY } of trail) ink.lineTo(clientX, clientY)
    ink.stroke()
    trail = trail.slice(-1)
  }
}
ask()

const driven: Pick<Ardoise, 'ready' | 'count' | 'zoom' | 'view' | 'fit' | 'tool' | 'settled'> = {
  ready: Promise.resolve(),
  count: () => shapes.length + strokes,
  zoom: () => view.zoom,
  view(to = {}) {
    look(to)
    return view
  },
  fit() {
    look(fitted())
    return view
  },
  tool: () => 'pen',
  settled: () =>
    new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
}
Object.assign(window, {
  ardoise: driven,
  /** Everything painted at once at this place, without bitmaps: what is right. */
  paintDirectly(at: View) {
    view = at
    paint(screen, at, innerWidth, innerHeight)
  },
})
