import type { FrameSocket } from './frame-socket'

/**
 * What one turn of the event loop may take for those who say much at once: 30 to 100 small updates, which is what a
 * second of drawing makes, and no more than a third of a frame on a screen.
 */
const TURN_MS = 5

type Message = [data: Buffer, isBinary: boolean]

/**
 * Shares the event loop among all connections. The first message of each is read as it comes; who says more in the same
 * turn goes on for as long as the turn lasts, and then waits, message by message, in line with others who do. [B10]
 */
export class Turns {
  readonly #waiting = new Set<Inbox>()
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

  wait(inbox: Inbox): void {
    this.#waiting.add(inbox)
  }

  leave(inbox: Inbox): void {
    this.#waiting.delete(inbox)
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
    // Whoever has more to say stands at the end of the line again, which this goes on to.
    for (const inbox of this.#waiting) {
      this.#waiting.delete(inbox)
      inbox.lastTurn = this.#number
      if (inbox.readOne()) this.#waiting.add(inbox)
      if (this.now() >= this.#end) return
    }
  }
}

/** What one client has said and nobody has read yet: no more than what came in one piece, since no more is taken in. */
export class Inbox {
  /** In which turn something of it was read last. */
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
  readOne(): boolean {
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
