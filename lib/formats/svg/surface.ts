import type { FontName } from '../../board/shape'
import { centreOf, type Box } from '../../geometry/box'
import { dashPattern } from '../../shapes/dash'
import type { FontFace, Paint, Pen, Placed } from '../../shapes/define'
import { HATCH, hatchLines } from '../../shapes/hatch'
import { definitionOf, drawShape, lookOf } from '../../shapes/index'
import { inkColour, MARKER_BLEND, textColour, type Theme } from '../../shapes/palette'
import { familiesOf } from '../../shapes/text/advances'
import type { PictureSurface } from '../picture'
import { escapeXml } from './escape'
import { shortNumber, SvgPath } from './path'

/** Decimals of lengths on the page. */
const PAGE_DECIMALS = 2
/** Opacities and angles. */
const FINE_DECIMALS = 4
/** Beyond this a picture is no longer one that a program opens; its text would near what a string can hold. */
export const MAX_SVG_LENGTH = 200 * 1024 * 1024

/** A drawing whose SVG would be longer than `MAX_SVG_LENGTH`. */
export class SvgTooLong extends Error {
  override readonly name = 'SvgTooLong'
}

/** Writes shapes as SVG elements, whole and without levels of detail: a vector picture is looked at from anywhere. */
export class SvgSurface implements PictureSurface {
  /** The characters painted in each font: what has to be embedded for them to be seen elsewhere. */
  readonly characters = new Map<FontName, Set<string>>()
  readonly #elements: string[] = []
  readonly #definitions: string[] = []
  readonly #clips = new Map<string, string>()
  #length = 0
  /** Attributes of the clip around the shape that is being painted. */
  #clip = ''
  #path = new SvgPath(PAGE_DECIMALS)
  #decimals = PAGE_DECIMALS
  #opacity = 1
  /** Blend mode of the shape being painted; empty: it lies over what is below. */
  #blend = ''
  #parts: string[] = []
  /** A filled path that may still get its stroke: both are one element then. */
  #filled: { readonly path: SvgPath; readonly fill: string } | null = null

  constructor(
    private readonly theme: Theme,
    /** Page units: where the picture's left top corner is. */
    private readonly origin: { readonly x: number; readonly y: number },
  ) {}

  get body(): string {
    return this.#elements.join('\n')
  }
  get definitions(): string {
    return this.#definitions.join('')
  }

