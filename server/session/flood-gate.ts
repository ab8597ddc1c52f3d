import { MAX_FRAME_BYTES } from '../../lib/protocol/sync'
import { TokenBucket } from './token-bucket'

/**
 * A cursor at 30 Hz, drafts at 120 Hz and pieces of a document, of two packets each, stay below, with all their
 * answers; ten thousand a second does not. [B47]
 */
const PACKETS_PER_SECOND = 600
const PACKETS_AT_ONCE = 1_500
/** The largest honest drag is paced by our client to well under this. */
const BYTES_PER_SECOND = 1024 * 1024
/** A few messages of the largest size that is read at all. */
const BYTES_AT_ONCE = 4 * 1024 * 1024
/** Binary is the document, as on `/sync`: a room allows half of this, and says so when it is too much. */
const DOCUMENT_BYTES_PER_SECOND = 2 * 1024 * 1024
const DOCUMENT_BYTES_AT_ONCE = 2 * MAX_FRAME_BYTES

interface Connection {
  on(event: 'packet', listener: (packet: { data?: unknown }) => void): unknown
}

/** Calls `onFlood` once when a connection sends more than anybody's hands can, whatever it is that it sends. */
export function guardFlood(connection: Connection, now: () => number, onFlood: () => void): void {
  const packets = new TokenBucket(PACKETS_PER_SECOND, PACKETS_AT_ONCE, now)
  const texts = new TokenBucket(BYTES_PER_SECOND, BYTES_AT_ONCE, now)
  const document = new TokenBucket(DOCUMENT_BYTES_PER_SECOND, DOCUMENT_BYTES_AT_ONCE, now)
  const mayTake = (data: unknown) =>
    Buffer.isBuffer(data)
      ? document.take(data.length)
      : texts.take(typeof data === 'string' ? data.length : 0)
  let isFlooded = false
  connection.on('packet', ({ data }) => {
    if (isFlooded || (packets.take() && mayTake(data))) return
    isFlooded = true
    onFlood()
  })
}
