import type { FrameSocket } from './frame-socket'

/**
 * What one turn of the event loop may take for those who say, or are sent, much at once: 30 to 100 small updates, which is
 * what a second of drawing makes, or ten pieces of a board, and no more than a third of a frame on a screen.
 */
const TURN_MS = 5

type Message = [data: Buffer, isBinary: boolean]

/** Somebody who waits in line. */
export interface Waiting {
  /** In which turn it was served last. */
  lastTurn: number
  /** Does one thing of what is to be done; whether something is left. */
  takeTurn(): boolean
}

/**
 * Shares the event loop among all connections. The first message of each is read as it comes; who says more in the same
 * turn goes on for as long as the turn lasts, and then waits, message by message, in line with others who do. [B10]
 */
export class Turns {
  readonly #waiting = new Set<Waiting>()
  #number = 0
  #end = 0
  #hasBegun = false

  constructor(private readonly now: () => number) {}

  /** Whether there is time for one more message of `inbox`. */
  hasTimeFor(inbox: Inbox): boolean {
    this.#begin()
    const isFirst = inbox.lastTurn !== this.#number
    inbox.lastTurn = this.#number
    return isFirst || this.now() < this.#end
  }

  wait(one: Waiting): void {
    this.#waiting.add(one)
    this.#begin()
  }

  leave(one: Waiting): void {
    this.#waiting.delete(one)
  }

  /** Resolves in another turn, when nobody waits or `ms` have passed: what takes long by itself lets them go first. */
  async giveWay(ms: number): Promise<void> {
    const until = this.now() + ms
    do await new Promise<void>((resolve) => setImmediate(resolve))
    while (this.#waiting.size > 0 && this.now() < until)
  }

  #begin(): void {
    if (this.#hasBegun) return
    this.#hasBegun = true
    this.#end = this.now() + TURN_MS
    setImmediate(() => this.#next())
  }

  #next(): void {
    this.#hasBegun = false
    this.#number++
    if (this.#waiting.size === 0) return
    this.#begin()
    // Whoever is not done stands at the end of the line again, which this goes on to.
    for (const one of this.#waiting) {
      this.#waiting.delete(one)
      one.lastTurn = this.#number
      if (one.takeTurn()) this.#waiting.add(one)
      if (this.now() >= this.#end) return
    }
  }
}

/** What one client has said and nobody has read yet: no more than what came in one piece, since no more is taken in. */
export class Inbox implements Waiting {
  lastTurn = -1
  #waiting: Message[] = []
  #isOver = false
  #whenRead: (() => void) | null = null

  constructor(
    private readonly socket: Pick<FrameSocket, 'pause' | 'resume'>,
    private readonly turns: Turns,
    private readonly read: (...message: Message) => void,
  ) {}

  receive(...message: Message): void {
    if (this.#isOver) return
    if (this.#waiting.length === 0 && this.turns.hasTimeFor(this)) return this.read(...message)
    this.#waiting.push(message)
    this.socket.pause()
    this.turns.wait(this)
  }

  /** Reads what has waited longest; whether something is left. */
  takeTurn(): boolean {
    const message = this.#waiting.shift()
    if (message) this.read(...message)
    if (this.#waiting.length > 0) return true
    this.#whenRead?.()
    if (!this.#isOver) this.socket.resume()
    return false
  }

  /** The other side is gone; `whenRead` is called when all that it said before has been read. */
  finish(whenRead: () => void): void {
    if (this.#waiting.length === 0) return whenRead()
    this.#isOver = true
    this.#whenRead = whenRead
  }

  /** Nothing more of it is read. */
  end(): void {
    this.turns.leave(this)
    this.#isOver = true
    this.#waiting = []
  }
}
