import type { Metrics, SyncOut } from '../observe/metrics'
import type { FrameSocket } from './frame-socket'
import { LIMITS } from './limits'

/** What is on its way to one client: handed to the socket, and not on the wire yet. */
export class Outbox {
  /** Told when the client took something in. */
  onDrain: () => void = () => {}
  #bytes = 0
  #movedAt: number

  constructor(
    private readonly socket: Pick<FrameSocket, 'send'>,
    private readonly metrics: Pick<Metrics, 'traffic'>,
    private readonly now: () => number,
  ) {
    this.#movedAt = now()
  }

  get bytes(): number {
    return this.#bytes
  }
  /** Whether the client has been taking in nothing for too long. */
  get isStalled(): boolean {
    return this.#bytes > 0 && this.now() - this.#movedAt > LIMITS.queue.maxStallMs
  }

  /** What is said of people is left out for a slow client: the next word replaces it. */
  push(frame: Uint8Array, kind: SyncOut): void {
    const isStale = kind === 'awareness' || kind === 'heartbeat'
    if (isStale && this.#bytes + frame.length > LIMITS.queue.flowBytes) return
    this.metrics.traffic.sync.out[kind].add(frame.length)
    const isFirst = this.#bytes === 0
    this.#bytes += frame.length
    this.socket.send(frame, (error) => {
      this.#bytes -= frame.length
      if (this.#bytes > 0) this.#movedAt = this.now()
      if (!error) this.onDrain()
    })
    // Mostly it has been taken in already.
    if (isFirst && this.#bytes > 0) this.#movedAt = this.now()
  }
}
