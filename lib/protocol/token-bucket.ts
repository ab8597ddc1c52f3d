export interface Rate {
  readonly perSecond: number
  /** At once. */
  readonly burst: number
}

/** A rate limit, counted alike by who keeps to it and by who holds others to it. The clock (ms) is handed in. */
export class TokenBucket {
  #tokens: number
  #at: number

  constructor(
    private readonly rate: Rate,
    private readonly now: () => number,
  ) {
    this.#tokens = rate.burst
    this.#at = now()
  }

  has(cost: number): boolean {
    const now = this.now()
    const { perSecond, burst } = this.rate
    this.#tokens = Math.min(burst, this.#tokens + ((now - this.#at) / 1000) * perSecond)
    this.#at = now
    return this.#tokens >= cost
  }

  /** Whether `cost` may be spent now; if not, nothing is spent. */
  take(cost = 1): boolean {
    if (!this.has(cost)) return false
    this.#tokens -= cost
    return true
  }
}
