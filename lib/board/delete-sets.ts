import * as encoding from 'lib0/encoding'
import type * as Y from 'yjs'

export type DeleteSet = ReturnType<typeof Y.decodeUpdate>['ds']

/** A clock and a length, or a client and how many ranges it has: two numbers. */
const MAX_ENTRY_BYTES = 10

/** An update without structs, written in the order in which Yjs writes one. */
export function encodeDeletions(ds: DeleteSet): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 0) // no structs
    encoding.writeVarUint(encoder, ds.clients.size)
    for (const [client, ranges] of inOrder(ds)) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, ranges.length)
      for (const { clock, len } of ranges) {
        encoding.writeVarUint(encoder, clock)
        encoding.writeVarUint(encoder, len)
      }
    }
  })
}

/** The same in updates of at most `maxBytes`. */
export function cutDeletions(ds: DeleteSet, maxBytes: number): Uint8Array[] {
  const room = Math.max(2, Math.floor(maxBytes / MAX_ENTRY_BYTES) - 1)
  const parts: DeleteSet[] = []
  let left = 0
  for (const [client, ranges] of inOrder(ds))
    for (let from = 0; from < ranges.length;) {
      if (left < 2) {
        parts.push({ clients: new Map() })
        left = room
      }
      const taken = ranges.slice(from, from + left - 1)
      parts.at(-1)!.clients.set(client, taken)
      from += taken.length
      left -= taken.length + 1
    }
  return parts.map(encodeDeletions)
}

const inOrder = ({ clients }: DeleteSet) => [...clients].sort(([a], [b]) => b - a)
