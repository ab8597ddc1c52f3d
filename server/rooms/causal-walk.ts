import * as Y from 'yjs'

export type Decoded = ReturnType<typeof Y.decodeUpdate>
type Struct = Decoded['structs'][number]

interface Lane {
  readonly structs: Struct[]
  next: number
  /** First clock that neither the store nor the walk has. */
  known: number
}

/**
 * Goes through the structs of a decoded update in the order in which Yjs could integrate them, leaving out what
 * the store has already. What it cannot reach would stay pending.
 */
export class CausalWalk implements Iterable<Y.Item | Y.GC> {
  readonly lanes = new Map<number, Lane>()

  constructor(
    private readonly store: Y.Doc['store'],
    private readonly decoded: Decoded,
  ) {
    for (const struct of decoded.structs) {
      const { client } = struct.id
      const lane = this.lanes.get(client)
      if (lane) lane.structs.push(struct)
      else this.lanes.set(client, { structs: [struct], next: 0, known: Y.getState(store, client) })
    }
  }

  *[Symbol.iterator](): Iterator<Y.Item | Y.GC> {
    for (let isMoving = true; isMoving;) {
      isMoving = false
      for (const lane of this.lanes.values())
        for (let struct = lane.structs[lane.next]; struct && this.#isReady(struct, lane);) {
          lane.next++
          isMoving = true
          const end = struct.id.clock + struct.length
          if (end > lane.known && (struct instanceof Y.Item || struct instanceof Y.GC)) {
            lane.known = end
            yield struct
          }
          struct = lane.structs[lane.next]
        }
    }
  }

  /** After the walk: everything was reached, and every deletion is of something known. */
  isComplete(): boolean {
    for (const lane of this.lanes.values()) if (lane.next < lane.structs.length) return false
    for (const [client, ranges] of this.decoded.ds.clients) {
      const known = this.#known(client)
      for (const { clock, len } of ranges) if (clock + len > known) return false
    }
    return true
  }

  /** The struct at an id that was walked over or is in the store. */
  find({ client, clock }: Y.ID): Struct | null {
    const stored = this.store.clients.get(client)
    if (stored && clock < Y.getState(this.store, client)) return stored[Y.findIndexSS(stored, clock)] ?? null
    return search(this.lanes.get(client)?.structs ?? [], clock)
  }

  #known(client: number): number {
    return this.lanes.get(client)?.known ?? Y.getState(this.store, client)
  }

  #isReady(struct: Struct, lane: Lane): boolean {
    if (struct.id.clock > lane.known) return false
    if (!(struct instanceof Y.Item) || struct.id.clock + struct.length <= lane.known) return true
    const isKnown = (id: Y.ID | null) => id === null || id.clock < this.#known(id.client)
    return (
      isKnown(struct.origin) &&
      isKnown(struct.rightOrigin) &&
      (!(struct.parent instanceof Y.ID) || isKnown(struct.parent))
    )
  }
}

/** The struct that covers `clock`, in structs sorted by clock. */
function search(structs: readonly Struct[], clock: number): Struct | null {
  let [low, high] = [0, structs.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const struct = structs[middle]!
    if (clock < struct.id.clock) high = middle - 1
    else if (clock >= struct.id.clock + struct.length) low = middle + 1
    else return struct
  }
  return null
}
