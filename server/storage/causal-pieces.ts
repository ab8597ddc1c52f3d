import * as Y from 'yjs'
import { CausalLanes, type Struct } from '../../lib/board/causal-lanes'
import { cutDeletions } from '../../lib/board/delete-sets'

/** A frame that the slowest link carries between two heartbeats, and that applies without a visible pause. */
export const PIECE_BYTES = 256 * 1024

/**
 * The first piece, and twice as much for each that follows, until they are as large as the others: what applies them has
 * not run yet, and takes six times as long at first.
 */
const FIRST_PIECE_BYTES = 8 * 1024

/**
 * Cuts an update into updates of at most `pieceBytes`, each of which can be applied at once after the ones before it,
 * by whoever can apply the whole; the deletions come last. Cut client by client instead, a board drawn by twenty people
 * stays pending until its last piece.
 */
export function cutCausally(update: Uint8Array, pieceBytes = PIECE_BYTES): Uint8Array[] {
  const { structs, ds } = Y.decodeUpdate(update)
  const own = new Map<number, Struct[]>()
  for (const struct of structs) {
    const others = own.get(struct.id.client)
    if (!others) own.set(struct.id.client, [struct])
    else if (endOf(others.at(-1)!) === struct.id.clock) others.push(struct)
    else return [update] // not as Yjs writes one
  }
  const lanes = new CausalLanes()
  for (const [client, of] of own) lanes.add(client, of[0]!.id.clock, endOf(of.at(-1)!), inTurn(of))
  const pieces: Uint8Array[] = []
  let bytes = FIRST_PIECE_BYTES
  for (let piece; (piece = lanes.next(Math.min(bytes, pieceBytes))); bytes *= 2) pieces.push(piece)
  return [...pieces, ...cutDeletions(ds, pieceBytes)]
}

const endOf = ({ id, length }: Struct) => id.clock + length

/** Structs that follow one another, by clocks that rise. */
function inTurn(structs: readonly Struct[]): (clock: number) => Struct | undefined {
  let i = 0
  return (clock) => {
    while (i < structs.length && endOf(structs[i]!) <= clock) i++
    return structs[i]
  }
}
