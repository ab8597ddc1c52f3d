import { distance, lerp, subtract, type Point } from '../../geometry/point'
import { panned, zoomedTo, type Camera } from '../navigation/camera'
import { Speed } from '../navigation/speed'
import type { Viewport } from '../navigation/viewport'

/** The page held by one or two pointers: it goes where they go. Screen places in CSS px, times in ms. */
export class PanAndPinch {
  readonly #held = new Map<number, Point>()
  #start: Camera | null = null
  readonly #speed = new Speed()

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
    this.#speed.step(by, time)
  }

  /** Let go with one pointer; with the last, the velocity (CSS px per ms) that the page was let go with. */
  release(pointer: number, time: number): Point | null {
    if (!this.#held.delete(pointer) || this.#held.size > 0) return null
    const velocity = this.#speed.at(time)
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
    this.#speed.clear()
    this.#start = null
  }

  #grip(): { readonly middle: Point; readonly spread: number } {
    const [a, b] = [...this.#held.values()] as [Point, Point?]
    return b ? { middle: lerp(a, b, 0.5), spread: distance(a, b) } : { middle: a, spread: 0 }
  }
}
