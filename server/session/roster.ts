import { createHash } from 'node:crypto'
import { LIMITS, type Peer } from '../../lib/protocol/session'
import { foldName, uniqueName } from '../../lib/protocol/person-name'

/** A `/sync` connection, as the rooms know it. */
export interface Program {
  readonly id: string
  /** What it passed as `?s=`; while that is a tab's key, the connection is no program. */
  readonly sessionKey: string | null
}

interface Person {
  name: string
  /** The n-th guest, while nobody chose the name. */
  guest: number | null
  readonly colour: number
  readonly sessions: Set<string>
}

/** A tab opens both connections at once and either may be first, or drop for a while: no program yet. */
export const PROGRAM_GRACE_MS = 10_000
const GUEST_NAME = 'Guest'
const PROGRAM_NAME = 'API'

/** Who is on a board, under which name and colour. Pure state: no sockets, no timers; the clock is handed in. */
export class Roster {
  readonly #people = new Map<string, Person>()
  readonly #sessions = new Map<string, { person: string; key: string }>()
  readonly #programs = new Map<string, Program & { seenAt: number; colour: number }>()

  constructor(private readonly now: () => number) {}

  /** People, not tabs. */
  get size(): number {
    return this.#people.size
  }

  join(session: { id: string; key: string; person: string; name: string | null }): void {
    this.#sessions.set(session.id, session)
    let person = this.#people.get(session.person)
    if (!person) {
      const named =
        session.name === null ? this.#guestName() : { name: this.#unique(session.name), guest: null }
      person = { ...named, colour: this.#colourFor(session.person), sessions: new Set() }
      this.#people.set(session.person, person)
    }
    person.sessions.add(session.id)
  }

  leave(sessionId: string): void {
    const session = this.#sessions.get(sessionId)
    if (!session) return
    this.#sessions.delete(sessionId)
    const person = this.#people.get(session.person)
    person?.sessions.delete(sessionId)
    if (person?.sessions.size === 0) this.#people.delete(session.person)
  }

  /** Gives `person` the (already sanitised) name, numbered when somebody else on the board has it. [B40] */
  rename(personId: string, name: string): string {
    const person = this.#people.get(personId)
    if (!person) return name
    person.name = this.#unique(name, personId)
    person.guest = null
    return person.name
  }

  setPrograms(programs: readonly Program[]): void {
    const here = new Set(programs.map(({ id }) => id))
    for (const id of this.#programs.keys()) if (!here.has(id)) this.#programs.delete(id)
    for (const program of programs)
      if (!this.#programs.has(program.id))
        this.#programs.set(program.id, {
          ...program,
          seenAt: this.now(),
          colour: this.#colourFor(program.id),
        })
  }

  peer(sessionId: string): Peer | null {
    const session = this.#sessions.get(sessionId)
    const person = session && this.#people.get(session.person)
    if (!person) return null
    const { name, colour, guest } = person
    return { id: sessionId, person: session.person, name, colour, ...(guest !== null && { guest }) }
  }

  /** Every tab, then every program. */
  peers(): Peer[] {
    const tabs = Array.from(this.#sessions.keys(), (id) => this.peer(id)).filter((peer) => peer !== null)
    return [...tabs, ...this.#visiblePrograms()]
  }

  /** In how many ms a connection that claimed a tab's key will be shown as a program; null when none is waiting. */
  nextChangeMs(): number | null {
    const keys = this.#keys()
    const waiting = [...this.#programs.values()]
      .filter((program) => program.sessionKey !== null && !keys.has(program.sessionKey))
      .map((program) => program.seenAt + PROGRAM_GRACE_MS - this.now())
      .filter((ms) => ms > 0)
    return waiting.length === 0 ? null : Math.min(...waiting)
  }

  #keys(): Set<string> {
    return new Set(Array.from(this.#sessions.values(), ({ key }) => key))
  }

  #visiblePrograms(): Peer[] {
    const keys = this.#keys()
    const peers: Peer[] = []
    for (const program of this.#programs.values()) {
      if (program.sessionKey !== null) {
        // Seen with its tab: should the tab's other connection drop, the grace begins then.
        if (keys.has(program.sessionKey)) program.seenAt = this.now()
        if (this.now() - program.seenAt < PROGRAM_GRACE_MS) continue
      }
      // Told apart from one another by their place; a crowd of them is listed at every change.
      const name = peers.length === 0 ? PROGRAM_NAME : `${PROGRAM_NAME} ${peers.length + 1}`
      peers.push({ id: program.id, person: program.id, name, colour: program.colour, isProgram: true })
    }
    return peers
  }

  #taken(exceptPerson?: string): Set<string> {
    const others = [...this.#people].filter(([id]) => id !== exceptPerson)
    return new Set(others.map(([, { name }]) => foldName(name)))
  }

  #unique(name: string, exceptPerson?: string): string {
    return uniqueName(name, this.#taken(exceptPerson))
  }

  #guestName(): { name: string; guest: number } {
    const taken = this.#taken()
    for (let n = 1; ; n++) {
      const name = n === 1 ? GUEST_NAME : `${GUEST_NAME} ${n}`
      if (!taken.has(foldName(name))) return { name, guest: n }
    }
  }

  /** The person's own colour where it is free, so that it survives leaving and coming back; else a least used one. */
  #colourFor(id: string): number {
    const used = new Array<number>(LIMITS.colours).fill(0)
    for (const { colour } of [...this.#people.values(), ...this.#programs.values()]) used[colour]! += 1
    const own = createHash('sha256').update(id).digest().readUInt32BE() % LIMITS.colours
    const least = Math.min(...used)
    for (let step = 0; step < LIMITS.colours; step++) {
      const colour = (own + step) % LIMITS.colours
      if (used[colour] === least) return colour
    }
    return own
  }
}
