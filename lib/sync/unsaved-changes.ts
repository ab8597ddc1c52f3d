import * as Y from 'yjs'
import type { Leftover, Outbox } from './outbox'
import { SaveBarrier } from './save-barrier'

/** Origin of changes that an earlier visit made and this one sends. */
export const LEFTOVER_ORIGIN = Symbol('leftover')
/** A device that has not written a change by then is not counted on. */
const LATE_MS = 2_000

/**
 * The changes made in this tab that the server has not acknowledged: numbered by the barrier, written to the outbox
 * at once, and removed from it when they are durable.
 */
export class UnsavedChanges {
  readonly barrier: SaveBarrier
  /** Changes that the device has not written yet, and those of them that take too long. */
  readonly #writing = new Set<number>()
  readonly #late = new Set<number>()
  #isRefusedByDevice = false
  #aside = 0
  #left = 0

  constructor(
    private readonly outbox: Outbox,
    sendBarrier: (n: number) => void,
    private readonly changed: () => void,
  ) {
    this.barrier = new SaveBarrier(sendBarrier)
    void this.#count()
  }

  /** False where the browser keeps nothing: of what is unsaved, not all is on this device, nor will be soon. */
  get keepsOnDevice(): boolean {
    return !this.#isRefusedByDevice && this.#late.size === 0
  }
  /** How many of the unsaved changes are written to this device. */
  get kept(): number {
    const { unsaved } = this.barrier
    return this.#isRefusedByDevice ? 0 : Math.max(0, unsaved - this.#writing.size)
  }
  get setAside(): number {
    return this.#aside + this.#left
  }

  /** A change made here, already handed to the connection. */
  add(update: Uint8Array, replaces?: Leftover['key']): void {
    const version = this.barrier.edited()
    this.#writing.add(version)
    const late = setTimeout(() => {
      this.#late.add(version)
      this.changed()
    }, LATE_MS)
    this.outbox
      .add(version, update, replaces)
      .then(
        () => (this.barrier.isRefused ? this.#putAside() : undefined),
        () => void (this.#isRefusedByDevice = true),
      )
      .finally(() => {
        clearTimeout(late)
        this.#writing.delete(version)
        this.#late.delete(version)
        this.changed()
      })
  }

  answered(n: number, status: number): void {
    const durable = this.barrier.answered(n, status)
    if (durable !== null) {
      void this.outbox.removeUpTo(durable).catch(() => {})
      // A hole in what was written matters no more once the server has it all.
      if (this.barrier.unsaved === 0) void this.#count()
    }
    if (this.barrier.isRefused) void this.#putAside()
  }

  refused(): void {
    this.barrier.refused()
    void this.#putAside()
  }

  /**
   * Applies changes of tabs that are gone as if they were made now. Garbage is removed, not applied. What builds on
   * a change that is nowhere any more stays on this device: the server could not take it in, whatever it answers.
   */
  async apply(leftovers: readonly Leftover[], doc: Y.Doc): Promise<void> {
    let waiting: Leftover[] = []
    for (const leftover of leftovers)
      if (isWholeUpdate(leftover.update)) waiting.push(leftover)
      else await this.outbox.remove(leftover.key).catch(() => {})
    // An earlier one may build on a later one: two tabs of one person, whose clocks need not agree.
    for (let before = Infinity; waiting.length < before;) {
      before = waiting.length
      waiting = waiting.filter((leftover) => !this.#apply(leftover, doc))
    }
    if (waiting.length > 0) this.leave(waiting)
  }

  #apply({ key, update }: Leftover, doc: Y.Doc): boolean {
    Y.applyUpdate(doc, update, LEFTOVER_ORIGIN)
    const { store } = doc
    if (store.pendingStructs || store.pendingDs) {
      // Left in the document it would go along with every answer to the server, which takes it for a broken client.
      store.pendingStructs = null
      store.pendingDs = null
      return false
    }
    this.add(update, key)
    this.changed()
    return true
  }

  /** Changes of tabs that are gone, which this person may not make any more: left where they are. */
  leave(leftovers: readonly Leftover[]): void {
    this.#left += leftovers.length
    this.changed()
  }

  async #putAside(): Promise<void> {
    await this.outbox.setAside().catch(() => {})
    await this.#count()
  }

  async #count(): Promise<void> {
    try {
      this.#aside = await this.outbox.countAside()
      this.#isRefusedByDevice = false
    } catch {
      this.#isRefusedByDevice = true
    }
    this.changed()
  }
}

/** Storage of this device is input like any other: a damaged entry would be applied up to where it breaks. [B88] */
function isWholeUpdate(update: Uint8Array): boolean {
  try {
    Y.decodeUpdate(update)
    return true
  } catch {
    return false
  }
}
