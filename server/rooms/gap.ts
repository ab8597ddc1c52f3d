import * as Y from 'yjs'

/** How far each client's work has to be there. */
export type Needs = ReadonlyMap<number, number>

interface Kept {
  readonly update: Uint8Array
  /** What was still missing when it was looked at last. */
  readonly needs: [client: number, clock: number][]
}

/**
 * Updates of one connection that build on something which is not here yet, kept outside of the document until it is.
 * Each waits for what it needs, so that whatever else comes meanwhile costs next to nothing. [B14, K10]
 */
export class Gap {
  #kept: Kept[] = []
  #bytes = 0

  constructor(
    /** On the room's clock. */
    readonly since: number,
  ) {}

  get bytes(): number {
    return this.#bytes
  }
  get isEmpty(): boolean {
    return this.#kept.length === 0
  }

  keep(update: Uint8Array, needs: Needs): void {
    this.#kept.push({ update: new Uint8Array(update), needs: [...needs] })
    this.#bytes += update.length
  }

  /** Takes out what can be applied now, one by one: the next may build on it. */
  *ready(store: Y.Doc['store']): Generator<Uint8Array, void> {
    const kept = this.#kept
    this.#kept = []
    for (const one of kept) {
      while (one.needs.length > 0 && isThere(store, one.needs.at(-1)!)) one.needs.pop()
      if (one.needs.length > 0) this.#kept.push(one)
      else {
        this.#bytes -= one.update.length
        yield one.update
      }
    }
  }
}

const isThere = (store: Y.Doc['store'], [client, clock]: [number, number]) =>
  Y.getState(store, client) >= clock
