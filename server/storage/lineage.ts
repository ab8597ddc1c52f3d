import type { LogPlace } from './storage'

/**
 * Which places are on a board's log. A sequence number alone is no proof: a database that was restored from a
 * backup counts on from there, and gives the numbers of lost rows to others. So each life of the server writes
 * under an epoch of its own, and the log knows where each life began; a place in a life that the log does not
 * know, or beyond where that life ended, was never on it, or is not any more. [F35]
 */
export class Lineage {
  readonly #lives: LogPlace[]
  #head: LogPlace

  constructor({ lives, epoch, seq }: { readonly lives: readonly LogPlace[] } & LogPlace) {
    this.#lives = [...lives]
    this.#head = { epoch, seq }
  }

  /** The last row. */
  get head(): LogPlace {
    return this.#head
  }

  /** A row was committed; they come in order. */
  appended(place: LogPlace): void {
    if (this.#lives.at(-1)?.epoch !== place.epoch) this.#lives.push(place)
    this.#head = place
  }

  /** Whether somebody who has everything up to `place` has what this log had up to there. */
  holds({ epoch, seq }: LogPlace): boolean {
    const at = this.#lives.findIndex((life) => life.epoch === epoch)
    if (at < 0) return false
    const last = (this.#lives[at + 1]?.seq ?? this.#head.seq + 1) - 1
    return seq >= this.#lives[at]!.seq && seq <= last
  }

  /** Whether the place is from before the oldest life that is still known: what became of it nobody can say. */
  hasForgotten({ epoch, seq }: LogPlace): boolean {
    const [oldest] = this.#lives
    return oldest !== undefined && seq < oldest.seq && !this.#lives.some((life) => life.epoch === epoch)
  }
}
