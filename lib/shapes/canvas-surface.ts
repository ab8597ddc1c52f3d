import { centreOf, type Box } from '../geometry/box'
import type { Point } from '../geometry/point'
import { dashPattern, HATCH } from './dash'
import type { FontFace, Paint, Path, Pen, Placed, Surface } from './define'
import { boundsOf, definitionOf, drawShape, lookOf } from './index'
import { inkColour, MARKER_BLEND, textColour, type Theme } from './palette'
import { fontCss } from './text/advances'

export type Canvas2D = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

/** A `Path2D` that knows what it covers (control points included), for hatching. */
class CanvasPath implements Path {
  readonly path = new Path2D()
  #left = Infinity
  #top = Infinity
  #right = -Infinity
  #bottom = -Infinity

  get box(): Box {
    const [w, h] = [this.#right - this.#left, this.#bottom - this.#top]
    return w >= 0 && h >= 0 ? { x: this.#left, y: this.#top, w, h } : { x: 0, y: 0, w: 0, h: 0 }
  }
  #cover(x: number, y: number): void {
    if (x < this.#left) this.#left = x
    if (x > this.#right) this.#right = x
    if (y < this.#top) this.#top = y
    if (y > this.#bottom) this.#bottom = y
  }
  moveTo(x: number, y: number): void {
    this.#cover(x, y)
    this.path.moveTo(x, y)
  }
  lineTo(x: number, y: number): void {
    this.#cover(x, y)
    this.path.lineTo(x, y)
  }
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void {
    this.#cover(cx, cy)
    this.#cover(x, y)
    this.path.quadraticCurveTo(cx, cy, x, y)
  }
  bezierCurveTo(ax: number, ay: number, bx: number, by: number, x: number, y: number): void {
    this.#cover(ax, ay)
    this.#cover(bx, by)
    this.#cover(x, y)
    this.path.bezierCurveTo(ax, ay, bx, by, x, y)
  }
  ellipse(cx: number, cy: number, rx: number, ry: number): void {
    this.#cover(cx - rx, cy - ry)
    this.#cover(cx + rx, cy + ry)
    this.path.ellipse(cx, cy, rx, ry, 0, 0, 2 * Math.PI)
    this.path.closePath()
  }
  roundRect(x: number, y: number, w: number, h: number, radius: number): void {
    this.#cover(x, y)
    this.#cover(x + w, y + h)
    if (radius > 0) this.path.roundRect(x, y, w, h, radius)
    else this.path.rect(x, y, w, h)
  }
  closePath(): void {
    this.path.closePath()
  }
}

/** Kept paths, shared by all canvases; they go with the outlines they were traced from. */
const keptPaths = new WeakMap<object, CanvasPath>()

/** Text is painted at this size and scaled, so that the canvas need not look up a font for every size. */
const FONT_PX = 32
/** On the screen, text below this size is a grey line and a shape below this extent a dot. */
const LEGIBLE_PX = 3
const DOT_PX = 1.2

/** Paints shapes on a canvas in a theme. `look` moves it over the page; `paint` draws a placed shape. */
export class CanvasSurface implements Surface {
  /** Leave out text, but not the room that shapes make for it: an editor shows it. */
  isMute = false
  #path = new CanvasPath()
  #scale = 1
  #origin: Point = { x: 0, y: 0 }
  #opacity = 1
  #font = ''
  #cos = 1
  #sin = 0
  /** Canvas place of the local origin. */
  #at: Point = { x: 0, y: 0 }

  constructor(
    private readonly context: Canvas2D,
    public theme: Theme,
  ) {}

  /** Page units per device pixel. */
  get pixel(): number {
    return 1 / this.#scale
  }

  /** Canvas pixel = page × `scale` + (`x`, `y`). Call it once before painting (it also sets the canvas up). */
  look(scale: number, x: number, y: number): void {
    this.#scale = scale
    this.#origin = { x, y }
    const { context } = this
    context.lineJoin = 'round'
    context.textBaseline = 'alphabetic'
    context.textAlign = 'left'
    context.globalAlpha = 1
    this.#font = ''
    this.#move({ x: 0, y: 0 }, 0)
  }

  /** Paint a shape where it is. */
  paint(shape: Placed): void {
    const { record, box, rotation } = shape
    const { opacity, stroke, fill } = lookOf(record, definitionOf(record.type).defaults.style)
    if (opacity <= 0) return
    this.#opacity = Math.min(1, opacity)
    const extent = Math.max(box.w, box.h) * this.#scale
    if (extent < DOT_PX && record.type !== 'group') {
      const bounds = boundsOf(shape)
      if (Math.max(bounds.w, bounds.h) * this.#scale < DOT_PX * 2) {
        this.#move(bounds, 0)
        const colour = stroke !== 'none' ? stroke : fill !== 'none' ? fill : 'grey'
        this.#fillStyle({ colour, as: 'ink' })
        const side = this.pixel
        this.context.fillRect(0, 0, side, side)
        return
      }
    }
    this.#turn(box, rotation)
    drawShape(this, shape)
  }

  /** Paint what `draw` paints inside a page box only: the children of a frame. */
  within(box: Box, draw: () => void): void {
    this.#move({ x: 0, y: 0 }, 0)
    this.clip(box, draw)
  }

  beginPath(): void {
    this.#path = new CanvasPath()
  }
  kept(key: object, trace: (path: Path) => void): void {
    const known = keptPaths.get(key)
    if (known) {
      this.#path = known
      return
    }
    this.#path = new CanvasPath()
    trace(this.#path)
    keptPaths.set(key, this.#path)
  }
  moveTo(x: number, y: number): void {
    this.#path.moveTo(x, y)
  }
  lineTo(x: number, y: number): void {
    this.#path.lineTo(x, y)
  }
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void {
    this.#path.quadraticCurveTo(cx, cy, x, y)
  }
  bezierCurveTo(ax: number, ay: number, bx: number, by: number, x: number, y: number): void {
    this.#path.bezierCurveTo(ax, ay, bx, by, x, y)
  }
  ellipse(cx: number, cy: number, rx: number, ry: number): void {
    this.#path.ellipse(cx, cy, rx, ry)
  }
  roundRect(x: number, y: number, w: number, h: number, radius: number): void {
    this.#path.roundRect(x, y, w, h, radius)
  }
  closePath(): void {
    this.#path.closePath()
  }

  fill(paint: Paint): void {
    const { context } = this
    this.#fillStyle(paint)
    if (paint.pattern === 'hatch') return this.#hatch(paint)
    if (paint.as !== 'marker') return context.fill(this.#path.path)
    context.globalCompositeOperation = MARKER_BLEND[this.theme].blend
    context.fill(this.#path.path)
    context.globalCompositeOperation = 'source-over'
  }

  stroke(pen: Pen): void {
    const { context } = this
    context.globalAlpha = this.#opacity
    context.strokeStyle = inkColour(pen.colour, 'ink', this.theme)
    context.lineWidth = pen.width
    context.lineCap = pen.cap ?? 'round'
    const pattern = dashPattern(pen)
    if (pattern.length === 0) return context.stroke(this.#path.path)
    context.setLineDash(pattern)
    context.stroke(this.#path.path)
    context.setLineDash([])
  }

  text(line: string, x: number, y: number, face: FontFace, width: number): void {
    if (this.isMute) return
    const { context } = this
    context.globalAlpha = this.#opacity
    context.fillStyle = textColour(face, this.theme)
    if (face.size * this.#scale < LEGIBLE_PX) {
      context.globalAlpha = this.#opacity * 0.45
      context.fillRect(x, y - face.size * 0.42, width, face.size * 0.38)
      return
    }
    const font = fontCss(face.font, FONT_PX)
    if (font !== this.#font) {
      context.font = font
      // Widths come from tables of single glyphs: no kerning, no ligatures.
      context.fontKerning = 'none'
      context.textRendering = 'optimizeSpeed'
      this.#font = font
    }
    const zoom = face.size / FONT_PX
    context.transform(zoom, 0, 0, zoom, x, y)
    context.fillText(line, 0, 0)
    this.#apply()
  }

  clip(box: Box, draw: () => void): void {
    const { context } = this
    const [at, cos, sin, opacity] = [this.#at, this.#cos, this.#sin, this.#opacity]
    context.save()
    context.beginPath()
    context.rect(box.x, box.y, box.w, box.h)
    context.clip()
    draw()
    context.restore()
    this.#font = ''
    ;[this.#at, this.#cos, this.#sin, this.#opacity] = [at, cos, sin, opacity]
  }

  #fillStyle({ colour, as, opacity = 1 }: Paint): void {
    const strength = as === 'marker' ? MARKER_BLEND[this.theme].opacity : 1
    this.context.globalAlpha = this.#opacity * opacity * strength
    this.context.fillStyle = inkColour(colour, as, this.theme)
  }

  /** Lines rising at 45° through the path, in the colour's own ink, over the tint at half strength. */
  #hatch({ colour }: Paint): void {
    const { context } = this
    const { path, box } = this.#path
    if (HATCH.gap * this.#scale < LEGIBLE_PX) return context.fill(path)
    context.save()
    context.clip(path)
    context.globalAlpha = this.#opacity * 0.6
    context.strokeStyle = inkColour(colour, 'ink', this.theme)
    context.lineWidth = HATCH.width
    context.lineCap = 'butt'
    context.beginPath()
    const step = HATCH.gap * Math.SQRT2
    const [bottom, right] = [box.y + box.h, box.x + box.w]
    for (let x = box.x - box.h + step / 2; x < right; x += step) {
      context.moveTo(x, bottom)
      context.lineTo(x + box.h, box.y)
    }
    context.stroke()
    context.restore()
    this.#font = ''
  }

  /** Local coordinates of a box turned about its centre. */
  #turn(box: Box, rotation: number): void {
    if (rotation === 0) return this.#move(box, 0)
    const centre = centreOf(box)
    const [cos, sin] = [Math.cos(rotation), Math.sin(rotation)]
    const [dx, dy] = [box.w / 2, box.h / 2]
    this.#move({ x: centre.x - dx * cos + dy * sin, y: centre.y - dx * sin - dy * cos }, rotation)
  }

  #move(page: Point, rotation: number): void {
    this.#at = { x: page.x * this.#scale + this.#origin.x, y: page.y * this.#scale + this.#origin.y }
    this.#cos = Math.cos(rotation) * this.#scale
    this.#sin = Math.sin(rotation) * this.#scale
    this.#apply()
  }

  #apply(): void {
    this.context.setTransform(this.#cos, this.#sin, -this.#sin, this.#cos, this.#at.x, this.#at.y)
  }
}