  paint(shape: Placed): void {
    const { record, box, rotation } = shape
    this.#opacity = Math.min(1, lookOf(record, definitionOf(record.type).defaults.style).opacity)
    if (this.#opacity <= 0) return
    this.#decimals = decimalsFor(Math.max(box.w, box.h))
    this.#parts = []
    this.#blend = ''
    drawShape(this, shape)
    this.#flush()
    if (this.#parts.length === 0) return
    const blend = this.#blend ? ` style="mix-blend-mode:${this.#blend}"` : ''
    const place = `transform="${this.#transform(box, rotation)}"`
    // A clip makes a layer of its own, in which nothing is left to blend with: both belong to the outermost element.
    const inner = `<g ${place}${this.#clip ? '' : blend}>${this.#parts.join('')}</g>`
    this.#add(this.#clip ? `<g${this.#clip}${blend}>${inner}</g>` : inner)
  }

  within(box: Box, draw: () => void): void {
    const before = this.#clip
    this.#clip = ` clip-path="url(#${this.#clipFor(box)})"`
    draw()
    this.#clip = before
  }

  beginPath(): void {
    this.#path = new SvgPath(this.#decimals)
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
    this.#flush()
    if (this.#path.isEmpty) return
    if (paint.pattern === 'hatch') return this.#hatch(paint)
    const strength = paint.as === 'marker' ? MARKER_BLEND[this.theme].opacity : 1
    if (paint.as === 'marker') this.#blend = MARKER_BLEND[this.theme].blend
    const opacity = this.#opacity * (paint.opacity ?? 1) * strength
    const colour = inkColour(paint.colour, paint.as, this.theme)
    this.#filled = { path: this.#path, fill: `fill="${escapeXml(colour)}"${alpha('fill', opacity)}` }
  }

  stroke(pen: Pen): void {
    const { path, fill } = this.#filled ?? {}
    if (path !== this.#path) this.#flush()
    this.#filled = null
    if (this.#path.isEmpty) return
    const filled = path === this.#path ? fill! : 'fill="none"'
    this.#part(`<path d="${this.#path.data}" ${filled} ${this.#stroke(pen)}/>`)
  }

  text(line: string, x: number, y: number, face: FontFace, width: number): void {
    this.#flush()
    let used = this.characters.get(face.font)
    if (!used) this.characters.set(face.font, (used = new Set()))
    for (const character of line) used.add(character)
    const n = (value: number) => shortNumber(value, this.#decimals)
    const colour = escapeXml(textColour(face, this.theme))
    this.#part(
      `<text x="${n(x)}" y="${n(y)}" font-family="${escapeXml(familiesOf(face.font))}" font-size="${n(face.size)}" ` +
        // The width that it was laid out with, should another font have to stand in.
        (width > 0 ? `textLength="${n(width)}" lengthAdjust="spacingAndGlyphs" ` : '') +
        `fill="${colour}"${alpha('fill', this.#opacity)}>${escapeXml(line)}</text>`,
    )
  }

  clip(box: Box, draw: () => void): void {
    this.#flush()
    const outer = this.#parts
    this.#parts = []
    draw()
    this.#flush()
    const inner = this.#parts.join('')
    this.#parts = outer
    const id = `a${this.#definitions.length}`
    this.#define(`<clipPath id="${id}"><rect ${rect(box)}/></clipPath>`)
    this.#part(`<g clip-path="url(#${id})">${inner}</g>`)
  }

  #stroke(pen: Pen): string {
    const dashes = dashPattern(pen, this.#path.extent.box).map((length) => shortNumber(length, FINE_DECIMALS))
    return (
      `stroke="${escapeXml(inkColour(pen.colour, 'ink', this.theme))}" ` +
      `stroke-width="${shortNumber(pen.width, FINE_DECIMALS)}"` +
      (pen.cap === 'butt' ? ' stroke-linecap="butt"' : '') +
      (dashes.length > 0 ? ` stroke-dasharray="${dashes.join(' ')}"` : '') +
      alpha('stroke', this.#opacity * (pen.opacity ?? 1))
    )
  }

  /** Lines cut by the path. A pattern would be shorter, and is drawn differently by every program. */
  #hatch({ colour, opacity = 1 }: Paint): void {
    const id = `a${this.#definitions.length}`
    this.#define(`<clipPath id="${id}"><path d="${this.#path.data}"/></clipPath>`)
    const lines = new SvgPath(this.#decimals)
    hatchLines(this.#path.extent.box, (fromX, fromY, toX, toY) => {
      lines.moveTo(fromX, fromY)
      lines.lineTo(toX, toY)
    })
    const pen: Pen = { colour, width: HATCH.width, cap: 'butt', opacity: opacity * HATCH.opacity }
    this.#part(`<path clip-path="url(#${id})" d="${lines.data}" fill="none" ${this.#stroke(pen)}/>`)
  }

  /** Write the filled path that waited for its stroke. */
  #flush(): void {
    if (!this.#filled) return
    const { path, fill } = this.#filled
    this.#filled = null
    this.#part(`<path d="${path.data}" ${fill}/>`)
  }

  #clipFor(box: Box): string {
    const shifted = { ...box, x: box.x - this.origin.x, y: box.y - this.origin.y }
    const key = rect(shifted)
    let id = this.#clips.get(key)
    if (id === undefined) {
      id = `a${this.#definitions.length}`
      this.#clips.set(key, id)
      this.#define(`<clipPath id="${id}"><rect ${key}/></clipPath>`)
    }
    return id
  }

  #transform(box: Box, rotation: number): string {
    const n = (value: number) => shortNumber(value, Math.max(PAGE_DECIMALS, this.#decimals))
    const move = `translate(${n(box.x - this.origin.x)} ${n(box.y - this.origin.y)})`
    if (rotation === 0) return move
    const { x, y } = centreOf(box)
    const degrees = shortNumber((rotation * 180) / Math.PI, FINE_DECIMALS)
    return `rotate(${degrees} ${n(x - this.origin.x)} ${n(y - this.origin.y)})${move}`
  }

  #part(element: string): void {
    this.#parts.push(element)
    this.#count(element)
  }
  #define(definition: string): void {
    this.#definitions.push(definition)
    this.#count(definition)
  }
  #add(element: string): void {
    this.#elements.push(element)
  }
  #count({ length }: string): void {
    this.#length += length
    if (this.#length > MAX_SVG_LENGTH) throw new SvgTooLong('The drawing is too long for one SVG')
  }
}

const alpha = (what: 'fill' | 'stroke', opacity: number): string =>
  opacity >= 1 ? '' : ` ${what}-opacity="${shortNumber(opacity, FINE_DECIMALS)}"`

const rect = ({ x, y, w, h }: Box): string => {
  const [a, b, c, d] = [x, y, w, h].map((value) => shortNumber(value, FINE_DECIMALS))
  return `x="${a}" y="${b}" width="${c}" height="${d}"`
}

/** Enough decimals for a shape of that extent to be magnified to the size of a screen without steps. */
const decimalsFor = (extent: number): number => (extent > 200 ? 2 : extent > 20 ? 3 : extent > 2 ? 4 : 5)
