/** How often some have their turn: what a few dozen do in one go holds up nobody. */
const STEP_MS = 100

/** Gives every member its round once in `roundMs`, some at a time: thousands who all speak at once hold up the others. */
export class Rounds<Member extends { round(): void }> {
  readonly #shares: Set<Member>[]
  readonly #shareOf = new Map<Member, Set<Member>>()
  readonly #timer: NodeJS.Timeout
  #added = 0
  #step = 0

  constructor(roundMs: number) {
    const steps = Math.max(1, Math.floor(roundMs / STEP_MS))
    this.#shares = Array.from({ length: steps }, () => new Set())
    this.#timer = setInterval(() => this.#next(), roundMs / steps).unref()
  }

  add(member: Member): void {
    const share = this.#shares[this.#added++ % this.#shares.length]!
    share.add(member)
    this.#shareOf.set(member, share)
  }

  delete(member: Member): void {
    this.#shareOf.get(member)?.delete(member)
    this.#shareOf.delete(member)
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #next(): void {
    // Who is closed in its round leaves the share meanwhile.
    for (const member of [...this.#shares[this.#step++ % this.#shares.length]!]) member.round()
  }
}
