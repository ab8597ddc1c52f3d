import { announce } from './announce'
import { EMPTY_UPDATE, step2Frame, updateFrame } from './frames'
import type { History } from './history'
import { LIMITS } from './limits'
import type { Outbox } from './outbox'
import type { Turns, Waiting } from './turns'

/** What answers sync step 1: what has to be looked up, piece by piece, then what is at hand. */
export interface Answer {
  readonly missing?: Iterator<Uint8Array, void>
  readonly pieces: readonly Uint8Array[]
}

/**
 * What one client has been sent of its board, and what comes next. While it keeps up, that is every update as it
 * comes. One that does not is sent no more until it has taken in what is on its way, and then all that came meanwhile,
 * merged: nothing waits for it here but the number of the last update that it was sent. [F31]
 */
export class Feed implements Waiting {
  lastTurn = -1
  #history: History | null = null
  #position = 0
  /** `History.total` at that position. */
  #total = 0
  #isBehind = false
  #pieces: Uint8Array[] = []
  #missing: Iterator<Uint8Array, void> | null = null
  /** Whether the board is on its way, and whether all that is meant to come is known. */
  #opening: 'no' | 'begun' | 'ending' = 'no'
  #hasOpened = false

  /** Told when the client lies too far behind. */
  onTooFar: () => void = () => {}

  constructor(
    private readonly outbox: Outbox,
    /** A tab of ours, which is told how much is coming; others would not know what that means. */
    private readonly isOurs: boolean,
    /** Where it waits between two pieces: what others draw goes out in between. */
    private readonly turns: Pick<Turns, 'wait' | 'leave'>,
  ) {
    outbox.onDrain = () => this.#goOn()
  }

  /** From here on it is sent what is added to `history`; who was sent all that is stored, what came since. */
  follow(history: History): void {
    this.#history = history
    const isNew = history.head > 0 && this.#hasOpened
    this.#caughtUp()
    if (!isNew) return
    this.#position = this.#total = 0
    this.#isBehind = true
    this.#goOn()
  }

  /** Where the client is, once it has the board and everything since; null while something is still to be sent. */
  get position(): number | null {
    return this.#hasOpened && !this.#isWaiting ? this.#position : null
  }

  /** Whether something of what the client has to be sent has not left yet: what comes now is behind it. */
  get #isWaiting(): boolean {
    return this.#opening !== 'no' || this.#isBehind || this.#pieces.length > 0 || this.#missing !== null
  }

  /** Sends pieces of the board, which `answer` completes. */
  begin(pieces: readonly Uint8Array[]): void {
    this.#opening = 'begun'
    this.#send(pieces)
  }

  /** Sends a board as it is stored, all of it, before there is a history to follow: with it, sync step 1 is answered. */
  answerStored(pieces: readonly Uint8Array[]): void {
    this.#opening = 'ending'
    this.#hasOpened = true
    this.#send(pieces)
  }

  /** Sends what answers sync step 1; with it, the client has everything up to now. */
  answer({ missing, pieces }: Answer): void {
    if (this.#opening === 'ending') this.#pieces = []
    this.#missing = missing ?? null
    this.#opening = 'ending'
    this.#hasOpened = true
    this.#caughtUp()
    this.#send(pieces)
  }

  /**
   * An update, or several, up to `head` of the history; null when they are the client's own. `pieces`: what belongs to
   * it and comes after it, one by one.
   */
  offer(frame: Uint8Array | null, head: number, pieces: readonly Uint8Array[] = []): void {
    if (head <= this.#position) return
    const { bytes } = this.outbox
    const isMuch = frame !== null && bytes > 0 && bytes + frame.length > LIMITS.queue.flowBytes
    if (this.#isWaiting || isMuch) {
      this.#isBehind = true
      const isTooFar = this.#opening === 'no' && this.#history!.total - this.#total > LIMITS.queue.maxBytes
      return isTooFar ? this.onTooFar() : this.#goOn()
    }
    this.#caughtUp(head)
    if (frame) this.outbox.push(frame, 'update')
    this.#pieces.push(...pieces)
    this.#goOn()
  }

  #caughtUp(head = this.#history!.head): void {
    this.#position = head
    this.#total = this.#history!.total
    this.#isBehind = false
  }

  #send(pieces: readonly Uint8Array[]): void {
    const ahead = this.isOurs ? announce(pieces) : null
    if (ahead) this.outbox.push(ahead, 'board')
    this.#pieces.push(...pieces)
    if (this.takeTurn()) this.turns.wait(this)
  }

  /** Sends the next frame of what waits; whether there may be more, and room for it. */
  takeTurn(): boolean {
    if (this.outbox.bytes >= LIMITS.queue.openingBytes) return false
    const frame = this.#next()
    if (!frame) return false
    this.outbox.push(frame, this.#hasOpened && this.#opening === 'no' ? 'update' : 'board')
    return this.outbox.bytes < LIMITS.queue.openingBytes
  }

  /** Nobody is there any more. */
  end(): void {
    this.turns.leave(this)
    this.outbox.onDrain = () => {}
  }

  #goOn(): void {
    const { openingBytes, drainedBytes } = LIMITS.queue
    const isSendingPieces = this.#opening !== 'no' || this.#pieces.length > 0
    const room = isSendingPieces ? openingBytes - 1 : drainedBytes
    if ((isSendingPieces || this.#isBehind) && this.outbox.bytes <= room) this.turns.wait(this)
  }

  #next(): Uint8Array | null {
    const looked = this.#missing?.next()
    if (looked && !looked.done) return updateFrame(looked.value)
    this.#missing = null
    const piece = this.#pieces.shift()
    const isEnd = this.#opening === 'ending' && this.#pieces.length === 0
    if (isEnd) this.#opening = 'no'
    if (isEnd) return step2Frame(piece ?? EMPTY_UPDATE)
    if (piece) return updateFrame(piece)
    if (this.#opening !== 'no' || !this.#isBehind || this.outbox.bytes > LIMITS.queue.drainedBytes)
      return null
    const missed = this.#history!.after(this.#position) ?? this.#history!.pieces()
    this.#caughtUp()
    this.#pieces = missed
    return missed.length > 0 ? updateFrame(this.#pieces.shift()!) : null
  }
}
