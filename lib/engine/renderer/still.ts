import type { Size } from '../navigation/camera'

/**
 * A finished picture on the page. Where there is no GPU, the browser copies all pixels of a canvas that can be drawn on
 * into every frame of the page, changed or not (1.2 ms of main thread for 1440 × 900); this one costs nothing.
 */
export class Still {
  readonly canvas: HTMLCanvasElement
  readonly #context: ImageBitmapRenderingContext

  constructor(document: Document, { w, h }: Size) {
    this.canvas = document.createElement('canvas')
    this.canvas.setAttribute('aria-hidden', 'true')
    this.canvas.width = w
    this.canvas.height = h
    const context = this.canvas.getContext('bitmaprenderer')
    if (!context) throw new Error('This browser gives no canvas for bitmaps')
    this.#context = context
  }

  /** Takes the bitmap over: it is of no use afterwards. */
  show(picture: ImageBitmap): void {
    this.#context.transferFromImageBitmap(picture)
  }

  dispose(): void {
    this.canvas.remove()
    // It is emptied by a bitmap of its size, which is made for that.
    this.canvas.width = this.canvas.height = 1
    this.#context.transferFromImageBitmap(null)
  }
}
