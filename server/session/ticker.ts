/**
 * Runs a task soon after it was asked for, but at most once per `everyMs`: the first time at the end of the current
 * turn, so that a lone event leaves at once and several of one turn leave together.
 */
export class Ticker {
  #isAsked = false
  #isCooling = false
  #timers = new Set<ReturnType<typeof setTimeout>>()
  #isClosed = false

  constructor(
    private readonly everyMs: number,
    private readonly task: () => void,
  ) {}

  ask(): void {
    if (this.#isAsked || this.#isClosed) return
    this.#isAsked = true
    if (!this.#isCooling) queueMicrotask(() => this.#run())
  }

  /** Ask again after `ms`, for what only time changes. */
  askIn(ms: number): void {
    this.#after(ms, () => this.ask())
  }

  close(): void {
    this.#isClosed = true
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
  }

  #run(): void {
    if (this.#isClosed || this.#isCooling || !this.#isAsked) return
    this.#isAsked = false
    this.#isCooling = true
    this.#after(this.everyMs, () => {
      this.#isCooling = false
      if (this.#isAsked) this.#run()
    })
    this.task()
  }

  #after(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      run()
    }, ms)
    timer.unref()
    this.#timers.add(timer)
  }
}
