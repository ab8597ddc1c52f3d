import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

/** A struct of an update, or of a document. */
export type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number]

/** The structs of one client from one clock to another. */
interface Lane {
  readonly client: number
  /** First clock that has not been written. */
  clock: number
  readonly end: number
  readonly at: (clock: number) => Struct | undefined
  /** Lanes that wait until a clock of this one is written, the latest first. */
  readonly waiting: Wait[]
  waits: Wait | null
  /** Its next struct is written whatever it waits for. */
  isForced: boolean
}
interface Wait {
  readonly clock: number
  readonly lane: Lane
}
/** What a piece has of a lane. */
interface Part {
  readonly start: number
  readonly encoder: Y.UpdateEncoderV1
  count: number
}

/** The client, where its structs begin, and how many they are: three numbers. */
const PART_HEADER_BYTES = 15
/** Of joined values as many go out at once as are together as long as one may be. */
const JOINED_BYTES = 64 * 1024

/**
 * Writes structs of several clients as updates of a bounded length, each of which can be applied at once after the ones
 * before it. A lane goes on as far as it can, then waits for one struct of one other: an update that is made to be slow
 * to go through is not.
 */
export class CausalLanes {
  readonly #lanes = new Map<number, Lane>()
  #ready: Lane[] | null = null
  readonly #stuck = new Set<Lane>()

  /** `at`: the struct that has this clock. What of a client is not between its clocks is there already. */
  add(client: number, clock: number, end: number, at: (clock: number) => Struct | undefined): void {
    this.#lanes.set(client, { client, clock, end, at, waiting: [], waits: null, isForced: false })
  }

  /** At most `maxBytes` of what comes next, or one struct that is longer; null when all is written. */
  next(maxBytes: number): Uint8Array | null {
    // From the first on: the last one is taken first.
    this.#ready ??= [...this.#lanes.values()].reverse()
    const parts = new Map<Lane, Part>()
    let left = maxBytes - PART_HEADER_BYTES
    for (let lane = this.#take(); lane; lane = this.#take()) {
      const part = parts.get(lane) ?? { start: lane.clock, encoder: new Y.UpdateEncoderV1(), count: 0 }
      const headerBytes = part.count > 0 ? 0 : PART_HEADER_BYTES
      const { bytes, isFull } = this.#write(lane, part, left - headerBytes, parts.size === 0)
      if (part.count > 0) parts.set(lane, part)
      if (bytes > 0) left -= bytes + headerBytes
      if (isFull) break
    }
    return parts.size > 0 ? encode(parts) : null
  }

  #take(): Lane | undefined {
    const lane = this.#ready!.pop()
    if (lane) return lane
    // What waits in a circle is forged, or there already: in neither case it is written in vain.
    const [stuck] = this.#stuck
    if (!stuck) return undefined
    this.#stuck.delete(stuck)
    stuck.waits = null
    stuck.isForced = true
    return stuck
  }

  /** Writes as much of a lane as can be written; `isFull`: there is more, and no room for it. */
  #write(lane: Lane, part: Part, maxBytes: number, isFirst: boolean): { bytes: number; isFull: boolean } {
    const { restEncoder } = part.encoder
    const before = encoding.length(restEncoder)
    const size = () => encoding.length(restEncoder) - before
    let isFull = false
    while (lane.clock < lane.end) {
      const struct = lane.at(lane.clock)
      if (!struct) break
      const offset = lane.clock - struct.id.clock
      const missing = lane.isForced ? null : this.#missing(struct, offset)
      if (missing) {
        this.#wait(lane, missing)
        break
      }
      const { cpos, cbuf, bufs } = restEncoder
      const kept = bufs.length
      const length = lengthToWrite(struct, offset)
      if (offset + length === struct.length) struct.write(part.encoder, offset)
      else partOf(struct as Y.Item, offset, length).write(part.encoder, 0)
      isFull = size() > maxBytes && (part.count > 0 || !isFirst)
      if (isFull) {
        // As if it had not been written.
        Object.assign(restEncoder, { cpos, cbuf })
        bufs.length = kept
        this.#ready!.push(lane)
        break
      }
      lane.isForced = false
      lane.clock += length
      part.count++
    }
    this.#release(lane)
    return { bytes: size(), isFull }
  }

  #release({ waiting, clock }: Lane): void {
    while (waiting.length > 0 && waiting.at(-1)!.clock < clock) {
      const wait = waiting.pop()!
      if (wait.lane.waits !== wait) continue
      wait.lane.waits = null
      this.#stuck.delete(wait.lane)
      this.#ready!.push(wait.lane)
    }
  }

  #wait(lane: Lane, { client, clock }: Y.ID): void {
    const { waiting } = this.#lanes.get(client)!
    const wait = { clock, lane }
    lane.waits = wait
    this.#stuck.add(lane)
    let [low, high] = [0, waiting.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (waiting[middle]!.clock > clock) low = middle + 1
      else high = middle
    }
    waiting.splice(low, 0, wait)
  }

  /** What the rest of the struct names and has not been written. */
  #missing(struct: Struct, offset: number): Y.ID | null {
    if (!(struct instanceof Y.Item)) return null
    const { origin, rightOrigin, parent } = struct
    const holder = parent instanceof Y.AbstractType ? (parent._item?.id ?? null) : parent
    for (const id of [offset > 0 ? null : origin, rightOrigin, holder]) {
      if (!(id instanceof Y.ID)) continue
      const lane = this.#lanes.get(id.client)
      if (lane && id.clock >= lane.clock && id.clock < lane.end) return id
    }
    return null
  }
}

/** How much of a struct goes out at once: values that were written one over the other may have been joined in it. */
function lengthToWrite(struct: Struct, offset: number): number {
  const left = struct.length - offset
  const content = struct instanceof Y.Item ? struct.content : null
  if (left === 1 || !(content instanceof Y.ContentAny)) return left
  const encoder = encoding.createEncoder()
  let length = 0
  while (length < left && encoding.length(encoder) < JOINED_BYTES)
    encoding.writeAny(encoder, content.arr[offset + length++] as encoding.AnyEncodable)
  return length
}

/** Of joined values some, as if they had been written alone. */
function partOf(item: Y.Item, offset: number, length: number): Y.Item {
  const { id, origin, rightOrigin, parent, parentSub, content } = item
  const { arr } = content as Y.ContentAny
  const behind = offset > 0 ? Y.createID(id.client, id.clock + offset - 1) : origin
  const values = new Y.ContentAny(arr.slice(offset, offset + length))
  const at = Y.createID(id.client, id.clock + offset)
  return new Y.Item(at, null, behind, null, rightOrigin, parent, parentSub, values)
}

function encode(parts: ReadonlyMap<Lane, Part>): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, parts.size)
    for (const [{ client }, { start, encoder: part, count }] of parts) {
      for (const value of [count, client, start]) encoding.writeVarUint(encoder, value)
      encoding.writeUint8Array(encoder, part.toUint8Array())
    }
    encoding.writeVarUint(encoder, 0) // no deletions here
  })
}
