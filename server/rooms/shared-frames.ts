import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocket } from 'ws'

const BINARY_FINAL = 0x82
/** Longer messages are not copied: their header goes out in front of them. */
const COPIED_BYTES = 16 * 1024

function headerOf(length: number): Buffer {
  if (length < 126) return Buffer.from([BINARY_FINAL, length])
  if (length < 65_536) return Buffer.from([BINARY_FINAL, 126, length >> 8, length & 255])
  const header = Buffer.alloc(10)
  header[0] = BINARY_FINAL
  header[1] = 127
  header.writeBigUInt64BE(BigInt(length), 2)
  return header
}

/** The message that was sent last, as it went over the wire: what a crowd is told is put together once. */
let last: { readonly message: Uint8Array; readonly bytes: Buffer } | null = null

function framed(message: Uint8Array): Buffer {
  if (last?.message !== message) last = { message, bytes: Buffer.concat([headerOf(message.length), message]) }
  return last.bytes
}

/**
 * What a stream does around each write (a queue that is empty, a tick after it) takes as long as the frame takes to be put
 * together: a network socket that has nothing of its own waiting is handed the bytes at once. It keeps their order.
 */
function write(stream: Duplex, bytes: Buffer, taken?: (error?: Error | null) => void): void {
  if (!(stream instanceof Socket) || stream.writableLength > 0 || stream.connecting)
    return void stream.write(bytes, taken)
  stream._write(bytes, 'buffer' as BufferEncoding, (error) => {
    if (error) stream.destroy(error)
    taken?.(error)
  })
}

/**
 * A WebSocket that writes binary messages to its network socket as they are. `ws` makes a header for every receiver and
 * hands two pieces to the system; on a board with a thousand people that is most of what the server does. It goes on
 * doing everything else and may write in between, since both only write whole frames: nothing is compressed here.
 */
export class SharedFrameSocket extends WebSocket {
  #stream: Duplex | null = null

  /** The network socket that was upgraded. */
  writeTo(stream: Duplex): void {
    this.#stream = stream
  }

  override send(message: unknown, ...rest: readonly unknown[]): void {
    const [taken] = rest as [((error?: Error | null) => void)?]
    const stream = this.#stream
    if (this.readyState !== WebSocket.OPEN || !stream?.writable)
      return taken?.(new Error('the socket is closed'))
    const bytes = message as Uint8Array
    if (bytes.length <= COPIED_BYTES) return write(stream, framed(bytes), taken)
    stream.cork()
    stream.write(headerOf(bytes.length))
    stream.write(bytes, taken)
    stream.uncork()
  }
}
