import * as Y from 'yjs'
import { CausalLanes, type Struct } from './causal-lanes'

/** Looking up so much takes a few milliseconds. */
const PIECE_BYTES = 64 * 1024

/**
 * The structs of `doc` that somebody who knows `known` lacks, as updates of at most 64 KiB of which each can be applied
 * after the ones before it. The document may change between two pieces: structs are found by their clocks. What comes
 * after it was asked is told as it comes.
 */
export function* missingStructs(
  { store }: Y.Doc,
  known: ReadonlyMap<number, number>,
  pieceBytes = PIECE_BYTES,
): Generator<Uint8Array, void> {
  const lanes = new CausalLanes()
  for (const client of store.clients.keys()) {
    const end = Y.getState(store, client)
    const clock = Math.min(known.get(client) ?? 0, end)
    if (clock < end) lanes.add(client, clock, end, atClock(store.clients, client))
  }
  for (let piece; (piece = lanes.next(pieceBytes));) yield piece
}

/** The struct of a client that has a clock: mostly the one after the last that was asked for. */
function atClock(clients: Y.Doc['store']['clients'], client: number): (clock: number) => Struct {
  let index = -1
  return (clock) => {
    const structs = clients.get(client)!
    if (structs[++index]?.id.clock !== clock) index = Y.findIndexSS(structs, clock)
    return structs[index]!
  }
}
