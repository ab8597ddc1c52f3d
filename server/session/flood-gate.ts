import { TokenBucket } from './token-bucket'

/** A cursor at 30 Hz, drafts at 120 Hz and their answers stay far below; ten thousand a second does not. [B47] */
const PACKETS_PER_SECOND = 400
const PACKETS_AT_ONCE = 1_500
/** The largest honest drag is paced by our client to well under this. */
const BYTES_PER_SECOND = 1024 * 1024
/** A few messages of the largest size that is read at all. */
const BYTES_AT_ONCE = 4 * 1024 * 1024

interface Connection {
  on(event: 'packet', listener: (packet: { data?: unknown }) => void): unknown
}

const sizeOf = (data: unknown): number =>
  typeof data === 'string' ? data.length : Buffer.isBuffer(data) ? data.length : 0

/** Calls `onFlood` once when a connection sends more than anybody's hands can, whatever it is that it sends. */
export function guardFlood(connection: Connection, now: () => number, onFlood: () => void): void {
  const packets = new TokenBucket(PACKETS_PER_SECOND, PACKETS_AT_ONCE, now)
  const bytes = new TokenBucket(BYTES_PER_SECOND, BYTES_AT_ONCE, now)
  let isFlooded = false
  connection.on('packet', ({ data }) => {
    if (isFlooded || (packets.take() && bytes.take(sizeOf(data)))) return
    isFlooded = true
    onFlood()
  })
}
