/** Of the time that a board takes to arrive, showing what there is so far may take this much. */
const SHOWING_SHARE = 0.08
/** However quick that is, a view that jumps more often than this (ms) is no pleasure to look at. */
const LEAST_PAUSE_MS = 250

export interface ArrivalHost {
  /** Keep what comes from the picture (`true`), or let it have all that has come. */
  hold(isHeld: boolean): void
  /** Take in what has come. */
  take(): void
  /** Have what has come in view, where nobody has chosen a view. */
  follow(): void
  /** Whether the picture shows all that it was given. */
  isSettled(): boolean
  /** Another picture of all that is to come is seen meanwhile. */
  isCovered(): boolean
  /** Milliseconds of a clock that only goes forward. */
  now(): number
}

/**
 * When a board that arrives in pieces is shown. Each piece changes the picture everywhere, so painting after each
 * would take longer than everything else together: what has come is shown in rounds, the first at once, the next
 * when painting all that there is by then is believed to be a small share of the time since. So a board that comes
 * faster than it is painted is shown twice, and one from far away as it comes. The last round shows everything, once.
 * Under a cover nothing is to be seen, and that is the only one.
 */
export class Arrival {
  #isOver = false
  /** Something has come that the picture was not given. */
  #hasNews = false
  /** The picture is being made of what it was given. */
  #isShowing = false
  #spentMs = 0
  /** Pieces that have come, and how many of them are shown: painting is believed to cost as much more. */
  #come = 0
  #shown = 0
  #shownAt = -Infinity
  #frameAt = 0

  constructor(private readonly host: ArrivalHost) {}

  /** Everything has come. */
  get isOver(): boolean {
    return this.#isOver
  }
  /** What has come is shown, or being painted. */
  get isShown(): boolean {
    return !this.#hasNews
  }

  /** Something of the board has come from elsewhere. */
  came(): void {
    if (this.#isOver) return
    if (!this.#hasNews) this.host.hold(true)
    // Each piece in the task in which it came: several together would be a long frame.
    this.host.take()
    this.#hasNews = true
    this.#come++
  }

  /** At the beginning of a frame: milliseconds until there is something to show, 0 when this frame may show it. */
  begin(): number {
    const now = (this.#frameAt = this.host.now())
    if (this.#isOver || this.#isShowing || !this.#hasNews || this.host.isCovered()) return 0
    const pause = this.#nextAt() - now
    if (pause > 0) return pause
    this.#isShowing = true
    this.#spentMs = 0
    this.#shown = this.#come
    this.#give()
    // What comes while this is painted is for the next round.
    this.host.hold(true)
    return 0
  }

  /** At the end of a frame that was painted. */
  end(): void {
    if (!this.#isShowing) return
    const now = this.host.now()
    this.#spentMs += now - this.#frameAt
    if (!this.host.isSettled()) return
    this.#isShowing = false
    this.#shownAt = now
  }

  /** When what there is now may be shown: later, when more has come by then. */
  #nextAt(): number {
    if (this.#shown === 0) return -Infinity
    const expectedMs = (this.#spentMs * this.#come) / this.#shown
    return this.#shownAt + Math.max(LEAST_PAUSE_MS, expectedMs / SHOWING_SHARE - expectedMs)
  }

  /** Everything that was stored is here. */
  finish(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#isShowing = false
    if (this.#hasNews) this.#give()
    else this.host.hold(false)
  }

  #give(): void {
    this.#hasNews = false
    this.host.hold(false)
    this.host.follow()
  }
}
