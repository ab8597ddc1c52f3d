import * as Y from 'yjs'
import { PIECE_BYTES } from '../storage/causal-pieces'

/** Updates in their order, as few as fit into frames of at most 256 KiB; what is longer by itself is not merged. */
export function packUpdates(updates: readonly Uint8Array[]): Uint8Array[] {
  const packs: { updates: Uint8Array[]; bytes: number }[] = []
  for (const update of updates) {
    const last = packs.at(-1)
    if (last && last.bytes + update.length <= PIECE_BYTES) {
      last.updates.push(update)
      last.bytes += update.length
    } else packs.push({ updates: [update], bytes: update.length })
  }
  return packs.map((pack) => (pack.updates.length > 1 ? Y.mergeUpdates(pack.updates) : pack.updates[0]!))
}
