import type { Socket } from 'socket.io-client'
import type { TunnelToClient, TunnelToServer } from '../protocol/document-tunnel'
import { FrameReader, FrameWriter } from '../protocol/frame-stream'

const CONNECTING = 0
const OPEN = 1
const CLOSED = 3
/** Gone without a word, as a WebSocket says it; closed from here. */
const ABNORMAL = 1006
const NO_STATUS = 1005

type Handler<E> = ((event: E) => void) | null

/** Connections of this tab so far: what the server says of an earlier one is not for the next. [K21] */
let opened = 0

/**
 * A document connection inside of the session channel, for networks that let no WebSocket through. As much of a
 * `WebSocket` as y-websocket uses: made at once, opened in the next turn, and closed with the channel.
 */
export class TunnelSocket {
  binaryType = 'arraybuffer'
  readonly OPEN = OPEN
  readyState = CONNECTING
  onopen: Handler<Event> = null
  onmessage: Handler<{ readonly data: Uint8Array }> = null
  onerror: Handler<Event> = null
  onclose: Handler<{ readonly code: number; readonly reason: string }> = null
  readonly #n = ++opened
  readonly #reader = new FrameReader()
  readonly #writer = new FrameWriter((piece, acknowledge) => this.#emit(piece, acknowledge))

  constructor(
    private readonly channel: Pick<
      Socket<TunnelToClient, TunnelToServer>,
      'on' | 'off' | 'emit' | 'connected'
    >,
    /** What follows the question mark of the address on `/sync`. */
    private readonly query: string,
  ) {
    channel.on('sync:piece', this.#onPiece)
    channel.on('sync:closed', this.#onClosed)
    channel.on('disconnect', this.#onDisconnect)
    // Whoever makes a socket says afterwards who listens to it.
    queueMicrotask(() => this.#open())
  }

  /** Bytes that the server does not have yet. */
  get bufferedAmount(): number {
    return this.#writer.bufferedAmount
  }

  send(frame: Uint8Array): void {
    this.#writer.send(frame)
  }

  close(): void {
    if (this.readyState === OPEN && this.channel.connected) this.channel.emit('sync:close', this.#n)
    this.#end(NO_STATUS, '')
  }

  #open(): void {
    if (this.readyState !== CONNECTING) return
    if (!this.channel.connected) return this.#end(ABNORMAL, '')
    this.readyState = OPEN
    this.channel.emit('sync:open', this.#n, this.query)
    this.onopen?.(new Event('open'))
  }

  #emit(piece: Uint8Array, acknowledge?: () => void): void {
    // The channel would keep it for its next connection, where it is a piece of nothing.
    if (!this.channel.connected) return
    if (acknowledge) this.channel.emit('sync:piece', this.#n, piece, acknowledge)
    else this.channel.emit('sync:piece', this.#n, piece)
  }

  readonly #onPiece: TunnelToClient['sync:piece'] = (n, piece, acknowledge) => {
    if (n !== this.#n) return
    this.#reader.push(new Uint8Array(piece))
    while (this.readyState === OPEN) {
      const data = this.#reader.next()
      if (!(data instanceof Uint8Array)) break
      this.onmessage?.({ data })
    }
    acknowledge?.()
  }

  readonly #onClosed: TunnelToClient['sync:closed'] = (n, code, reason, acknowledge) => {
    if (n !== this.#n) return
    acknowledge?.()
    this.#end(code, reason)
  }

  readonly #onDisconnect = () => this.#end(ABNORMAL, '')

  #end(code: number, reason: string): void {
    if (this.readyState === CLOSED) return
    this.readyState = CLOSED
    this.channel.off('sync:piece', this.#onPiece)
    this.channel.off('sync:closed', this.#onClosed)
    this.channel.off('disconnect', this.#onDisconnect)
    this.#writer.close()
    queueMicrotask(() => this.onclose?.({ code, reason }))
  }
}
