import type { Box } from '../../geometry/box'
import type { Canvas2D } from '../../shapes/canvas-surface'
import type { Size } from '../navigation/camera'
import type { Item } from '../scene/scene'
import { buffer } from './canvas'
import type { Lens } from './lens'
import type { Raster } from './raster'
import type { Region } from './region'
import type { ScenePainter } from './scene-painter'

/** Tiles as canvases, painted by the one drawing code. */
export class CanvasRaster implements Raster<CanvasRenderingContext2D> {
  #probe: CanvasRenderingContext2D | null = null

  constructor(private readonly painter: ScenePainter) {}

  blank(size: Size): CanvasRenderingContext2D {
    return buffer(size).context
  }

  free({ canvas }: CanvasRenderingContext2D): void {
    // Some browsers keep the pixels of a canvas long after the last reference to it has gone.
    canvas.width = 0
    canvas.height = 0
  }

  itemsIn(area: Box): readonly Item[] {
    return this.painter.itemsIn(area)
  }

  paper(on: CanvasRenderingContext2D, region: Region, lens: Lens): void {
    on.setTransform(1, 0, 0, 1, 0, 0)
    on.globalAlpha = 1
    this.painter.paper(on, region, lens)
  }

  paint(
    on: Canvas2D,
    { x, y, w, h }: Region,
    lens: Lens,
    items: readonly Item[],
    from: number,
    to: number,
  ): void {
    on.save()
    on.setTransform(1, 0, 0, 1, 0, 0)
    on.beginPath()
    on.rect(x, y, w, h)
    on.clip()
    const surface = this.painter.surfaceThrough(on, lens)
    for (let i = from; i < to; i++) this.painter.item(surface, items[i]!)
    on.restore()
  }

  /** Drawing from a canvas makes its pixels, and reading none of them back leaves it where it is. */
  flush({ canvas }: Canvas2D): void {
    this.#probe ??= this.blank({ w: 1, h: 1 })
    this.#probe.drawImage(canvas, 0, 0, 1, 1, 0, 0, 1, 1)
  }

  copy(from: CanvasRenderingContext2D, to: CanvasRenderingContext2D, x: number, y: number): void {
    to.setTransform(1, 0, 0, 1, 0, 0)
    to.globalAlpha = 1
    to.drawImage(from.canvas, x, y)
  }

  stretch(from: CanvasRenderingContext2D, to: CanvasRenderingContext2D, place: Region, within: Region): void {
    const [left, top] = [Math.max(place.x, within.x), Math.max(place.y, within.y)]
    const w = Math.min(place.x + place.w, within.x + within.w) - left
    const h = Math.min(place.y + place.h, within.y + within.h) - top
    if (w <= 0 || h <= 0) return
    const { canvas } = from
    const [sx, sy] = [canvas.width / place.w, canvas.height / place.h]
    to.setTransform(1, 0, 0, 1, 0, 0)
    to.globalAlpha = 1
    to.drawImage(canvas, (left - place.x) * sx, (top - place.y) * sy, w * sx, h * sy, left, top, w, h)
  }
}
