import type { Box } from '../../geometry/box'
import type { Camera } from '../navigation/camera'

/** A picture of the whole board that was made elsewhere. */
export interface Preview {
  readonly image: HTMLImageElement
  /** Around everything on the board, page units. */
  readonly contents: Box
  /** What the picture shows, page units. */
  readonly area: Box
}

/** What has come of the board is not shown before the picture for this long: it is small, and asked for first. */
const GRACE_MS = 1_000

/** Lies over the drawing's own picture until that is made, and moves with the view. */
export class Cover {
  readonly #madeAt = performance.now()
  #isRemoved = false
  #shown: Camera | null = null

  constructor(readonly preview: Preview) {
    const { style } = preview.image
    style.cssText = 'position:absolute;left:0;top:0;max-width:none;pointer-events:none;transform-origin:0 0'
    // The picture is gone, or was never there: nothing is covered.
    preview.image.addEventListener('error', () => this.remove(), { once: true })
  }

  /** Whether the picture is to be seen, or about to be. */
  get isShown(): boolean {
    const { complete, naturalWidth } = this.preview.image
    if (this.#isRemoved) return false
    return complete ? naturalWidth > 0 : performance.now() - this.#madeAt < GRACE_MS
  }

  /** Lie over `below`, and under what is over it. */
  attach(below: Element): void {
    if (!this.#isRemoved) below.after(this.preview.image)
  }

  look(camera: Camera): void {
    const before = this.#shown
    if (this.#isRemoved || (before?.x === camera.x && before.y === camera.y && before.zoom === camera.zoom))
      return
    this.#shown = camera
    Object.assign(this.preview.image.style, placedOn(camera, this.preview.area))
  }

  remove(): void {
    this.#isRemoved = true
    this.preview.image.remove()
  }
}

/** Where a picture of `area` lies, so that it fits what `camera` sees. */
export const placedOn = ({ x, y, zoom }: Camera, area: Box) => ({
  width: `${area.w * zoom}px`,
  height: `${area.h * zoom}px`,
  transform: `translate(${(area.x - x) * zoom}px, ${(area.y - y) * zoom}px)`,
})
