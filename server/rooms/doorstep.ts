import type { LogPlace } from '../storage/storage'
import type { Connection } from './connection'
import type { Feed } from './feed'
import type { FrameSocket } from './frame-socket'
import { readFrame } from './frames'
import type { Room } from './room'

type Message = [data: Buffer, isBinary: boolean]

/** A board as it is stored, in pieces that can be applied in this order. */
export interface StoredPieces {
  /** Of its snapshot. */
  readonly base: readonly Uint8Array[]
  /** The rest; null when some of it has to be held back, which only the document tells. [F04] */
  readonly tail: readonly Uint8Array[] | null
  /** The last row that is in them; null before there is one. */
  readonly place: LogPlace | null
}

/** Sync step 1 of somebody who has nothing of the board. */
function asksForAll(data: Buffer): boolean {
  const frame = readFrame(data)
  return frame?.kind === 'step1' && frame.stateVector.length === 1 && frame.stateVector[0] === 0
}

/**
 * Where a socket is while its board is still being made of what is stored. Whoever has nothing of the board is sent
 * what is stored meanwhile: of a large one, making the document takes longer than sending it. Nothing else is answered
 * before the room is there. [K2, K20, K34]
 */
export class Doorstep {
  #stored: StoredPieces | null = null
  #hasSent = false
  #early: Message[] = []

  constructor(
    private readonly socket: FrameSocket,
    private readonly feed: Feed,
  ) {}

  /** Read what the visitor says first, of a socket that is paused. */
  offer(stored: StoredPieces): void {
    const isEmpty = stored.base.length === 0 && !stored.tail?.length
    if (isEmpty || this.socket.readyState !== this.socket.OPEN) return
    this.#stored = stored
    this.socket.on('message', this.#onMessage)
    this.socket.resume()
  }

  /** The room is there, and the connection is in it: what is left of the board, and what was said meanwhile. */
  enter(connection: Connection, room: Room): void {
    this.socket.off('message', this.#onMessage)
    if (this.#hasSent && !this.#stored!.tail) room.sendSince(connection, this.#stored!.base)
    for (const message of this.#early) this.socket.emit('message', ...message)
  }

  readonly #onMessage = (...message: Message): void => {
    if (this.socket.readyState !== this.socket.OPEN) return // refused: its own goodbye has to be read
    // What came with the first message in one piece still arrives; then nothing until the room is there.
    this.socket.pause()
    const isFirst = !this.#hasSent && this.#early.length === 0
    if (!isFirst || !asksForAll(message[0])) return void this.#early.push(message)
    this.#hasSent = true
    const { base, tail } = this.#stored!
    if (tail) this.feed.answerStored([...base, ...tail])
    else this.feed.begin(base)
  }
}
