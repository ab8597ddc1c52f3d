import { Extent } from '../../shapes/extent'
import type { Path } from '../../shapes/define'

/** Path data for SVG, in relative steps of a fixed number of decimals: half as long as absolute ones. */
export class SvgPath implements Path {
  readonly extent = new Extent()
  #data = ''
  #quanta: number
  /** Where the pen is and where the subpath began, in quanta: steps are taken from there, so rounding never adds up. */
  #x = 0
  #y = 0
  #startX = 0
  #startY = 0

  constructor(decimals: number) {
    this.#quanta = 10 ** decimals
  }

  get data(): string {
    return this.#data
  }
  get isEmpty(): boolean {
    return this.#data === ''
  }

  moveTo(x: number, y: number): void {
    this.extent.cover(x, y)
    this.#x = Math.round(x * this.#quanta)
    this.#y = Math.round(y * this.#quanta)
    this.#startX = this.#x
    this.#startY = this.#y
    this.#data += `M${this.#x / this.#quanta} ${this.#y / this.#quanta}`
  }
  lineTo(x: number, y: number): void {
    this.extent.cover(x, y)
    this.#data += `l${this.#step(x, y)}`
    this.#go(x, y)
  }
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void {
    this.extent.cover(cx, cy)
    this.extent.cover(x, y)
    this.#data += `q${this.#step(cx, cy)} ${this.#step(x, y)}`
    this.#go(x, y)
  }
  bezierCurveTo(ax: number, ay: number, bx: number, by: number, x: number, y: number): void {
    this.extent.cover(ax, ay)
    this.extent.cover(bx, by)
    this.extent.cover(x, y)
    this.#data += `c${this.#step(ax, ay)} ${this.#step(bx, by)} ${this.#step(x, y)}`
    this.#go(x, y)
  }
  ellipse(cx: number, cy: number, rx: number, ry: number): void {
    this.moveTo(cx + rx, cy)
    this.extent.cover(cx - rx, cy - ry)
    this.extent.cover(cx + rx, cy + ry)
    this.#arc(rx, ry, cx - rx, cy)
    this.#arc(rx, ry, cx + rx, cy)
    this.closePath()
  }
  roundRect(x: number, y: number, w: number, h: number, radius: number): void {
    const r = Math.max(0, Math.min(radius, w / 2, h / 2))
    this.moveTo(x + r, y)
    this.lineTo(x + w - r, y)
    if (r > 0) this.#arc(r, r, x + w, y + r)
    this.lineTo(x + w, y + h - r)
    if (r > 0) this.#arc(r, r, x + w - r, y + h)
    this.lineTo(x + r, y + h)
    if (r > 0) this.#arc(r, r, x, y + h - r)
    this.lineTo(x, y + r)
    if (r > 0) this.#arc(r, r, x + r, y)
    this.closePath()
  }
  closePath(): void {
    this.#data += 'z'
    this.#x = this.#startX
    this.#y = this.#startY
  }

  /** Half an ellipse or a quarter of a circle, clockwise. */
  #arc(rx: number, ry: number, x: number, y: number): void {
    this.extent.cover(x, y)
    const q = this.#quanta
    this.#data += `a${Math.round(rx * q) / q} ${Math.round(ry * q) / q} 0 0 1 ${this.#step(x, y)}`
    this.#go(x, y)
  }
  #step(x: number, y: number): string {
    const dx = (Math.round(x * this.#quanta) - this.#x) / this.#quanta
    const dy = (Math.round(y * this.#quanta) - this.#y) / this.#quanta
    return dy < 0 ? `${dx}${dy}` : `${dx} ${dy}`
  }
  #go(x: number, y: number): void {
    this.#x = Math.round(x * this.#quanta)
    this.#y = Math.round(y * this.#quanta)
  }
}

/** A number with at most so many decimals. */
export const shortNumber = (value: number, decimals: number): number => {
  const quanta = 10 ** decimals
  return Math.round(value * quanta) / quanta + 0
}
