/** What is dear to work out is worked out again for at most this share of the time. */
const SHARE = 0.1

/**
 * A value that is kept until something it is made of changes, and while changes come one after the other is renewed
 * no more often than it is worth: for the moment between, it is what it was.
 */
export class Dear<T> {
  #kept: { readonly value: T } | null = null
  #isStale = false
  #spent = 0
  #madeAt = -Infinity

  constructor(
    private readonly make: () => T,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  get(): T {
    if (!this.#kept || (this.#isStale && this.dueIn <= 0)) {
      const start = this.clock()
      this.#kept = { value: this.make() }
      this.#madeAt = this.clock()
      this.#spent = this.#madeAt - start
      this.#isStale = false
    }
    return this.#kept.value
  }

  /** Made of something else now: nothing of it is good any more. */
  drop(): void {
    this.#kept = null
  }

  /** Something that it is made of has changed. */
  soil(): void {
    if (this.#kept) this.#isStale = true
  }

  /** Milliseconds until it is renewed when it is asked for; `Infinity` when there is nothing to renew. */
  get dueIn(): number {
    if (!this.#isStale) return Infinity
    return Math.max(0, this.#madeAt + this.#spent / SHARE - this.clock())
  }
}
