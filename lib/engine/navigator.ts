import type { Box } from '../geometry/box'
import type { Point } from '../geometry/point'
import { centred, fitted, panned, zoomedTo } from './camera'
import type { Viewport } from './viewport'

/** CSS px left free around what is fitted into view: the bars float there. */
const FIT_PADDING_PX = 72
/** A selection is brought no nearer than this by «show the selection». */
const CLOSEST_FIT = 2
/** While a board arrives in pieces its picture is made this seldom (ms): each time costs as much as the whole. */
const ARRIVAL_PAUSE_MS = 1_000

/** Owns where the view is: what is fitted into it, whose it is, and how it follows a board that arrives. */
export class Navigator {
  #hasView = false
  /** Pieces of the board have come that the view was not fitted to. */
  #isArriving = false
  #arrivalShownAt: number

  constructor(
    private readonly viewport: Viewport,
    /** The box around everything on the board, or null when it is empty. */
    private readonly contents: () => Box | null,
    now: number,
  ) {
    this.#arrivalShownAt = now
  }

  /** Whether the board is loaded, or the person has worked in the view: until then it shows what there is. */
  get hasView(): boolean {
    return this.#hasView
  }

  /** From now on the view is the person's own and follows nobody. */
  take(): void {
    this.#hasView = true
  }

  /** Something of the board has come from elsewhere. */
  arrived(): void {
    if (!this.#hasView) this.#isArriving = true
  }

  /** Follow what arrives, at `time`; milliseconds to wait before it may be shown, or 0 to paint now. */
  follow(time: number): number {
    if (!this.#isArriving || this.#hasView) return 0
    const pause = this.#arrivalShownAt + ARRIVAL_PAUSE_MS - time
    if (pause > 0) return pause
    this.#arrivalShownAt = time
    this.#showArrived()
    return 0
  }

  /** What was stored of the board is here. */
  loaded(): void {
    if (this.#hasView) return
    this.#showArrived()
    this.#hasView = true
  }

  /** The canvas has a size for the first time. */
  begin(): void {
    if (this.contents()) this.#fitAll()
    else this.viewport.look(centred({ x: 0, y: 0 }, this.viewport.size, 1))
  }

  /** Move what is seen by `by` CSS px, as a hand does that drags the page. */
  pan(by: Point): void {
    this.viewport.look(panned(this.viewport.aim, by))
  }

  zoomTo(zoom: number): void {
    this.#hasView = true
    this.viewport.look(zoomedTo(this.viewport.camera, zoom, this.viewport.centre))
  }

  /** Show everything. */
  showAll(): void {
    this.#hasView = true
    this.#fitAll()
  }

  /** Show `box` in the middle, brought no nearer than `most`. */
  show(box: Box, most = 1): void {
    this.#hasView = true
    this.viewport.look(fitted(box, this.viewport.size, FIT_PADDING_PX, most))
  }

  /** Show `box`, magnified when it is small. */
  showClosely(box: Box): void {
    this.show(box, CLOSEST_FIT)
  }

  #fitAll(): void {
    const box = this.contents()
    if (box && this.viewport.size.w > 0) this.viewport.look(fitted(box, this.viewport.size, FIT_PADDING_PX))
  }

  #showArrived(): void {
    if (this.#isArriving) this.#fitAll()
    this.#isArriving = false
  }
}
