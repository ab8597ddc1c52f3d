import type { Point } from '../../geometry/point'
import type { Input } from '../../tools/define'
import type { Viewport } from './viewport'

type Move = Extract<Input, { on: 'move' }>
type Side = 'left' | 'right' | 'top' | 'bottom'

/** CSS px from the edge of the canvas within which the view scrolls. */
export const EDGE_PX = 24
/** CSS px per ms at the edge itself and beyond it. */
const FASTEST = 1.2
/** A frame that comes later than this (ms) scrolls no farther: after a pause nothing leaps. */
const LONGEST_FRAME_MS = 50

/** Scrolls the view while something is dragged at its edge: the nearer, the faster, whatever the rate of frames. */
export class EdgeScroll {
  #move: Move | null = null
  /** Sides that the pointer has been away from: a drag that begins at an edge means what is there. */
  readonly #armed = new Set<Side>()
  #time: number | null = null

  constructor(
    private readonly viewport: Pick<Viewport, 'size' | 'toPage'>,
    /** Move what is seen by so many CSS px. */
    private readonly nudge: (by: Point) => void,
    /** The pointer is over another place of the page without having moved. */
    private readonly move: (input: Move) => void,
  ) {}

  /** What the pointer does; `scrolls`: it drags something for which the view may go along. */
  follow(input: Input, scrolls: boolean): void {
    if (input.on === 'down') this.#armed.clear()
    if (input.on === 'down' || input.on === 'move') {
      for (const [side, depth] of this.#depths(input.screen)) if (depth <= 0) this.#armed.add(side)
    }
    this.#move = input.on === 'move' && scrolls ? input : null
    if (!this.#move) this.#time = null
  }

  /** Scroll on to `time` (ms); true while there is more to come. */
  step(time: number): boolean {
    const move = this.#move
    const velocity = move && this.#velocity(move.screen)
    if (!velocity) {
      this.#time = null
      return false
    }
    const passed = Math.min(LONGEST_FRAME_MS, time - (this.#time ?? time))
    this.#time = time
    if (passed > 0) {
      this.nudge({ x: velocity.x * passed, y: velocity.y * passed })
      const { screen, pressure } = move
      const page = this.viewport.toPage(screen)
      this.move({ ...move, page, samples: [{ page, screen, pressure }] })
    }
    return true
  }

  #velocity(at: Point): Point | null {
    const speed = { left: 0, right: 0, top: 0, bottom: 0 }
    for (const [side, depth] of this.#depths(at)) {
      if (depth > 0 && this.#armed.has(side)) speed[side] = FASTEST * Math.min(1, depth / EDGE_PX) ** 2
    }
    const velocity = { x: speed.left - speed.right, y: speed.top - speed.bottom }
    return velocity.x === 0 && velocity.y === 0 ? null : velocity
  }

  /** How far into the zone of each side a point of the canvas is, CSS px. */
  #depths({ x, y }: Point): readonly (readonly [Side, number])[] {
    const { w, h } = this.viewport.size
    return [
      ['left', EDGE_PX - x],
      ['right', EDGE_PX - (w - x)],
      ['top', EDGE_PX - y],
      ['bottom', EDGE_PX - (h - y)],
    ]
  }
}
