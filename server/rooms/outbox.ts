import type { SyncOut } from '../observe/metrics'
import type { FrameSocket } from './frame-socket'
import { LIMITS } from './limits'

/** Handed to the socket and not on the wire yet; the rest waits here, where it is shared with other clients. */
const IN_FLIGHT_BYTES = 1024 * 1024

/** What is on its way to one client, bounded. */
export class Outbox {
  #queue: { frame: Uint8Array; isCounted: boolean }[] = []
  #inFlight = 0
  #waiting = 0
  #movedAt: number

  /** `onOverflow`: the client takes in too little; called once. */
  constructor(
    private readonly socket: Pick<FrameSocket, 'send'>,
    private readonly onOverflow: () => void,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#movedAt = now()
  }

  /** What is said of people may be left out for a slow client; the board itself, as it is opened, has no size limit. */
  push(frame: Uint8Array, kind: SyncOut): void {
    if ((kind === 'awareness' || kind === 'heartbeat') && this.bytes > LIMITS.queue.droppableBytes) return
    const isCounted = kind !== 'board'
    if (isCounted && this.#waiting + frame.length > LIMITS.queue.maxBytes) return this.#overflow()
    if (this.#inFlight === 0) this.#movedAt = this.now()
    if (isCounted) this.#waiting += frame.length
    this.#queue.push({ frame, isCounted })
    this.#pump()
  }

  /** Bytes that are on their way. */
  get bytes(): number {
    return this.#inFlight + this.#waiting
  }

  /** Closes a client that has been taking in nothing for too long. */
  checkStall(): void {
    if (this.#inFlight > 0 && this.now() - this.#movedAt > LIMITS.queue.maxStallMs) this.#overflow()
  }

  #overflow(): void {
    this.#queue = []
    this.#waiting = 0
    this.onOverflow()
  }

  #pump(): void {
    while (this.#inFlight < IN_FLIGHT_BYTES) {
      const next = this.#queue.shift()
      if (!next) return
      const { length } = next.frame
      if (next.isCounted) this.#waiting -= length
      this.#inFlight += length
      this.socket.send(next.frame, (error) => {
        this.#inFlight -= length
        this.#movedAt = this.now()
        if (!error) this.#pump()
      })
    }
  }
}
