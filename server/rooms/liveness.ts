/** Rounds without a byte from the other side before it counts as dead. */
const MAX_SILENT_ROUNDS = 2
/** A frame that is not finished in this time, although it is small, never will be. [B12] */
const FRAME_DEADLINE_MS = 30_000
/** The slowest line of a phone, 1 KB/s and half of it lost, sends more than this in that time. */
const FRAME_DEADLINE_BYTES = 8 * 1024
/** Header and mask of a client's control frame. */
const CONTROL_FRAME_BYTES = 6

/**
 * Whether the other side of a socket is alive, asked once a round, after a ping in the round before. Rounds are
 * counted instead of time, so that a blocked event loop kills nobody; bytes count, not messages, since a large
 * frame on a slow line holds up every pong behind it. [F15, F32]
 */
export class Liveness {
  #bytes = 0
  #silentRounds = 0
  /** Bytes that belong to finished frames. */
  #accounted = 0
  #unfinished: { readonly since: number; readonly bytes: number } | null = null

  constructor(
    private readonly bytesRead: () => number,
    private readonly now: () => number,
  ) {
    this.#bytes = this.#accounted = bytesRead()
  }

  sawMessage(): void {
    this.#accounted = this.bytesRead()
    this.#unfinished = null
  }

  sawControl(payloadBytes: number): void {
    this.#accounted += CONTROL_FRAME_BYTES + payloadBytes
  }

  /** One round: what to think of the other side. */
  round(): 'alive' | 'dead' | 'stuck' {
    const bytes = this.bytesRead()
    if (bytes > this.#bytes) {
      this.#bytes = bytes
      this.#silentRounds = 0
    } else if (this.#silentRounds >= MAX_SILENT_ROUNDS) return 'dead'
    else this.#silentRounds++

    if (bytes <= this.#accounted) this.#unfinished = null
    else this.#unfinished ??= { since: this.now(), bytes }
    const isLate = this.#unfinished !== null && this.now() - this.#unfinished.since > FRAME_DEADLINE_MS
    return isLate && bytes - this.#unfinished!.bytes < FRAME_DEADLINE_BYTES ? 'stuck' : 'alive'
  }
}
