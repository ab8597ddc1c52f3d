import type { Box } from '../../geometry/box'
import type { ShapeId } from '../../board/ids'
import { intersects } from '../../geometry/box'
import { inkColour, MARKER_BLEND, type Theme } from '../../shapes/palette'
import { definitionOf } from '../../shapes/index'
import type { Camera, Size } from '../navigation/camera'
import type { InkStroke } from '../ink-stroke'
import { devicePixels, resized } from './canvas'
import { GrowingPath } from './growing-path'
import { lensOf, type Lens } from './lens'
import { pageThrough, regionThrough, type Region } from './region'

/**
 * Strokes in progress, this person's and the others', of one kind: markers blend with what is below, so each kind
 * has a canvas. A stroke that grows repaints only where it grew; a canvas with nothing on it is not shown.
 */
export class InkLayer {
  readonly #paths = new Map<ShapeId, GrowingPath>()
  #camera: Camera | null = null
  #theme: Theme | null = null

  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly type: 'pen' | 'marker',
  ) {
    context.canvas.style.display = 'none'
  }

  render(strokes: readonly InkStroke[], camera: Camera, size: Size, dpr: number, theme: Theme): void {
    const { canvas } = this.context
    const mine = strokes.filter(({ type }) => type === this.type)
    canvas.style.display = mine.length > 0 ? '' : 'none'
    if (mine.length === 0) {
      this.#paths.clear()
      this.#camera = null
      return
    }
    const device = devicePixels(size, dpr)
    const isCleared = resized(canvas, device, dpr)
    const isSame = !isCleared && sameCamera(this.#camera, camera) && theme === this.#theme
    const grown = this.#take(mine)
    const whole: Region = { x: 0, y: 0, ...device }
    if (theme !== this.#theme) this.#blend(theme)
    this.#camera = camera
    this.#theme = theme
    const lens = lensOf(camera, dpr)
    const regions = isSame && grown ? grown.flatMap((box) => regionThrough(lens, box, device) ?? []) : [whole]
    for (const region of regions)
      this.#paint(region, region === whole ? null : pageThrough(lens, region), lens, theme)
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
    this.context.canvas.style.mixBlendMode = blend
    this.context.canvas.style.opacity = String(opacity)
  }

  /** Paint a region anew; `seen` is the part of the page under it, or null for all there is. */
  #paint(region: Region, seen: Box | null, lens: Lens, theme: Theme): void {
    const { context } = this
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.save()
    context.beginPath()
    context.rect(region.x, region.y, region.w, region.h)
    context.clip()
    context.clearRect(region.x, region.y, region.w, region.h)
    const { scale } = lens
    for (const path of this.#paths.values()) {
      if (seen && !(path.box && intersects(path.box, seen))) continue
      const { style } = path.stroke
      const stroke = style.stroke ?? definitionOf(this.type).defaults.style.stroke ?? 'ink'
      if (stroke === 'none') continue
      const { x, y } = path.origin
      context.setTransform(scale, 0, 0, scale, x * scale - lens.x, y * scale - lens.y)
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
