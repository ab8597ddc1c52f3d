/**
 * Frames over a channel that carries small pieces: a stream of bytes in which each frame has its length in front.
 * Several small frames share a piece, a large one continues over many.
 */

/** Below what proxies and Engine.IO take in one request, also when a body spells its bytes in base64. */
export const MAX_PIECE_BYTES = 256 * 1024
/** Of a stream, on its way and not acknowledged: one piece is taken in while the next travels. */
export const MAX_WINDOW_BYTES = 2 * MAX_PIECE_BYTES
/** Small pieces that are on their way at once; what comes after them travels together. */
const MAX_PIECES_AHEAD = 8
/** A telephone line carries this in a second. */
const MIN_WINDOW_BYTES = 4 * 1024
const FIRST_WINDOW_BYTES = 8 * 1024
/**
 * How long the bytes of a window may take beyond the round trip itself. A request holds up every heartbeat behind it,
 * and one that is late by 6 s ends the connection.
 */
const QUICK_MS = 100
const BRISK_MS = 500
const SLOW_MS = 2_000

/** Bytes of the length in front of a frame: unsigned, big-endian. */
const HEADER_BYTES = 4

/** What stands in front of a frame. */
export function frameHeader({ length }: Uint8Array): Uint8Array {
  const header = new Uint8Array(HEADER_BYTES)
  new DataView(header.buffer).setUint32(0, length)
  return header
}

/** Puts the frames of a stream together again. */
export class FrameReader {
  #chunks: Uint8Array[] = []
  #length = 0

  constructor(private readonly maxFrameBytes = Infinity) {}

  push(piece: Uint8Array): void {
    if (piece.length === 0) return
    this.#chunks.push(piece)
    this.#length += piece.length
  }

  /** Bytes that belong to no frame that was read. */
  get waiting(): number {
    return this.#length
  }

  /** Lets go of the bytes that belong to no frame that was read. */
  clear(): void {
    this.#chunks = []
    this.#length = 0
  }

  /** The next whole frame; null when more has to come first. Refused by its length, before it is there. [B11] */
  next(): Uint8Array | 'too-large' | null {
    if (this.#length < HEADER_BYTES) return null
    const header = this.#peek(HEADER_BYTES)
    const bytes = new DataView(header.buffer, header.byteOffset).getUint32(0)
    if (bytes > this.maxFrameBytes) return 'too-large'
    if (this.#length < HEADER_BYTES + bytes) return null
    this.#take(HEADER_BYTES)
    return this.#take(bytes)
  }

  /** The first bytes, which stay where they are. */
  #peek(bytes: number): Uint8Array {
    const taken = this.#take(bytes)
    this.#chunks.unshift(taken)
    this.#length += bytes
    return taken
  }

  #take(bytes: number): Uint8Array {
    this.#length -= bytes
    const first = this.#chunks[0]
    // Most often a frame is inside of one piece.
    if (first && first.length > bytes) {
      this.#chunks[0] = first.subarray(bytes)
      return first.subarray(0, bytes)
    }
    if (first?.length === bytes) return this.#chunks.shift()!
    const whole = new Uint8Array(bytes)
    let filled = 0
    while (filled < bytes) {
      const chunk = this.#chunks[0]!
      const part = chunk.subarray(0, bytes - filled)
      whole.set(part, filled)
      filled += part.length
      if (part.length === chunk.length) this.#chunks.shift()
      else this.#chunks[0] = chunk.subarray(part.length)
    }
    return whole
  }
}

/** An acknowledgement that is due: of the stream up to `position`; `pieces` were sent after it. */
interface Asked {
  readonly position: number
  readonly at: number
  pieces: number
}
type Taken = (error?: Error) => void

/**
 * Sends frames as such a stream, no faster than the other side takes it in. One acknowledgement is asked for at a
 * time; by how long it takes, more or less is sent ahead.
 */
export class FrameWriter {
  #queue: Uint8Array[] = []
  #waiting = 0
  #sent = 0
  /** Pieces since the one that was acknowledged last. */
  #piecesAhead = 0
  #acknowledged = 0
  #window = FIRST_WINDOW_BYTES
  #asked: Asked | null = null
  /** The shortest time that an acknowledgement took: the way there and back. */
  #roundTripMs: number | null = null
  /** Frames that are not acknowledged, by where they end in the stream. */
  #unacknowledged: { readonly end: number; readonly taken: Taken | undefined }[] = []
  #end = 0
  #isClosed = false

