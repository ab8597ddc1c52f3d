import type { Box } from '../geometry/box'

/** The box around the points it was told of, without making one for each. */
export class Extent {
  #left = Infinity
  #top = Infinity
  #right = -Infinity
  #bottom = -Infinity

  clear(): void {
    this.#left = this.#top = Infinity
    this.#right = this.#bottom = -Infinity
  }
  cover(x: number, y: number): void {
    if (x < this.#left) this.#left = x
    if (x > this.#right) this.#right = x
    if (y < this.#top) this.#top = y
    if (y > this.#bottom) this.#bottom = y
  }
  get isEmpty(): boolean {
    return this.#right < this.#left
  }
  get box(): Box {
    const [w, h] = [this.#right - this.#left, this.#bottom - this.#top]
    return w >= 0 && h >= 0 ? { x: this.#left, y: this.#top, w, h } : { x: 0, y: 0, w: 0, h: 0 }
  }
}
