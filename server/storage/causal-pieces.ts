import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

/** A frame that the slowest link carries between two heartbeats, and that applies without a visible pause. */
export const PIECE_BYTES = 256 * 1024

/**
 * The first piece, and twice as much for each that follows, until they are as large as the others: what applies them has
 * not run yet, and takes six times as long at first.
 */
const FIRST_PIECE_BYTES = 8 * 1024

type Decoded = ReturnType<typeof Y.decodeUpdate>
type Struct = Decoded['structs'][number]

/** The structs of one client, and how far they have been written. */
interface Lane {
  readonly client: number
  readonly structs: Struct[]
  next: number
  /** First clock not written yet. */
  clock: number
  /** What this piece has of the lane. */
  count: number
  startClock: number
  encoder: Y.UpdateEncoderV1
}

/**
 * Cuts a whole document's update into standalone updates of about `pieceBytes`, each of which can be applied
 * at once after the ones before it; the deletions come last. Cut client by client instead, a board drawn by
 * twenty people stays pending until its last piece.
 */
export function cutCausally(update: Uint8Array, pieceBytes = PIECE_BYTES): Uint8Array[] {
  const { structs, ds } = Y.decodeUpdate(update)
  const lanes = lanesOf(structs)
  const pieces: Uint8Array[] = []
  let left = structs.length
  for (let bytes = FIRST_PIECE_BYTES; left > 0; bytes *= 2) {
    const written = fillPiece(lanes, Math.min(bytes, pieceBytes))
    if (written === 0) throw new Error('the update is not causally closed')
    left -= written
    pieces.push(takePiece(lanes))
  }
  if (ds.clients.size > 0) pieces.push(encodeDeletions(ds))
  return pieces
}

function lanesOf(structs: readonly Struct[]): Map<number, Lane> {
  const lanes = new Map<number, Lane>()
  for (const struct of structs) {
    const { client, clock } = struct.id
    const lane = lanes.get(client)
    if (lane) lane.structs.push(struct)
    else {
      const encoder = new Y.UpdateEncoderV1()
      lanes.set(client, { client, structs: [struct], next: 0, clock, count: 0, startClock: clock, encoder })
    }
  }
  return lanes
}

/** Writes what can be written next, lane by lane, until the piece is full; returns how many structs that were. */
function fillPiece(lanes: Map<number, Lane>, pieceBytes: number): number {
  const isWritten = (id: Y.ID | null) => {
    const lane = id && lanes.get(id.client)
    return !lane || id.clock < lane.clock
  }
  const isReady = (struct: Struct) =>
    !(struct instanceof Y.Item) ||
    (isWritten(struct.origin) &&
      isWritten(struct.rightOrigin) &&
      (!(struct.parent instanceof Y.ID) || isWritten(struct.parent)))

  let bytes = 0
  let written = 0
  for (let before = -1; before < written && bytes < pieceBytes;) {
    before = written
    for (const lane of lanes.values()) {
      const laneBytes = encoding.length(lane.encoder.restEncoder)
      for (
        let struct = lane.structs[lane.next];
        struct && isReady(struct);
        struct = lane.structs[lane.next]
      ) {
        struct.write(lane.encoder, 0)
        lane.next++
        lane.count++
        lane.clock = struct.id.clock + struct.length
        written++
        if (bytes + encoding.length(lane.encoder.restEncoder) - laneBytes >= pieceBytes) break
      }
      bytes += encoding.length(lane.encoder.restEncoder) - laneBytes
      if (bytes >= pieceBytes) break
    }
  }
  return written
}

function takePiece(lanes: Map<number, Lane>): Uint8Array {
  const filled = [...lanes.values()].filter((lane) => lane.count > 0)
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, filled.length)
  for (const lane of filled) {
    encoding.writeVarUint(encoder, lane.count)
    encoding.writeVarUint(encoder, lane.client)
    encoding.writeVarUint(encoder, lane.startClock)
    encoding.writeUint8Array(encoder, lane.encoder.toUint8Array())
    lane.count = 0
    lane.startClock = lane.clock
    lane.encoder = new Y.UpdateEncoderV1()
  }
  encoding.writeVarUint(encoder, 0) // no deletions here
  return encoding.toUint8Array(encoder)
}

/** An update without structs, written in the order in which Yjs writes one. */
export function encodeDeletions(ds: Decoded['ds']): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, 0) // no structs
  encoding.writeVarUint(encoder, ds.clients.size)
  for (const [client, ranges] of [...ds.clients].sort(([a], [b]) => b - a)) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, ranges.length)
    for (const { clock, len } of ranges) {
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarUint(encoder, len)
    }
  }
  return encoding.toUint8Array(encoder)
}
