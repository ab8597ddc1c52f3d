import { TokenBucket, type Rate } from '../../lib/protocol/token-bucket'
import type { Frame } from './frames'
import { LIMITS } from './limits'

/** How much one connection may still send. */
export class Allowance {
  readonly #bytes: TokenBucket
  readonly #updates: TokenBucket
  readonly #outbox: TokenBucket
  readonly #awareness: TokenBucket
  readonly #step1: TokenBucket
  readonly #other: TokenBucket
  readonly #startedAt: number

  constructor(private readonly now: () => number) {
    const bucket = (rate: Rate) => new TokenBucket(rate, now)
    this.#bytes = bucket(LIMITS.bytes)
    this.#updates = bucket(LIMITS.updates)
    this.#outbox = bucket({ perSecond: 0, burst: LIMITS.outbox.updates })
    this.#awareness = bucket(LIMITS.awareness)
    this.#step1 = bucket(LIMITS.step1)
    this.#other = bucket(LIMITS.other)
    this.#startedAt = now()
  }

  hasBytes(bytes: number): boolean {
    return this.#bytes.take(bytes)
  }

  has(kind: Frame['kind']): boolean {
    if (kind === 'awareness') return this.#awareness.take()
    if (kind === 'step1') return this.#step1.take()
    if (kind !== 'update' && kind !== 'step2') return this.#other.take()
    const isEarly = this.now() - this.#startedAt < LIMITS.outbox.withinMs
    return this.#updates.take() || (isEarly && this.#outbox.take())
  }
}
