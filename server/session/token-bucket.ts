/** A rate limit: `perSecond` sustained, `burst` at once. The clock (ms) is handed in. */
export class TokenBucket {
  #tokens: number
  #at: number

  constructor(
    readonly perSecond: number,
    readonly burst: number,
    private readonly now: () => number,
  ) {
    this.#tokens = burst
    this.#at = now()
  }

  /** Whether `cost` may be spent now; if not, nothing is spent. */
  take(cost = 1): boolean {
    const now = this.now()
    this.#tokens = Math.min(this.burst, this.#tokens + ((now - this.#at) / 1000) * this.perSecond)
    this.#at = now
    if (this.#tokens < cost) return false
    this.#tokens -= cost
    return true
  }
}
