import type { Region } from './region'

/** Side, device px: what a hand draws lies on a few. */
const SIDE_PX = 256

/** One square, and the part of the layer that it is. */
export interface Square {
  readonly context: CanvasRenderingContext2D
  readonly region: Region
}

/**
 * A transparent layer over the host, made of squares that are there only where something is drawn: without a GPU a
 * frame costs what they weigh, not what the window does.
 */
export class Squares {
  readonly element: HTMLElement
  readonly #squares = new Map<string, Square>()
  #dpr = 1

  constructor(host: HTMLElement) {
    this.element = host.ownerDocument.createElement('div')
    this.element.setAttribute('aria-hidden', 'true')
    this.element.style.cssText = 'position:absolute;inset:0;overflow:hidden;pointer-events:none'
    host.append(this.element)
  }

  /** Device px per CSS px; true when that is another, and every square gone with it. */
  scaled(dpr: number): boolean {
    if (dpr === this.#dpr) return false
    this.#dpr = dpr
    this.keep(() => false)
    return true
  }

  /** The squares under a region of the layer that are needed, made where there is none yet. */
  *under({ x, y, w, h }: Region, isNeeded: (place: Region) => boolean = () => true): Iterable<Square> {
    const [left, top] = [Math.floor(x / SIDE_PX), Math.floor(y / SIDE_PX)]
    for (let row = top; row * SIDE_PX < y + h; row++) {
      for (let column = left; column * SIDE_PX < x + w; column++) {
        const place = { x: column * SIDE_PX, y: row * SIDE_PX, w: SIDE_PX, h: SIDE_PX }
        if (isNeeded(place))
          yield this.#squares.get(`${column} ${row}`) ?? this.#make(`${column} ${row}`, place)
      }
    }
  }

  keep(isKept: (square: Square) => boolean): void {
    for (const [key, square] of this.#squares) {
      if (isKept(square)) continue
      this.#squares.delete(key)
      const { canvas } = square.context
      canvas.remove()
      // Some browsers keep the pixels of a canvas long after the last reference to it has gone.
      canvas.width = canvas.height = 0
    }
  }

  #make(key: string, region: Region): Square {
    const canvas = this.element.ownerDocument.createElement('canvas')
    canvas.width = canvas.height = SIDE_PX
    const [x, y, side] = [region.x / this.#dpr, region.y / this.#dpr, SIDE_PX / this.#dpr]
    canvas.style.cssText = `position:absolute;left:${x}px;top:${y}px;width:${side}px;height:${side}px`
    const context = canvas.getContext('2d')
    if (!context) throw new Error('This browser gives no 2D canvas')
    this.element.append(canvas)
    const square = { context, region }
    this.#squares.set(key, square)
    return square
  }
}