  constructor(
    /** Sends one piece; `acknowledge`, where it is there, is to be called by the other side once it has it. */
    private readonly emit: (piece: Uint8Array, acknowledge?: () => void) => void,
    private readonly options: {
      readonly now?: () => number
      /** The other side gave a sign of life. */
      readonly onAcknowledged?: () => void
    } = {},
  ) {}

  /** Bytes that the other side does not have yet, as far as is known here. */
  get bufferedAmount(): number {
    return this.#end - this.#acknowledged
  }

  send(frame: Uint8Array, taken?: Taken): void {
    if (this.#isClosed) return taken?.(new Error('closed'))
    this.#queue.push(frameHeader(frame), frame)
    this.#waiting += HEADER_BYTES + frame.length
    this.#end += HEADER_BYTES + frame.length
    this.#unacknowledged.push({ end: this.#end, taken })
    this.#pump()
  }

  /** Asks for a sign of life, unless one is due anyway. */
  ask(): void {
    if (!this.#isClosed && !this.#asked) this.#emit(new Uint8Array(0))
  }

  /** Sends what is left, however slow the other side is, and nothing after it. */
  finish(): void {
    while (this.#waiting > 0) this.emit(this.#take(MAX_PIECE_BYTES))
    this.close()
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#queue = []
    this.#waiting = 0
    for (const { taken } of this.#unacknowledged.splice(0)) taken?.(new Error('closed'))
  }

  #pump(): void {
    while (this.#waiting > 0) {
      const onTheWay = this.#sent - this.#acknowledged
      const most = Math.min(this.#window - onTheWay, MAX_PIECE_BYTES)
      if (most <= 0) return // the window may have become smaller than what is on its way
      const isWorthIt = Math.min(this.#waiting, most) >= Math.min(this.#window / 2, MAX_PIECE_BYTES)
      if (onTheWay > 0 && this.#piecesAhead >= MAX_PIECES_AHEAD && !isWorthIt) return
      this.#emit(this.#take(most))
    }
  }

  #emit(piece: Uint8Array): void {
    this.#piecesAhead += 1
    if (this.#asked) {
      this.#asked.pieces += 1
      return this.emit(piece)
    }
    const asked = (this.#asked = { position: this.#sent, at: this.#now(), pieces: 0 })
    this.emit(piece, () => this.#onAcknowledged(asked))
  }

  #onAcknowledged(asked: Asked): void {
    if (this.#asked !== asked) return
    this.#asked = null
    this.#piecesAhead = asked.pieces
    const isFull = asked.position - this.#acknowledged >= this.#window / 2
    this.#pace(this.#now() - asked.at, isFull)
    this.#acknowledged = asked.position
    this.options.onAcknowledged?.()
    while (this.#unacknowledged[0] && this.#unacknowledged[0].end <= this.#acknowledged)
      this.#unacknowledged.shift()?.taken?.()
    this.#pump()
    // What was sent meanwhile is to be acknowledged too.
    if (this.#sent > this.#acknowledged) this.ask()
  }

  /** Little that came back soon says nothing about how much could be sent. */
  #pace(tookMs: number, isFull: boolean): void {
    const transferMs = tookMs - (this.#roundTripMs ?? 0)
    this.#roundTripMs = Math.min(tookMs, this.#roundTripMs ?? tookMs)
    if (transferMs > SLOW_MS) this.#window = Math.max(MIN_WINDOW_BYTES, this.#window / 2)
    else if (isFull && transferMs < BRISK_MS)
      this.#window = Math.min(MAX_WINDOW_BYTES, this.#window * (transferMs < QUICK_MS ? 4 : 2))
  }

  #now(): number {
    return this.options.now?.() ?? performance.now()
  }

  /** The next bytes of the stream, `most` at most. */
  #take(most: number): Uint8Array {
    const piece = new Uint8Array(Math.min(most, this.#waiting))
    let filled = 0
    while (filled < piece.length) {
      const chunk = this.#queue[0]!
      const part = chunk.subarray(0, piece.length - filled)
      piece.set(part, filled)
      filled += part.length
      if (part.length === chunk.length) this.#queue.shift()
      else this.#queue[0] = chunk.subarray(part.length)
    }
    this.#waiting -= piece.length
    this.#sent += piece.length
    return piece
  }
}
