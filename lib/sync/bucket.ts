/** So much at once, and so much more every second: what may be sent. The clock (ms) is handed in. */
export class Bucket {
  #tokens: number
  #at: number

  constructor(
    private readonly limit: { readonly perSecond: number; readonly burst: number },
    private readonly now: () => number,
  ) {
    this.#tokens = limit.burst
    this.#at = now()
  }

  has(cost: number): boolean {
    const now = this.now()
    const { perSecond, burst } = this.limit
    this.#tokens = Math.min(burst, this.#tokens + ((now - this.#at) / 1000) * perSecond)
    this.#at = now
    return this.#tokens >= cost
  }

  /** Whether `cost` may be spent now; if not, nothing is spent. */
  take(cost: number): boolean {
    if (!this.has(cost)) return false
    this.#tokens -= cost
    return true
  }
}
