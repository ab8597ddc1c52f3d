import type { Picture } from './picture'
import type { Region } from './region'
import { Squares, type Square } from './squares'
import { Still } from './still'

/** A picture that stayed the same this long (ms) is taken: sooner, edits now and then would cost more than they save. */
const REST_MS = 150
/** What was only mended is taken anew after a longer rest: somebody who writes pauses for less between two strokes. */
const MENDED_REST_MS = 1_500
/** Squares laid over a still at most: half of a window of 1440 × 900, from where on a new one costs less. */
const MOST_SQUARES = 12

/**
 * While the picture stays the same, a still stands in for the canvas it is on: that would be copied in every frame in
 * which something above it changes. What changes here and there meanwhile, as when a stroke is finished, is laid over
 * it: showing the canvas again would hold up the first frames of the next stroke. A still is taken at rest, so that
 * whoever begins to draw does not wait for it.
 */
export class HeldPicture {
  readonly #squares: Squares
  readonly #mended = new Set<Square>()
  #still: Still | null = null
  #revision = -1
  #isInked = false
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    host: HTMLElement,
    private readonly canvas: HTMLCanvasElement,
  ) {
    this.#squares = new Squares(host)
  }

  /** What lies over the picture comes after this. */
  get element(): Element {
    return this.#squares.element
  }

  remove(): void {
    this.release()
    this.#squares.element.remove()
  }

  /** Once a frame: what the canvas shows, and whether ink is drawn above it. */
  render(
    { revision, changed }: Pick<Picture<unknown>, 'revision' | 'changed'>,
    dpr: number,
    isInked: boolean,
  ): void {
    this.#isInked = isInked
    if (revision === this.#revision) return
    const isNext = revision === this.#revision + 1
    const isMended = !this.#squares.scaled(dpr) && isNext && changed !== null && this.#mend(changed)
    if (!isMended) this.release()
    clearTimeout(this.#timer)
    this.#revision = revision
    this.#timer = setTimeout(() => void this.#take(revision), isMended ? MENDED_REST_MS : REST_MS)
  }

  /** Show the canvas itself. */
  release(): void {
    clearTimeout(this.#timer)
    this.#revision = -1
    this.canvas.style.visibility = ''
    this.#drop()
  }

  /** Lay what the canvas has there over the still; false when there is none, or too much of it is not right any more. */
  #mend(places: readonly Region[]): boolean {
    if (!this.#still) return false
    const squares = new Set(places.flatMap((place) => [...this.#squares.under(place)]))
    for (const square of squares) {
      this.#mended.add(square)
      const { x, y, w, h } = square.region
      square.context.drawImage(this.canvas, x, y, w, h, 0, 0, w, h)
    }
    return this.#mended.size <= MOST_SQUARES
  }

  #drop(): void {
    this.#still?.dispose()
    this.#still = null
    this.#mended.clear()
    this.#squares.keep(() => false)
  }

  async #take(revision: number): Promise<void> {
    const { canvas } = this
    // Its end changes the picture, and is a rest to wait for.
    if (this.#isInked) return
    const picture = await createImageBitmap(canvas).catch(() => null)
    if (!picture || revision !== this.#revision) return picture?.close()
    const still = new Still(canvas.ownerDocument, { w: canvas.width, h: canvas.height })
    still.canvas.style.cssText = canvas.style.cssText
    still.canvas.style.visibility = ''
    still.show(picture)
    canvas.after(still.canvas)
    canvas.style.visibility = 'hidden'
    this.#drop()
    this.#still = still
  }
}
