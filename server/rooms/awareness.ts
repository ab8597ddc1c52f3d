import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { sanitiseName } from '../../lib/protocol/person-name'
import { LIMITS } from './limits'

interface Entry<Owner> {
  clock: number
  /** JSON of an object; null when it left. */
  state: string | null
  owner: Owner | null
}
/** Client ids whose clock is remembered after they left, so that their return is newer to everyone. */
const MAX_REMEMBERED = 2_000
/** After a restart of the server a client's clock is ahead by all it ever said; nobody says more than this. */
const MAX_CLOCK_STEP = 1e6

export type AwarenessOutcome = 'fine' | 'malformed' | 'flooded'

/**
 * What stock clients tell one another of themselves, relayed: everyone speaks for one client id only, and what
 * they say is bounded. Our own clients use the session channel instead. [B36, B38, B39]
 */
export class RoomAwareness<Owner extends { clientId: number | null; readonly name: string | null }> {
  readonly #entries = new Map<number, Entry<Owner>>()
  readonly #changed = new Set<number>()

  /** Takes in what `owner` sent. `bind` makes a client id the owner's, if it is free. */
  receive(owner: Owner, bytes: Uint8Array, bind: (clientId: number) => void): AwarenessOutcome {
    const decoder = decoding.createDecoder(bytes)
    try {
      const count = decoding.readVarUint(decoder)
      if (count > LIMITS.awarenessEntries) return 'flooded'
      for (let i = 0; i < count; i++) {
        const clientId = decoding.readVarUint(decoder)
        const clock = decoding.readVarUint(decoder)
        const json = decoding.readVarString(decoder)
        if (owner.clientId === null && json !== 'null') {
          if (this.#isEcho(clientId, clock)) this.#changed.add(clientId)
          else bind(clientId)
        }
        if (owner.clientId === clientId) this.#write(clientId, owner, stateOf(json, owner.name), clock)
      }
      return decoding.hasContent(decoder) ? 'malformed' : 'fine'
    } catch {
      return 'malformed'
    }
  }

  /** The owner is gone, and what it said with it. [K24] */
  leave(owner: Owner): void {
    const { clientId } = owner
    if (clientId !== null && this.#entries.get(clientId)?.owner === owner)
      this.#write(clientId, null, null, 0)
  }

  /** Everyone who is here, or null when nobody is. */
  everyone(): Uint8Array | null {
    const here = [...this.#entries].filter(([, entry]) => entry.state !== null).map(([clientId]) => clientId)
    return here.length === 0 ? null : this.#encode(here)
  }

  /** What changed since the last call, or null; with the only one whom it need not be sent to. */
  takeChanges(): { entries: Uint8Array; onlyFrom: Owner | null } | null {
    if (this.#changed.size === 0) return null
    const changed = [...this.#changed]
    this.#changed.clear()
    const onlyFrom = changed.length === 1 ? (this.#entries.get(changed[0]!)?.owner ?? null) : null
    return { entries: this.#encode(changed), onlyFrom }
  }

  /**
   * Whether this may be what somebody heard of a client that has left meanwhile: stock clients repeat what they
   * hear, and whoever was taken for it would keep it out when it comes back. The client itself, when it is told
   * that it is gone, says that it is not under a newer clock.
   */
  #isEcho(clientId: number, clock: number): boolean {
    const last = this.#entries.get(clientId)
    return last !== undefined && last.owner === null && clock <= last.clock
  }

  /** Clocks only rise, over reconnects as well, and nobody can pin a state with a huge one. */
  #write(clientId: number, owner: Owner | null, state: string | null | undefined, theirClock: number): void {
    if (state === undefined) return
    const last = this.#entries.get(clientId)?.clock ?? 0
    const clock = Math.max(last + 1, Math.min(theirClock, last + MAX_CLOCK_STEP))
    this.#entries.delete(clientId)
    this.#entries.set(clientId, { clock, state, owner })
    this.#changed.add(clientId)
    if (this.#entries.size <= MAX_REMEMBERED) return
    for (const [id, entry] of this.#entries)
      if (entry.state === null && !this.#changed.has(id)) return void this.#entries.delete(id)
  }

  #encode(clientIds: readonly number[]): Uint8Array {
    return encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, clientIds.length)
      for (const clientId of clientIds) {
        const { clock, state } = this.#entries.get(clientId)!
        encoding.writeVarUint(encoder, clientId)
        encoding.writeVarUint(encoder, clock)
        encoding.writeVarString(encoder, state ?? 'null')
      }
    })
  }
}

/** A state as it may be relayed; undefined drops it. A person's name is the one the server knows. [K37] */
function stateOf(json: string, name: string | null): string | null | undefined {
  if (json.length > LIMITS.awarenessBytes) return undefined
  let state: unknown
  try {
    state = JSON.parse(json)
  } catch {
    return undefined
  }
  if (state === null) return null
  if (typeof state !== 'object' || Array.isArray(state)) return undefined
  const { user } = state as { user?: unknown }
  if (typeof user !== 'object' || user === null || Array.isArray(user)) return JSON.stringify(state)
  const given = (user as { name?: unknown }).name
  const shown = name ?? (typeof given === 'string' ? sanitiseName(given) : undefined)
  return JSON.stringify({ ...state, user: { ...user, ...(shown === undefined ? {} : { name: shown }) } })
}
