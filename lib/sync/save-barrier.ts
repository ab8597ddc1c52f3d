import { BARRIER } from '../protocol/sync'

/**
 * Knows what *Saved* may claim. Local changes are counted; a barrier is sent after them, at once when none is
 * outstanding, else one for all when the answer comes; what was made before it is saved when it is answered durable.
 * A lost connection voids the outstanding barrier: the next one goes once everything was sent on the new connection.
 */
export class SaveBarrier {
  #version = 0
  #acked = 0
  /** Barriers carry a number of their own, so that a late answer is never taken for one to a later barrier. */
  #lastBarrier = 0
  #outstanding: { readonly barrier: number; readonly version: number; readonly since: number } | null = null
  /** When the oldest change was made that no outstanding barrier covers; null when there is none. */
  #since: number | null = null
  #isOpen = false
  /** Something was acknowledged on this connection since it opened, or there never was anything. */
  #isConfirmed = true
  #isRefused = false
  #isReadOnly = false
  #isStorageDown = false

  constructor(
    private readonly send: (n: number) => void,
    private readonly now: () => number = Date.now,
  ) {}

  /** Local changes that the server has not acknowledged. */
  get unsaved(): number {
    return this.#version - this.#acked
  }
  /** Epoch ms: when the oldest of them was made; null when there is none. */
  get unsavedSince(): number | null {
    return this.unsaved === 0 ? null : (this.#outstanding?.since ?? this.#since)
  }
  /** Every change is durable, as the server said on this connection. */
  get isSaved(): boolean {
    return this.#version === this.#acked && this.#isConfirmed && !this.#isRefused
  }
  /** Final for this document: what comes after a refused change would wait for it for ever. */
  get isRefused(): boolean {
    return this.#isRefused
  }
  get isReadOnly(): boolean {
    return this.#isReadOnly
  }
  get isStorageDown(): boolean {
    return this.#isStorageDown
  }

  /** A local change was made and, if the connection is open, handed to it. Returns its number. */
  edited(): number {
    this.#version += 1
    this.#since ??= this.now()
    this.#ask()
    return this.#version
  }

  /** Everything that the document holds has been sent on this connection. */
  opened(): void {
    this.#isOpen = true
    this.#void()
    if (this.#version === 0) return
    this.#isConfirmed = false
    this.#ask()
  }

  closed(): void {
    this.#isOpen = false
    this.#void()
    this.#isStorageDown = false
    if (this.#version > 0) this.#isConfirmed = false
  }

  refused(): void {
    this.#isRefused = true
    this.#void()
  }

  /** Returns the number up to which changes are now known to be durable, when that is news. */
  answered(n: number, status: number): number | null {
    // An answer to what was not asked on this connection, or to what was asked again since, says nothing.
    if (n !== this.#outstanding?.barrier) return null
    const { version } = this.#outstanding
    if (status === BARRIER.storageUnavailable) {
      // Still outstanding: the server answers again when it can write.
      this.#isStorageDown = true
      return null
    }
    if (status !== BARRIER.durable) this.#void()
    this.#outstanding = null
    this.#isStorageDown = false
    this.#isReadOnly = status === BARRIER.readOnly
    if (status === BARRIER.rejected) this.refused()
    // Everything is sent again in answer to the sync step 1 that follows; `opened` comes after it.
    if (status === BARRIER.gap) this.#isOpen = false
    if (status !== BARRIER.durable) return null
    this.#acked = version
    this.#isConfirmed = true
    this.#ask()
    return version
  }

  #ask(): void {
    if (!this.#isOpen || this.#outstanding !== null || this.#isRefused) return
    if (this.#version === this.#acked && this.#isConfirmed) return
    const since = this.#since ?? this.now()
    this.#outstanding = { barrier: ++this.#lastBarrier, version: this.#version, since }
    this.#since = null
    this.send(this.#lastBarrier)
  }

  /** Nobody will answer what was asked: its changes wait for the next barrier. */
  #void(): void {
    this.#since = this.#outstanding?.since ?? this.#since
    this.#outstanding = null
  }
}
