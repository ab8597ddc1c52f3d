import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

/** Sockets take turns: each is done with what was read before the next is read. */
const READ_BYTES = 1024 * 1024
const readBuffer = Buffer.allocUnsafe(READ_BYTES)
const OPCODE = { binary: 2, close: 8, ping: 9, pong: 10 } as const
const HEAD_END = Buffer.from('\r\n\r\n')
const FIN = 0x80
const MASKED = 0x80
/** Any mask is allowed; this one leaves the payload as it is. */
const NO_MASK = Buffer.alloc(4)

export interface SocketEvents {
  onOpen(): void
  /** A whole message; its bytes are only valid during the call. */
  onMessage(message: Buffer): void
  /** Once, with the close code when there was one. */
  onClose(code: number | null): void
}

/**
 * A WebSocket client that costs as little as a thousand of them in one process may: no events, no copies of what came
 * whole, no allocation for a read.
 */
export class LeanSocket {
  bytesRead = 0
  readonly #socket: Socket
  #isOpen = false
  #isClosed = false
  #closeCode: number | null = null
  /** Of a message that has not come whole. */
  #rest: Buffer = Buffer.alloc(0)
  #restLength = 0

  constructor(
    url: URL,
    private readonly events: SocketEvents,
  ) {
    const onread = {
      buffer: readBuffer,
      callback: (count: number) => {
        this.#onRead(readBuffer.subarray(0, count))
        return true
      },
    }
    this.#socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true, onread }, () =>
      this.#socket.write(
        [
          `GET ${url.pathname}${url.search} HTTP/1.1`,
          `Host: ${url.host}`,
          'Connection: Upgrade',
          'Upgrade: websocket',
          'Sec-WebSocket-Version: 13',
          `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
          '\r\n',
        ].join('\r\n'),
      ),
    )
    this.#socket.on('error', () => {})
    this.#socket.on('close', () => {
      if (this.#isClosed) return
      this.#isClosed = true
      events.onClose(this.#closeCode)
    })
  }

  send(message: Uint8Array, opcode: number = OPCODE.binary): void {
    const { length } = message
    const head =
      length < 126
        ? Buffer.from([FIN | opcode, MASKED | length])
        : length < 65_536
          ? Buffer.from([FIN | opcode, MASKED | 126, length >> 8, length & 255])
          : Buffer.from([FIN | opcode, MASKED | 127, 0, 0, 0, 0, 0, 0, 0, 0])
    if (length >= 65_536) head.writeBigUInt64BE(BigInt(length), 2)
    this.#socket.write(Buffer.concat([head, NO_MASK, message]))
  }

  /** Gone without a word, as when a laptop closes. */
  terminate(): void {
    this.#socket.destroy()
  }

  close(): void {
    if (this.#isOpen) this.send(Buffer.from([3, 232]), OPCODE.close)
    this.#socket.end()
  }

  #onRead(chunk: Buffer): void {
    this.bytesRead += chunk.length
    if (this.#restLength === 0) {
      const used = this.#consume(chunk)
      if (used < chunk.length) this.#keep(chunk.subarray(used))
      return
    }
    this.#keep(chunk)
    const whole = this.#rest.subarray(0, this.#restLength)
    const used = this.#consume(whole)
    if (used === 0) return
    whole.copy(this.#rest, 0, used)
    this.#restLength -= used
    // A socket that was sent a board once shall not hold on to room for it.
    if (this.#restLength === 0) this.#rest = Buffer.alloc(0)
  }

  #keep(bytes: Buffer): void {
    const needed = this.#restLength + bytes.length
    if (needed > this.#rest.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.#rest.length * 2))
      this.#rest.copy(larger, 0, 0, this.#restLength)
      this.#rest = larger
    }
    bytes.copy(this.#rest, this.#restLength)
    this.#restLength = needed
  }

  /** Reads what is whole; returns how many bytes that was. */
  #consume(bytes: Buffer): number {
    let at = 0
    if (!this.#isOpen) {
      const end = bytes.indexOf(HEAD_END)
      if (end < 0) return 0
      if (!bytes.toString('latin1', 0, 12).includes(' 101')) {
        this.terminate()
        return bytes.length
      }
      this.#isOpen = true
      at = end + HEAD_END.length
      this.events.onOpen()
    }
    while (at + 2 <= bytes.length) {
      let length = bytes[at + 1]! & 127
      let from = at + 2
      if (length === 126) {
        if (at + 4 > bytes.length) break
        length = bytes.readUInt16BE(at + 2)
        from = at + 4
      } else if (length === 127) {
        if (at + 10 > bytes.length) break
        length = Number(bytes.readBigUInt64BE(at + 2))
        from = at + 10
      }
      if (from + length > bytes.length) break
      this.#onFrame(bytes[at]! & 15, bytes.subarray(from, from + length))
      at = from + length
    }
    return at
  }

  #onFrame(opcode: number, payload: Buffer): void {
    if (opcode === OPCODE.binary) return this.events.onMessage(payload)
    if (opcode === OPCODE.ping) return this.send(Buffer.from(payload), OPCODE.pong)
    if (opcode !== OPCODE.close) return
    this.#closeCode = payload.length >= 2 ? payload.readUInt16BE(0) : null
    this.#socket.end()
  }
}
