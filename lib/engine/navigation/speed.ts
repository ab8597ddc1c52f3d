import { add, scale, type Point } from '../../geometry/point'

/** The speed of something is that of its last so many milliseconds. */
const SPEED_MS = 80
/** A hand that rests this long (ms) before it lets go throws nothing. */
const REST_MS = 60
const STILL: Point = { x: 0, y: 0 }

/** How fast something goes that a hand moves. Ways in CSS px, times in ms. */
export class Speed {
  #steps: { readonly by: Point; readonly time: number }[] = []

  step(by: Point, time: number): void {
    this.#steps = [...this.#steps.filter((step) => time - step.time < SPEED_MS), { by, time }]
  }

  clear(): void {
    this.#steps = []
  }

  /** CSS px per ms of the last moments before `time`; zero after a rest. */
  at(time: number): Point {
    const last = this.#steps.at(-1)
    const recent = this.#steps.filter((step) => time - step.time < SPEED_MS)
    if (!last || time - last.time > REST_MS || recent.length < 2) return STILL
    // The first step was made before the time that is measured.
    const way = recent.slice(1).reduce((sum, { by }) => add(sum, by), STILL)
    const took = last.time - recent[0]!.time
    return took > 0 ? scale(way, 1 / took) : STILL
  }
}
