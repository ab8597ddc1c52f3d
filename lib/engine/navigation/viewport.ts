import type { Box } from '../../geometry/box'
import type { Point } from '../../geometry/point'
import { MIN_ZOOM, seenBox, snapped, toPage, toScreen, type Camera, type Size } from './camera'

/** Owns the camera, the canvas's size and the density of its pixels, and says when one of them changed. */
export class Viewport {
  #camera: Camera = { x: 0, y: 0, zoom: 1 }
  #aim = this.#camera
  #size: Size = { w: 0, h: 0 }
  #dpr = 1
  /** The farthest that a hand may zoom out, as the board is now. */
  floor: () => number = () => MIN_ZOOM
  readonly #listeners = new Set<() => void>()

  get camera(): Camera {
    return this.#camera
  }
  /** The camera before it was put on whole pixels: steps smaller than one add up from here. */
  get aim(): Camera {
    return this.#aim
  }
  /** CSS px; zero until the canvas is in a page. */
  get size(): Size {
    return this.#size
  }
  /** Device px per CSS px. */
  get dpr(): number {
    return this.#dpr
  }
  get seen(): Box {
    return seenBox(this.#camera, this.#size)
  }
  get centre(): Point {
    return { x: this.#size.w / 2, y: this.#size.h / 2 }
  }

  /** A hand zooms out to here; from farther out it need not come back. */
  get leastZoom(): number {
    return Math.min(this.floor(), this.#camera.zoom)
  }

  look(camera: Camera): void {
    this.#aim = camera
    const next = snapped(camera, this.#dpr)
    const { x, y, zoom } = this.#camera
    if (next.x === x && next.y === y && next.zoom === zoom) return
    this.#camera = next
    this.#tell()
  }

  resize(size: Size, dpr: number): void {
    if (size.w === this.#size.w && size.h === this.#size.h && dpr === this.#dpr) return
    this.#size = size
    this.#dpr = dpr
    this.#camera = snapped(this.#camera, dpr)
    this.#tell()
  }

  toScreen(page: Point): Point {
    return toScreen(this.#camera, page)
  }
  toPage(screen: Point): Point {
    return toPage(this.#camera, screen)
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}
