import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

type Struct = Y.Item | Y.GC

/** Looking up so much takes a few milliseconds. */
const PIECE_BYTES = 64 * 1024

/** The structs of one client that somebody lacks. */
interface Lane {
  readonly client: number
  /** First clock that has not been written. */
  clock: number
  /** Up to here when it was asked; what comes later is told as it comes. */
  readonly end: number
}

/**
 * The structs of `doc` that somebody who knows `known` lacks, as updates of about 64 KiB of which each can be applied
 * after the ones before it. The document may change between two pieces: structs are found by their clocks.
 */
export function* missingStructs(
  doc: Y.Doc,
  known: ReadonlyMap<number, number>,
  pieceBytes = PIECE_BYTES,
): Generator<Uint8Array, void> {
  const lanes = new Map<number, Lane>()
  for (const client of doc.store.clients.keys()) {
    const end = Y.getState(doc.store, client)
    const clock = Math.min(known.get(client) ?? 0, end)
    if (clock < end) lanes.set(client, { client, clock, end })
  }
  for (;;) {
    const piece = writePiece(doc, lanes, pieceBytes)
    if (!piece) return
    yield piece
  }
}

function writePiece({ store }: Y.Doc, lanes: Map<number, Lane>, pieceBytes: number): Uint8Array | null {
  const written = new Map<
    number,
    { readonly start: number; readonly encoder: Y.UpdateEncoderV1; count: number }
  >()
  const isThere = (id: Y.ID | null) => {
    const lane = id && lanes.get(id.client)
    return !lane || id.clock < lane.clock
  }
  let bytes = 0
  for (let isMoving = true; isMoving && bytes < pieceBytes;) {
    isMoving = false
    for (const lane of lanes.values()) {
      if (lane.clock >= lane.end || bytes >= pieceBytes) continue
      const structs = store.clients.get(lane.client) as Struct[]
      let index = Y.findIndexSS(structs, lane.clock)
      const part = written.get(lane.client) ?? {
        start: lane.clock,
        encoder: new Y.UpdateEncoderV1(),
        count: 0,
      }
      const before = encoding.length(part.encoder.restEncoder)
      for (let struct = structs[index]; struct && lane.clock < lane.end; struct = structs[++index]) {
        const offset = lane.clock - struct.id.clock
        if (!isReady(struct, offset, isThere)) break
        struct.write(part.encoder, offset)
        lane.clock = struct.id.clock + struct.length
        part.count++
        if (bytes + encoding.length(part.encoder.restEncoder) - before >= pieceBytes) break
      }
      if (part.count === 0) continue
      written.set(lane.client, part)
      const grown = encoding.length(part.encoder.restEncoder) - before
      isMoving ||= grown > 0
      bytes += grown
    }
  }
  if (written.size === 0) return null
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, written.size)
    for (const [client, { start, encoder: part, count }] of written) {
      for (const value of [count, client, start]) encoding.writeVarUint(encoder, value)
      encoding.writeUint8Array(encoder, part.toUint8Array())
    }
    encoding.writeVarUint(encoder, 0) // no deletions here
  })
}

/** Whether all that the rest of the struct names can be there already. */
function isReady(struct: Struct, offset: number, isThere: (id: Y.ID | null) => boolean): boolean {
  if (!(struct instanceof Y.Item)) return true
  const { origin, rightOrigin, parent } = struct
  const holder = parent instanceof Y.AbstractType ? parent._item : null
  return (offset > 0 || isThere(origin)) && isThere(rightOrigin) && (holder === null || isThere(holder.id))
}
