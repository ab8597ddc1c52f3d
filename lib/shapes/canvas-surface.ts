import { centreOf, type Box } from '../geometry/box'
import type { Point } from '../geometry/point'
import { dashPattern } from './dash'
import type { FontFace, Paint, Path, Pen, Placed, Surface } from './define'
import { Extent } from './extent'
import { HATCH, hatchGap, hatchLines } from './hatch'
import { boundsOf, definitionOf, drawShape, lookOf } from './index'
import { inkColour, MARKER_BLEND, textColour, type Theme } from './palette'
import { fontCss } from './text/advances'

export type Canvas2D = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

/** A `Path2D` that knows what it covers (control points included), for hatching. */
class CanvasPath implements Path {
  readonly path = new Path2D()
  readonly extent = new Extent()

  moveTo(x: number, y: number): void {
    this.extent.cover(x, y)
    this.path.moveTo(x, y)
  }
  lineTo(x: number, y: number): void {
    this.extent.cover(x, y)
    this.path.lineTo(x, y)
  }
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void {
    this.extent.cover(cx, cy)
    this.extent.cover(x, y)
    this.path.quadraticCurveTo(cx, cy, x, y)
  }
  bezierCurveTo(ax: number, ay: number, bx: number, by: number, x: number, y: number): void {
    this.extent.cover(ax, ay)
    this.extent.cover(bx, by)
    this.extent.cover(x, y)
    this.path.bezierCurveTo(ax, ay, bx, by, x, y)
  }
  ellipse(cx: number, cy: number, rx: number, ry: number): void {
    this.extent.cover(cx - rx, cy - ry)
    this.extent.cover(cx + rx, cy + ry)
    this.path.ellipse(cx, cy, rx, ry, 0, 0, 2 * Math.PI)
    this.path.closePath()
  }
  roundRect(x: number, y: number, w: number, h: number, radius: number): void {
    this.extent.cover(x, y)
    this.extent.cover(x + w, y + h)
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
/** Corners rounded by less are square, and a rounder thing of less than this across is one too. */
const ROUND_FROM_PX = 0.75
/** A circle's share of the square around it, as a length: what stands for it weighs the same. */
const CIRCLE_SIDE = Math.sqrt(Math.PI) / 2
/** A line thinner than this is drawn as wide: hair lines fade with their width, and hollow shapes would vanish. */
const FAINTEST_PX = 0.4
/** Dashes with gaps below this are a paler line, which costs a tenth. */
const DASH_FROM_PX = 1

/** Paints shapes on a canvas in a theme. `look` moves it over the page; `paint` draws a placed shape. */
export class CanvasSurface implements Surface {
  /** Leave out text, but not the room that shapes make for it: an editor shows it. */
  isMute = false
  /** Value of a canvas's `font`; where the bundled fonts go by other names, that says so. */
  fontFor: typeof fontCss = fontCss
  /** What is filled and stroked: a kept path, the box, or (neither) the context's own path. */
  #kept: CanvasPath | null = null
  /** The path is this box so far, and nothing of it is in the context yet. */
  #box: Box | null = null
  readonly #extent = new Extent()
  #scale = 1
  #origin: Point = { x: 0, y: 0 }
  #opacity = 1
  #font = ''
  /** What the context is set to: setting the same again would cost as much as painting a small shape. */
  #fillColour = ''
  #strokeColour = ''
  #lineWidth = 0
  #lineCap: CanvasLineCap | null = null
  #alpha = -1
  #cos = 1
  #sin = 0
  /** Canvas place of the local origin. */
  #atX = 0
  #atY = 0

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
    this.#forget()
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
    this.#move(box, 0)
    this.clip({ x: 0, y: 0, w: box.w, h: box.h }, draw)
  }

  beginPath(): void {
    this.#kept = null
    this.#box = null
    this.#extent.clear()
    this.context.beginPath()
  }
  kept(key: object, trace: (path: Path) => void): void {
    this.#box = null
    let path = keptPaths.get(key)
    if (!path) {
      path = new CanvasPath()
      trace(path)
      keptPaths.set(key, path)
    }
    this.#kept = path
  }
  moveTo(x: number, y: number): void {
    this.#flush()
    this.#extent.cover(x, y)
    this.context.moveTo(x, y)
  }
  lineTo(x: number, y: number): void {
    this.#flush()
    this.#extent.cover(x, y)
    this.context.lineTo(x, y)
  }
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void {
    this.#flush()
    this.#extent.cover(cx, cy)
    this.#extent.cover(x, y)
    this.context.quadraticCurveTo(cx, cy, x, y)
  }
  bezierCurveTo(ax: number, ay: number, bx: number, by: number, x: number, y: number): void {
    this.#flush()
    this.#extent.cover(ax, ay)
    this.#extent.cover(bx, by)
    this.#extent.cover(x, y)
    this.context.bezierCurveTo(ax, ay, bx, by, x, y)
  }
  ellipse(cx: number, cy: number, rx: number, ry: number): void {
    if (Math.max(rx, ry) * this.#scale < ROUND_FROM_PX) {
      const [w, h] = [rx * CIRCLE_SIDE, ry * CIRCLE_SIDE]
      return this.roundRect(cx - w, cy - h, 2 * w, 2 * h, 0)
    }
    this.#flush()
    this.#extent.cover(cx - rx, cy - ry)
    this.#extent.cover(cx + rx, cy + ry)
    this.context.moveTo(cx + rx, cy)
    this.context.ellipse(cx, cy, rx, ry, 0, 0, 2 * Math.PI)
    this.context.closePath()
  }
  roundRect(x: number, y: number, w: number, h: number, radius: number): void {
    const isFirst = this.#box === null && this.#extent.isEmpty
    this.#flush()
    this.#extent.cover(x, y)
    this.#extent.cover(x + w, y + h)
    if (radius * this.#scale >= ROUND_FROM_PX) this.context.roundRect(x, y, w, h, radius)
    else if (isFirst) this.#box = { x, y, w, h }
    else this.context.rect(x, y, w, h)
  }
  closePath(): void {
    this.#flush()
    this.context.closePath()
  }

  fill(paint: Paint): void {
    if (paint.pattern === 'hatch') return this.#hatch(paint)
    this.#fillStyle(paint)
    if (paint.as !== 'marker') return this.#fillPath()
    this.context.globalCompositeOperation = MARKER_BLEND[this.theme].blend
    this.#fillPath()
    this.context.globalCompositeOperation = 'source-over'
  }

  stroke(pen: Pen): void {
    const { context } = this
    const alpha = this.#opacity * (pen.opacity ?? 1)
    this.#setAlpha(alpha)
    const colour = inkColour(pen.colour, 'ink', this.theme)
    if (colour !== this.#strokeColour) context.strokeStyle = this.#strokeColour = colour
    const width = Math.max(pen.width, FAINTEST_PX / this.#scale)
    if (width !== this.#lineWidth) context.lineWidth = this.#lineWidth = width
    const cap = pen.cap ?? 'round'
    if (cap !== this.#lineCap) context.lineCap = this.#lineCap = cap
    if (pen.dash === undefined || pen.dash === 'solid') return this.#strokePath()
    const pattern = dashPattern(pen, (this.#kept?.extent ?? this.#extent).box)
    const [drawn, gap] = pattern as [number, number]
    if (gap * this.#scale < DASH_FROM_PX) {
      this.#setAlpha((alpha * (drawn + pen.width)) / (drawn + gap))
      return this.#strokePath()
    }
    context.setLineDash(pattern)
    this.#strokePath()
    context.setLineDash([])
  }

  text(line: string, x: number, y: number, face: FontFace, width: number): void {
    if (this.isMute) return
    const { context } = this
    this.#setAlpha(this.#opacity)
    this.#setFill(textColour(face, this.theme))
    if (face.size * this.#scale < LEGIBLE_PX) {
      this.#setAlpha(this.#opacity * 0.45)
      context.fillRect(x, y - face.size * 0.42, width, face.size * 0.38)
      return
    }
    const font = this.fontFor(face.font, FONT_PX)
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
    const [atX, atY, cos, sin, opacity] = [this.#atX, this.#atY, this.#cos, this.#sin, this.#opacity]
    context.save()
    context.beginPath()
    context.rect(box.x, box.y, box.w, box.h)
    context.clip()
    try {
      draw()
    } finally {
      context.restore()
      this.#forget()
    }
    ;[this.#atX, this.#atY, this.#cos, this.#sin, this.#opacity] = [atX, atY, cos, sin, opacity]
  }

  #fillStyle({ colour, as, opacity = 1 }: Paint): void {
    const strength = as === 'marker' ? MARKER_BLEND[this.theme].opacity : 1
    this.#setAlpha(this.#opacity * opacity * strength)
    this.#setFill(inkColour(colour, as, this.theme))
  }

  #setFill(colour: string): void {
    if (colour !== this.#fillColour) this.context.fillStyle = this.#fillColour = colour
  }
  #setAlpha(alpha: number): void {
    if (alpha !== this.#alpha) this.context.globalAlpha = this.#alpha = alpha
  }
  /** The context is not as it was left: everything is set again. */
  #forget(): void {
    this.#font = this.#fillColour = this.#strokeColour = ''
    this.#lineCap = null
    this.#lineWidth = 0
    this.#alpha = -1
  }

  /** Put the box into the context's path, because more follows. */
  #flush(): void {
    if (!this.#box) return
    const { x, y, w, h } = this.#box
    this.#box = null
    this.context.rect(x, y, w, h)
  }

  #fillPath(): void {
    if (this.#kept) this.context.fill(this.#kept.path)
    else if (this.#box) this.context.fillRect(this.#box.x, this.#box.y, this.#box.w, this.#box.h)
    else this.context.fill()
  }
  #strokePath(): void {
    if (this.#kept) this.context.stroke(this.#kept.path)
    else if (this.#box) this.context.strokeRect(this.#box.x, this.#box.y, this.#box.w, this.#box.h)
    else this.context.stroke()
  }

  /** Lines rising at 45° through the path, in the colour's own ink; far out the grey that they make together. */
  #hatch({ colour, opacity = 1 }: Paint): void {
    const { context } = this
    const { box } = this.#kept?.extent ?? this.#extent
    const gap = hatchGap(box.w, box.h)
    if (gap * this.#scale < LEGIBLE_PX) {
      this.#fillStyle({ colour, as: 'ink', opacity: (opacity * HATCH.opacity * HATCH.width) / gap })
      return this.#fillPath()
    }
    const lines = new Path2D()
    hatchLines(box, (fromX, fromY, toX, toY) => {
      lines.moveTo(fromX, fromY)
      lines.lineTo(toX, toY)
    })
    this.#flush()
    context.save()
    if (this.#kept) context.clip(this.#kept.path)
    else context.clip()
    context.globalAlpha = this.#opacity * opacity * HATCH.opacity
    context.strokeStyle = inkColour(colour, 'ink', this.theme)
    context.lineWidth = HATCH.width
    context.lineCap = 'butt'
    context.stroke(lines)
    context.restore()
    this.#forget()
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
    this.#atX = page.x * this.#scale + this.#origin.x
    this.#atY = page.y * this.#scale + this.#origin.y
    this.#cos = Math.cos(rotation) * this.#scale
    this.#sin = Math.sin(rotation) * this.#scale
    this.#apply()
  }

  #apply(): void {
    this.context.setTransform(this.#cos, this.#sin, -this.#sin, this.#cos, this.#atX, this.#atY)
  }
}
