import { distance, type Point } from '../../geometry/point'

/** Both fingers are down within this time (ms) of one another, and gone this long after the first came. */
const TOGETHER_MS = 120
const TAP_MS = 280
/** A finger that moves farther than this (CSS px) means something else. */
const STILL_PX = 8

/** Recognises a short tap with exactly two fingers that stay where they are. */
export class TwoFingerTap {
  readonly #fingers = new Map<number, Point>()
  #began = 0
  #most = 0
  #isTap = false

  down(finger: number, at: Point, time: number): void {
    if (this.#fingers.size === 0) {
      this.#began = time
      this.#most = 0
      this.#isTap = true
    }
    this.#fingers.set(finger, at)
    this.#most = Math.max(this.#most, this.#fingers.size)
    if (time - this.#began > TOGETHER_MS || this.#fingers.size > 2) this.#isTap = false
  }

  move(finger: number, at: Point): void {
    const start = this.#fingers.get(finger)
    if (start && distance(start, at) > STILL_PX) this.#isTap = false
  }

  /** True when this was the last finger of a tap. */
  up(finger: number, time: number): boolean {
    if (!this.#fingers.delete(finger) || this.#fingers.size > 0) return false
    return this.#isTap && this.#most === 2 && time - this.#began < TAP_MS
  }

  /** Something else has come of the fingers that are down. */
  spoil(): void {
    this.#isTap = false
  }
}
