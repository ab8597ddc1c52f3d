/** A server that restarts is found again within `mostMs`; a thousand tabs spread over half of it. */
const RECONNECT = { firstMs: 250, mostMs: 5_000 }

/** When to try again: twice as long each time, and never in step with the other tabs that lost the same server. */
export class Backoff {
  #failures = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly attempt: () => void,
    private readonly waits: { readonly firstMs: number; readonly mostMs: number } = RECONNECT,
    private readonly random: () => number = Math.random,
  ) {}

  /** `leastMs`: where it is known to be of no use sooner. */
  retry(leastMs = 0): void {
    if (this.#timer !== undefined) return
    const fullMs = Math.min(this.waits.mostMs, Math.max(leastMs, this.waits.firstMs * 2 ** this.#failures))
    this.#failures += 1
    this.#timer = setTimeout(() => this.now(), fullMs * (0.5 + this.random() / 2))
  }

  /** The network is back, or somebody looks: do not wait. */
  now(): void {
    this.stop()
    this.attempt()
  }

  succeeded(): void {
    this.#failures = 0
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}
