import type { Box } from '../../geometry/box'
import type { ShapeId } from '../../board/ids'
import { intersects } from '../../geometry/box'
import { inkColour, MARKER_BLEND, type Theme } from '../../shapes/palette'
import { definitionOf } from '../../shapes/index'
import type { Camera, Size } from '../navigation/camera'
import type { InkStroke } from '../ink-stroke'
import { devicePixels } from './canvas'
import { GrowingPath } from './growing-path'
import { lensOf, type Lens } from './lens'
import { overlap, pageThrough, regionThrough, type Region } from './region'
import { Squares, type Square } from './squares'

/**
 * Strokes in progress, this person's and the others', of one kind: markers blend with what is below, so each kind has a
 * layer. A stroke that grows repaints only where it grew.
 */
export class InkLayer {
  readonly #paths = new Map<ShapeId, GrowingPath>()
  readonly #squares: Squares
  #camera: Camera | null = null
  #device: Size = { w: 0, h: 0 }
  #theme: Theme | null = null

  constructor(
    host: HTMLElement,
    private readonly type: 'pen' | 'marker',
  ) {
    this.#squares = new Squares(host)
  }

  remove(): void {
    this.#squares.keep(() => false)
    this.#squares.element.remove()
  }

  render(strokes: readonly InkStroke[], camera: Camera, size: Size, dpr: number, theme: Theme): void {
    const mine = strokes.filter(({ type }) => type === this.type)
    if (mine.length === 0) {
      if (this.#paths.size > 0) this.#squares.keep(() => false)
      this.#paths.clear()
      this.#camera = null
      return
    }
    const device = devicePixels(size, dpr)
    const isCleared = this.#squares.scaled(dpr)
    const isSameSize = device.w === this.#device.w && device.h === this.#device.h
    const isSame = !isCleared && isSameSize && sameCamera(this.#camera, camera) && theme === this.#theme
    const grown = this.#take(mine)
    if (theme !== this.#theme) this.#blend(theme)
    this.#camera = camera
    this.#device = device
    this.#theme = theme
    const lens = lensOf(camera, dpr)
    if (isSame && grown) {
      for (const region of grown.flatMap((box) => regionThrough(lens, box, device) ?? []))
        for (const square of this.#squares.under(region))
          this.#paint(square, overlap(region, square.region), lens, theme)
    } else this.#paintAll(lens, device, theme)
  }

  /** Everything in view, on new squares where there was nothing, and none where there is nothing any more. */
  #paintAll(lens: Lens, device: Size, theme: Theme): void {
    const needed = new Set<Square>()
    for (const path of this.#paths.values()) {
      const region = path.box && regionThrough(lens, path.box, device)
      if (!region) continue
      const isInked = (place: Region) => path.isIn(pageThrough(lens, place))
      for (const square of this.#squares.under(region, isInked)) needed.add(square)
    }
    this.#squares.keep((square) => needed.has(square))
    for (const square of needed) this.#paint(square, square.region, lens, theme)
  }

  /** Boxes that grew; null when a stroke has gone, so that everything must be painted again. */
  #take(strokes: readonly InkStroke[]): readonly Box[] | null {
    const before = this.#paths.size
    const grown: Box[] = []
    const kept = new Set(strokes.map(({ id }) => id))
    for (const id of this.#paths.keys()) if (!kept.has(id)) this.#paths.delete(id)
    const isComplete = this.#paths.size === before
    for (const stroke of strokes) {
      let path = this.#paths.get(stroke.id)
      if (path?.stroke !== stroke) this.#paths.set(stroke.id, (path = new GrowingPath(stroke)))
      const box = path.grow()
      if (box) grown.push(box)
    }
    return isComplete ? grown : null
  }

  #blend(theme: Theme): void {
    if (this.type !== 'marker') return
    const { blend, opacity } = MARKER_BLEND[theme]
    const { style } = this.#squares.element
    style.mixBlendMode = blend
    style.opacity = String(opacity)
  }

  /** Paint a region of the layer anew, which lies in the square. */
  #paint({ context, region: square }: Square, region: Region, lens: Lens, theme: Theme): void {
    const seen = pageThrough(lens, region)
    const [dx, dy] = [lens.x + square.x, lens.y + square.y]
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.save()
    context.beginPath()
    context.rect(region.x - square.x, region.y - square.y, region.w, region.h)
    context.clip()
    context.clearRect(region.x - square.x, region.y - square.y, region.w, region.h)
    const { scale } = lens
    for (const path of this.#paths.values()) {
      if (!path.box || !intersects(path.box, seen)) continue
      const { style } = path.stroke
      const stroke = style.stroke ?? definitionOf(this.type).defaults.style.stroke ?? 'ink'
      if (stroke === 'none') continue
      const { x, y } = path.origin
      context.setTransform(scale, 0, 0, scale, x * scale - dx, y * scale - dy)
      context.globalAlpha = style.opacity ?? 1
      context.fillStyle = inkColour(stroke, this.type === 'marker' ? 'marker' : 'ink', theme)
      context.fill(path.trace(seen))
    }
    context.globalAlpha = 1
    context.restore()
  }
}

const sameCamera = (a: Camera | null, b: Camera) =>
  a !== null && a.x === b.x && a.y === b.y && a.zoom === b.zoom
