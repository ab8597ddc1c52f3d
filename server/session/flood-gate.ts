import { MAX_FRAME_BYTES } from '../../lib/protocol/sync'
import { TokenBucket, type Rate } from '../../lib/protocol/token-bucket'

/**
 * A cursor at 30 Hz, drafts at 120 Hz and pieces of a document, of two packets each, stay below, with all their
 * answers; ten thousand a second does not. [B47]
 */
const PACKETS: Rate = { perSecond: 600, burst: 1_500 }
/** The largest honest drag is paced by our client to well under this; at once, a few messages of the largest size. */
const TEXTS: Rate = { perSecond: 1024 * 1024, burst: 4 * 1024 * 1024 }
/** Binary is the document, as on `/sync`: a room allows half of this, and says so when it is too much. */
const DOCUMENT: Rate = { perSecond: 2 * 1024 * 1024, burst: 2 * MAX_FRAME_BYTES }

interface Connection {
  on(event: 'packet', listener: (packet: { data?: unknown }) => void): unknown
}

/** Calls `onFlood` once when a connection sends more than anybody's hands can, whatever it is that it sends. */
export function guardFlood(connection: Connection, now: () => number, onFlood: () => void): void {
  const packets = new TokenBucket(PACKETS, now)
  const texts = new TokenBucket(TEXTS, now)
  const document = new TokenBucket(DOCUMENT, now)
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
