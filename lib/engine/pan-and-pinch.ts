import { add, distance, lerp, scale, subtract, type Point } from '../geometry/point'
import { panned, zoomedTo, type Camera } from './camera'
import type { Viewport } from './viewport'

/** The speed at the end of a pan is that of its last so many milliseconds. */
const SPEED_MS = 80
/** A hand that rests this long before it lifts throws nothing. */
const REST_MS = 60
const STILL: Point = { x: 0, y: 0 }

/** The page held by one or two pointers: it goes where they go. Screen places in CSS px, times in ms. */
export class PanAndPinch {
  readonly #held = new Map<number, Point>()
  #start: Camera | null = null
  #steps: { readonly by: Point; readonly time: number }[] = []

  constructor(private readonly viewport: Pick<Viewport, 'aim' | 'look' | 'leastZoom'>) {}

  get size(): number {
    return this.#held.size
  }
  holds(pointer: number): boolean {
    return this.#held.has(pointer)
  }
  get pointers(): readonly number[] {
    return [...this.#held.keys()]
  }

  hold(pointer: number, at: Point): void {
    this.#start ??= this.viewport.aim
    this.#held.set(pointer, at)
  }

  move(pointer: number, at: Point, time: number): void {
    if (!this.#held.has(pointer)) return
    const before = this.#grip()
    this.#held.set(pointer, at)
    const after = this.#grip()
    const by = subtract(after.middle, before.middle)
    const camera = panned(this.viewport.aim, by)
    const isPinch = before.spread > 0 && after.spread > 0
    const zoom = camera.zoom * (after.spread / before.spread)
    this.viewport.look(isPinch ? zoomedTo(camera, zoom, after.middle, this.viewport.leastZoom) : camera)
    this.#steps = [...this.#steps.filter((step) => time - step.time < SPEED_MS), { by, time }]
  }

  /** Let go with one pointer; with the last, the velocity (CSS px per ms) that the page was let go with. */
  release(pointer: number, time: number): Point | null {
    if (!this.#held.delete(pointer) || this.#held.size > 0) return null
    const velocity = this.#velocity(time)
    this.clear()
    return velocity
  }

  /** Put the page back where it was taken. */
  undo(): void {
    if (this.#start) this.viewport.look(this.#start)
    this.clear()
  }

  clear(): void {
    this.#held.clear()
    this.#steps = []
    this.#start = null
  }

  #velocity(time: number): Point {
    const last = this.#steps.at(-1)
    const recent = this.#steps.filter((step) => time - step.time < SPEED_MS)
    if (!last || time - last.time > REST_MS || recent.length < 2) return STILL
    // The first step was made before the time that is measured.
    const way = recent.slice(1).reduce((sum, { by }) => add(sum, by), STILL)
    const took = last.time - recent[0]!.time
    return took > 0 ? scale(way, 1 / took) : STILL
  }

  #grip(): { readonly middle: Point; readonly spread: number } {
    const [a, b] = [...this.#held.values()] as [Point, Point?]
    return b ? { middle: lerp(a, b, 0.5), spread: distance(a, b) } : { middle: a, spread: 0 }
  }
}
