import { Still } from './still'

/** A picture that stayed the same this long (ms) is taken: sooner, edits now and then would cost more than they save. */
const REST_MS = 150

/**
 * While the picture stays the same, a still stands in for the canvas it is on: that would be copied in every frame in
 * which something above it changes. It is taken at rest, so that whoever begins to draw does not wait for it.
 */
export class HeldPicture {
  #still: Still | null = null
  #revision = -1
  #isInked = false
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly canvas: HTMLCanvasElement) {}

  /** Once a frame: the canvas shows this revision of the picture, and ink is drawn above it. */
  render(revision: number, isInked: boolean): void {
    this.#isInked = isInked
    if (revision === this.#revision) return
    this.release()
    this.#revision = revision
    this.#timer = setTimeout(() => void this.#take(revision), REST_MS)
  }

  /** Show the canvas itself. */
  release(): void {
    clearTimeout(this.#timer)
    this.#revision = -1
    this.canvas.style.visibility = ''
    this.#still?.dispose()
    this.#still = null
  }

  async #take(revision: number): Promise<void> {
    const { canvas } = this
    // Its end changes the picture, and is a rest to wait for.
    if (this.#isInked) return
    const picture = await createImageBitmap(canvas).catch(() => null)
    if (!picture || revision !== this.#revision) return picture?.close()
    this.#still = new Still(canvas.ownerDocument, { w: canvas.width, h: canvas.height })
    this.#still.canvas.style.cssText = canvas.style.cssText
    this.#still.show(picture)
    canvas.after(this.#still.canvas)
    canvas.style.visibility = 'hidden'
  }
}
