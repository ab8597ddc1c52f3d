import { AHEAD_BYTES } from '../../lib/protocol/sync'
import { aheadFrame } from './frames'

/** Says how much of the document is about to be sent; null when it is there before anybody asks how far it is. */
export function announce(pieces: readonly Uint8Array[]): Uint8Array | null {
  const bytes = pieces.reduce((sum, { length }) => sum + length, 0)
  return bytes > AHEAD_BYTES ? aheadFrame(bytes) : null
}
