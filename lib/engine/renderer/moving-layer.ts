import type { Point } from '../../geometry/point'
import type { Camera, Size } from '../navigation/camera'
import type { Moving } from '../drafts'
import type { Scene } from '../scene/scene'
import type { CanvasRaster } from './canvas-raster'
import { lensOf } from './lens'
import { MovingSheet } from './moving-sheet'

/** How long one frame may paint (ms): half of what the settled picture may, which has a hole to fill at that time. */
const BUDGET_MS = 5
/** A zoom has ended when it has not changed for this long (ms). */
const SETTLE_MS = 120

/** One moment of a drag, as it is to be seen. */
export interface MovingState {
  /** What is dragged; null when nothing is, or when it has been put down. */
  readonly moving: Moving | null
  /** Where what was put down last lies, page units from where it was painted. */
  readonly rest: Point
  /** The settled picture shows everything that is in view. */
  readonly isSettled: boolean
}

/**
 * What is dragged, above the settled picture: painted once, then only moved, whatever the number of shapes. It is on
 * top of everything while it moves, also of what it will lie below, and stays until the settled picture shows it.
 */
export class MovingLayer {
  #shown: MovingSheet | null = null
  /** Takes the place of `#shown` when it is complete: at another scale, or of something else. */
  #next: MovingSheet | null = null
  #zoom = 0
  #zoomedAt = -Infinity
  readonly #element: HTMLElement

  constructor(
    host: HTMLElement,
    private readonly scene: Scene,
    private readonly raster: CanvasRaster,
  ) {
    this.#element = host.ownerDocument.createElement('div')
    host.append(this.#element)
  }

  remove(): void {
    this.clear()
    this.#element.remove()
  }

  /** True when it needs another frame. */
  render(
    { moving, rest, isSettled }: MovingState,
    camera: Camera,
    size: Size,
    dpr: number,
    now: number,
  ): boolean {
    if (!moving && !this.#shown && !this.#next) return false
    if (camera.zoom !== this.#zoom) this.#zoomedAt = this.#zoom === 0 ? -Infinity : now
    this.#zoom = camera.zoom
    if (!moving) {
      if (isSettled) this.clear()
      else this.#place(rest, camera, dpr)
      return false
    }
    const { lift, by, landed } = moving
    const was = { ...camera, x: camera.x - by.x, y: camera.y - by.y }
    const lens = lensOf(was, dpr)
    const isZooming = now - this.#zoomedAt < SETTLE_MS
    const newest = this.#next ?? this.#shown
    if (newest?.lift !== lift || (newest.scale !== lens.scale && !isZooming)) {
      this.#next?.dispose()
      this.#next = new MovingSheet(lift, lens, this.scene, this.raster, this.#element.ownerDocument)
      this.#element.append(this.#next.element)
    }
    const view = { lens, w: Math.ceil(size.w * dpr), h: Math.ceil(size.h * dpr) }
    const sheet = this.#next ?? this.#shown!
    if (sheet.scale === lens.scale) {
      sheet.cover(view)
      sheet.paint(view, performance.now() + BUDGET_MS, landed)
    }
    if (this.#next && (this.#next.isComplete || !this.#shown)) {
      this.#shown?.dispose()
      this.#shown = this.#next
      this.#next = null
      this.#shown.element.style.visibility = ''
    }
    this.#place(by, camera, dpr)
    return isZooming || !sheet.isComplete
  }

  /** Nothing of it is good any more: the theme, or the canvas, is another. */
  clear(): void {
    this.#shown?.dispose()
    this.#next?.dispose()
    this.#shown = null
    this.#next = null
    this.#zoom = 0
  }

  #place(by: Point, { x, y, zoom }: Camera, dpr: number): void {
    if (!this.#shown) return
    const scale = zoom * dpr
    // Whole px, as the settled picture: what lies still in the hand is as sharp.
    const [left, top] = [Math.round((x - by.x) * scale), Math.round((y - by.y) * scale)]
    this.#shown.moveTo(-left / dpr, -top / dpr, scale / this.#shown.scale)
  }
}
