import type { BoardId } from '../../lib/board/ids'
import type { Metrics } from '../observe/metrics'
import { StorageError, type Journal, type LogPlace } from '../storage/storage'

export type LogFailure = StorageError['code']

export interface BoardLogEvents {
  /** Committed and flushed. */
  onCommitted(update: Uint8Array, place: LogPlace): void
  /** An append was refused; it is tried again by itself, except when the board is gone. */
  onFailure(code: LogFailure): void
  /** From handing over one batch to handing over the next, at least; what comes meanwhile is one batch. */
  paceMs(): number
}
interface Pending {
  readonly update: Uint8Array
  /** When it was given. */
  readonly at: number
}
/** Waits for a position; told once more, when it is committed, if it was told of a failure before. */
type Waiter = (isDurable: boolean) => void

const FIRST_RETRY_MS = 100
/** Long enough to leave a struggling disk alone, short enough that people do not wait when it is well again. */
const MAX_RETRY_MS = 5_000

/**
 * One board's way into the journal: appends in order, one batch on its way while the next collects, tries again
 * for as long as storage fails, and says when a position is durable. Never drops what it was given. [K4, K5, K7]
 */
export class BoardLog {
  #pending: Pending[] = []
  #pendingBytes = 0
  #head = 0
  #committed = 0
  readonly #waiters = new Set<{ readonly position: number; readonly notify: Waiter }>()
  #running: Promise<void> | null = null
  #failure: LogFailure | null = null
  #isGone = false
  #wake: (() => void) | null = null
  #handedOverAt = -Infinity

  constructor(
    private readonly journal: Pick<Journal, 'append'>,
    private readonly board: BoardId,
    private readonly events: BoardLogEvents,
    private readonly now: () => number = () => performance.now(),
    private readonly metrics?: Pick<Metrics, 'commitSeconds' | 'durableSeconds'>,
    /** What all logs of the process have not committed yet. */
    private readonly unsaved: { bytes: number } = { bytes: 0 },
  ) {}

  /** Position of the last update given; positions start at 1. */
  get head(): number {
    return this.#head
  }
  /** Bytes given and not yet committed. */
  get pendingBytes(): number {
    return this.#pendingBytes
  }
  /** Updates given and not yet committed. */
  get pendingCount(): number {
    return this.#pending.length
  }
  get isSettled(): boolean {
    return this.#committed === this.#head || this.#isGone
  }
  /** Why storage refused the last batch; null while it takes everything in. */
  get failure(): LogFailure | null {
    return this.#failure
  }
  /** How long the oldest uncommitted update has been waiting. */
  get lagMs(): number {
    const [oldest] = this.#pending
    return oldest ? this.now() - oldest.at : 0
  }

  append(update: Uint8Array): number {
    this.#head++
    if (this.#isGone) return this.#head
    this.#pending.push({ update, at: this.now() })
    this.#hold(update.length)
    this.#running ??= this.#run()
    return this.#head
  }

  /**
   * Calls `notify(true)` when everything up to `position` is durable, `notify(false)` while storage fails. What it returns
   * ends the waiting: storage may fail for hours, and who waits may be gone.
   */
  whenDurable(position: number, notify: Waiter): () => void {
    const waiter = { position, notify }
    if (position <= this.#committed) notify(true)
    else {
      this.#waiters.add(waiter)
      if (this.#failure !== null) notify(false)
    }
    return () => void this.#waiters.delete(waiter)
  }

  /** Resolves when everything given up to now is committed, or the board is gone: what is given meanwhile has no end. */
  async settled(): Promise<void> {
    this.#wake?.()
    if (this.isSettled) return
    await new Promise<void>((resolve) =>
      this.whenDurable(this.#head, (isDurable) => {
        if (isDurable || this.#isGone) resolve()
      }),
    )
  }

  async #run(): Promise<void> {
    let retryMs = FIRST_RETRY_MS
    while (this.#pending.length > 0 && !this.#isGone) {
      const earlyMs = this.#handedOverAt + this.events.paceMs() - this.now()
      if (earlyMs > 0) await this.#pause(earlyMs)
      const failure = await this.#flush([...this.#pending])
      if (failure === null) retryMs = FIRST_RETRY_MS
      else if (failure !== 'no-such-board') {
        await this.#pause(retryMs)
        retryMs = Math.min(retryMs * 2, MAX_RETRY_MS)
      }
    }
    this.#running = null
  }

  /** Appends a batch; what was committed leaves the queue, from the first failure on the rest stays. */
  async #flush(batch: readonly Pending[]): Promise<LogFailure | null> {
    this.#handedOverAt = this.now()
    const outcomes = await Promise.allSettled(
      batch.map(({ update }) => this.journal.append(this.board, update)),
    )
    const now = this.now()
    this.metrics?.commitSeconds.observe((now - this.#handedOverAt) / 1_000)
    const broken = outcomes.findIndex((outcome) => outcome.status === 'rejected')
    const count = broken < 0 ? batch.length : broken
    const cause: unknown = broken < 0 ? null : (outcomes[broken] as PromiseRejectedResult).reason
    const failure = cause === null ? null : cause instanceof StorageError ? cause.code : 'failed'
    this.#failure = failure
    this.#pending.splice(0, count)
    this.#committed += count
    for (let i = 0; i < count; i++) {
      const outcome = outcomes[i]!
      const { update, at } = batch[i]!
      this.#hold(-update.length)
      this.metrics?.durableSeconds.observe((now - at) / 1_000)
      if (outcome.status === 'fulfilled') this.events.onCommitted(update, outcome.value)
    }
    this.#isGone = failure === 'no-such-board'
    if (this.#isGone) this.#hold(-this.#pendingBytes)
    this.#notify()
    if (failure !== null) this.events.onFailure(failure)
    return failure
  }

  #hold(bytes: number): void {
    this.#pendingBytes += bytes
    this.unsaved.bytes += bytes
  }

  #notify(): void {
    const durable = [...this.#waiters].filter(({ position }) => position <= this.#committed)
    for (const waiter of durable) this.#waiters.delete(waiter)
    for (const { notify } of durable) notify(true)
    if (this.#failure !== null) for (const { notify } of this.#waiters) notify(false)
  }

  /** Waits before the next batch or try; `settled` cuts it short, since somebody wants to leave. */
  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
