import { EventEmitter } from 'node:events'
import type { Socket } from 'socket.io'
import {
  MAX_QUERY_LENGTH,
  type TunnelToClient,
  type TunnelToServer,
} from '../../lib/protocol/document-tunnel'
import { FrameReader, FrameWriter, MAX_PIECE_BYTES, MAX_WINDOW_BYTES } from '../../lib/protocol/frame-stream'
import { MAX_FRAME_BYTES } from '../../lib/protocol/sync'
import { TokenBucket } from '../../lib/protocol/token-bucket'
import type { Metrics } from '../observe/metrics'
import type { FrameSocket } from '../rooms/frame-socket'
import { sayGoodbye, type Goodbye } from '../rooms/goodbye'

/** A sign of life counts as this many bytes, as a WebSocket's does. */
const PONG_BYTES = 6
/** Sent ahead by somebody who is not read yet: what our client sends at most, and one piece more. [K34] */
const MAX_HELD_BYTES = MAX_WINDOW_BYTES + MAX_PIECE_BYTES
/** For the other side to hear the goodbye before it is gone without one. */
const CLOSE_GRACE_MS = 2_000
/** Connections of one tab: each is a new look at the whole board. */
const OPENS = { perSecond: 0.5, burst: 5 }
/** No code: the other side is gone, or went without a word. */
const ABNORMAL = 1006
const NO_STATUS = 1005

const OPEN = 1
const CLOSING = 2
const CLOSED = 3

type TunnelSocket = Pick<Socket<TunnelToServer, TunnelToClient>, 'on' | 'emit'>

/** One document connection over a session's socket: to a room, a socket like any other. Begins paused. */
export class DocumentTunnel extends EventEmitter implements FrameSocket {
  readonly OPEN = OPEN
  readonly CLOSED = CLOSED
  readyState: number = OPEN
  readonly #reader = new FrameReader(MAX_FRAME_BYTES)
  readonly #writer: FrameWriter
  #received = 0
  #isPaused = true
  #isReading = false
  #acknowledgements: (() => void)[] = []
  #graceTimer: NodeJS.Timeout | undefined

  constructor(
    private readonly n: number,
    private readonly socket: Pick<TunnelSocket, 'emit'>,
    private readonly metrics: Pick<Metrics, 'refused'>,
  ) {
    super()
    const emit = (piece: Uint8Array, acknowledge?: () => void) => {
      if (acknowledge) socket.emit('sync:piece', n, piece, acknowledge)
      else socket.emit('sync:piece', n, piece)
    }
    this.#writer = new FrameWriter(emit, { onAcknowledged: () => this.#alive() })
  }

  /** While a frame is told, up to its end; otherwise all there is. */
  get bytesRead(): number {
    return this.#received - (this.#isReading ? this.#reader.waiting : 0)
  }
  get bufferedAmount(): number {
    return this.#writer.bufferedAmount
  }

  send(frame: Uint8Array, taken?: (error?: Error) => void): void {
    this.#writer.send(frame, taken)
  }

  ping(): void {
    this.#writer.ask()
  }

  pause(): void {
    this.#isPaused = true
  }

  resume(): void {
    this.#isPaused = false
    this.#read()
  }

  /** Says what is still to be said, then goodbye. */
  close(code: number, reason: string): void {
    if (this.readyState !== OPEN) return
    this.readyState = CLOSING
    this.#writer.finish()
    this.socket.emit('sync:closed', this.n, code, reason, () => this.end(code, reason))
    this.#graceTimer = setTimeout(() => this.end(code, reason), CLOSE_GRACE_MS)
  }

  terminate(): void {
    if (this.readyState === OPEN) this.socket.emit('sync:closed', this.n, ABNORMAL, '')
    this.end(ABNORMAL)
  }

  /** It is over, whoever ended it. */
  end(code: number, reason = ''): void {
    while (this.readyState === OPEN && this.#readFrame()); // what was said before, however busy the reader is
    if (this.readyState === CLOSED) return
    this.readyState = CLOSED
    this.#reader.clear()
    this.#acknowledgements = []
    clearTimeout(this.#graceTimer)
    this.#writer.close()
    this.emit('close', code, Buffer.from(reason))
  }

  /** A piece as it came, from somebody who may send anything. [B47] */
  receive(piece: unknown, acknowledge: unknown): void {
    if (this.readyState !== OPEN) return
    if (!Buffer.isBuffer(piece)) return this.#refuse('bad-piece')
    if (piece.length > MAX_PIECE_BYTES) return this.#refuse('piece-too-long')
    this.#reader.push(piece)
    this.#received += piece.length
    if (typeof acknowledge === 'function') this.#acknowledgements.push(acknowledge as () => void)
    if (this.#isPaused && this.#reader.waiting > MAX_HELD_BYTES) return this.#refuse('pieces-ahead')
    this.#read()
  }

  #read(): void {
    if (this.#isReading) return
    this.#isReading = true
    while (!this.#isPaused && this.readyState === OPEN && this.#readFrame());
    this.#isReading = false
    if (this.#isPaused || this.readyState !== OPEN) return
    for (const acknowledge of this.#acknowledgements.splice(0)) acknowledge()
  }

  /** False when there is no whole one. */
  #readFrame(): boolean {
    const frame = this.#reader.next()
    if (frame === 'too-large') this.#refuse('frame-in-pieces-too-long')
    if (!(frame instanceof Uint8Array)) return false
    this.emit('message', Buffer.from(frame.buffer, frame.byteOffset, frame.length), true)
    return true
  }

  #refuse(why: Goodbye): void {
    sayGoodbye(this, why, this.metrics)
  }

  #alive(): void {
    this.#received += PONG_BYTES
    this.emit('pong', Buffer.alloc(0))
  }
}

/** Makes document connections of what a session's socket says, one at a time; returns the events it listens to. */
export function carryDocument(
  socket: TunnelSocket,
  { now, metrics }: { readonly now: () => number; readonly metrics: Pick<Metrics, 'refused'> },
  opened: (tunnel: DocumentTunnel, query: string) => void,
): readonly (keyof TunnelToServer)[] {
  const opens = new TokenBucket(OPENS, now)
  let current: { readonly n: unknown; readonly tunnel: DocumentTunnel } | undefined
  const end = (code: number) => {
    current?.tunnel.end(code)
    current = undefined
  }
  // Whatever the types say, the other side may send anything.
  const on = socket.on as (event: string, listener: (...args: unknown[]) => void) => void
  on.call(socket, 'sync:open', (n, query) => {
    end(NO_STATUS)
    if (!Number.isSafeInteger(n) || typeof query !== 'string' || query.length > MAX_QUERY_LENGTH) return
    const tunnel = new DocumentTunnel(n as number, socket, metrics)
    current = { n, tunnel }
    if (opens.take()) opened(tunnel, query)
    else sayGoodbye(tunnel, 'too-many-tunnels', metrics)
  })
  on.call(socket, 'sync:piece', (n, piece, acknowledge) => {
    if (current && current.n === n) current.tunnel.receive(piece, acknowledge)
  })
  on.call(socket, 'sync:close', (n) => {
    if (current && current.n === n) end(NO_STATUS)
  })
  on.call(socket, 'disconnect', () => end(ABNORMAL))
  return ['sync:open', 'sync:piece', 'sync:close']
}
