/** Runs at once when it is quiet, then at most once per interval, and always once more after the last request. */
export class Throttle {
  #timer: ReturnType<typeof setTimeout> | undefined
  #isAsked = false

  constructor(private readonly run: () => void) {}

  /** `everyMs` may differ from call to call; the one in force began with the last run. */
  ask(everyMs: number): void {
    if (this.#timer !== undefined) {
      this.#isAsked = true
      return
    }
    this.#rest(everyMs)
    this.run()
  }

  /** Run now, whatever the pace, instead of what was asked for. */
  now(): void {
    this.#isAsked = false
    this.run()
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#isAsked = false
  }

  #rest(everyMs: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      if (!this.#isAsked) return
      this.#isAsked = false
      this.ask(everyMs)
    }, everyMs)
  }
}
