/** A touch this soon (ms) before or after the pen is the hand that holds it. */
export const PALM_MS = 400
/** A contact wider or higher than this (CSS px) is no finger: a thumb laid flat has some 50. */
const PALM_PX = 80

type Touch = Pick<PointerEvent, 'pointerId' | 'timeStamp' | 'width' | 'height'>

/** Tells the hand that rests on the glass from fingers that mean something. */
export class Palm {
  #penAt = -Infinity
  readonly #resting = new Set<number>()

  /** The pen touches the glass or is close above it. */
  seePen(time: number): void {
    this.#penAt = time
  }

  /** Whether a touch that begins is the resting hand: it then means nothing until it is lifted. */
  begins(touch: Touch): boolean {
    const isPalm = touch.timeStamp - this.#penAt < PALM_MS || touch.width > PALM_PX || touch.height > PALM_PX
    if (isPalm) this.#resting.add(touch.pointerId)
    return isPalm
  }

  /** A touch that was taken for a finger turns out to be the resting hand. */
  take(pointer: number): void {
    this.#resting.add(pointer)
  }

  has(pointer: number): boolean {
    return this.#resting.has(pointer)
  }

  lift(pointer: number): boolean {
    return this.#resting.delete(pointer)
  }
}
