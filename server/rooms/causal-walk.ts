import * as Y from 'yjs'

export type Decoded = ReturnType<typeof Y.decodeUpdate>
type Struct = Decoded['structs'][number]

interface Lane {
  readonly structs: Struct[]
  next: number
  /** First clock that neither the store nor the walk has. */
  known: number
  /** Lanes that wait for a clock of this one, the latest first. */
  readonly waiting: { readonly clock: number; readonly lane: Lane }[]
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
      else
        this.lanes.set(client, { structs: [struct], next: 0, known: Y.getState(store, client), waiting: [] })
    }
  }

  /** Each lane goes on as far as it can, then waits for one struct of one other: made to be slow, it is not. */
  *[Symbol.iterator](): Iterator<Y.Item | Y.GC> {
    const ready = [...this.lanes.values()]
    for (let lane = ready.pop(); lane; lane = ready.pop()) {
      for (let struct = lane.structs[lane.next]; struct; struct = lane.structs[++lane.next]) {
        if (struct.id.clock > lane.known) break
        const end = struct.id.clock + struct.length
        if (end <= lane.known) continue
        const missing = this.#missing(struct)
        if (missing) {
          this.#wait(lane, missing)
          break
        }
        if (!isWork(struct)) continue
        lane.known = end
        yield struct
      }
      while (lane.waiting.length > 0 && lane.waiting.at(-1)!.clock < lane.known)
        ready.push(lane.waiting.pop()!.lane)
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

  /** Of one that is not complete: how far the store has to be, client by client, before it can be. */
  needs(): ReadonlyMap<number, number> {
    const needs = new Map<number, number>()
    const need = (client: number, clock: number) => {
      if (clock > Y.getState(this.store, client)) needs.set(client, Math.max(clock, needs.get(client) ?? 0))
    }
    const brings = ({ client, clock }: { readonly client: number; readonly clock: number }) =>
      isWork(search(this.lanes.get(client)?.structs ?? [], clock))
    for (const [client, { structs }] of this.lanes) {
      let end = -1
      for (const struct of structs) {
        if (!isWork(struct)) continue
        if (struct.id.clock !== end) need(client, struct.id.clock)
        end = struct.id.clock + struct.length
        if (!(struct instanceof Y.Item)) continue
        for (const id of [struct.origin, struct.rightOrigin, struct.parent])
          if (id instanceof Y.ID && !brings(id)) need(id.client, id.clock + 1)
      }
    }
    for (const [client, ranges] of this.decoded.ds.clients)
      for (const { clock, len } of ranges)
        if (!brings({ client, clock: clock + len - 1 })) need(client, clock + len)
    return needs
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

  /** A lane that waits for itself, or for a client that is not in the update, waits for ever. */
  #wait(lane: Lane, { client, clock }: Y.ID): void {
    const waiting = this.lanes.get(client)?.waiting
    if (!waiting) return
    let [low, high] = [0, waiting.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (waiting[middle]!.clock > clock) low = middle + 1
      else high = middle
    }
    waiting.splice(low, 0, { clock, lane })
  }

  /** What a struct names and is not there yet. */
  #missing(struct: Struct): Y.ID | null {
    if (!(struct instanceof Y.Item)) return null
    const { origin, rightOrigin, parent } = struct
    for (const id of [origin, rightOrigin, parent])
      if (id instanceof Y.ID && id.clock >= this.#known(id.client)) return id
    return null
  }
}

/** Somebody's work, there or collected; merged updates name what they lack as well. */
const isWork = (struct: Struct | null): struct is Y.Item | Y.GC =>
  struct instanceof Y.Item || struct instanceof Y.GC

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
