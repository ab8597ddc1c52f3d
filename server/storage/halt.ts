import { StorageError } from './storage'

const [HALTED, INSIDE] = [0, 1]
const LOOK_MS = 2
/** A single call takes milliseconds; a thread that has not come out by then died inside. */
const MOST_MS = 10_000

/**
 * Lets a thread be ended while it works on a database: between two calls of SQLite, since a thread that is ended
 * within one takes its process down with SIGABRT. A new one counts as inside until it says that it has loaded.
 */
export class Halt {
  readonly #state: Int32Array

  constructor(readonly buffer: SharedArrayBuffer = newBuffer()) {
    this.#state = new Int32Array(buffer)
  }

  /** In the thread: everything is loaded. */
  loaded(): void {
    Atomics.store(this.#state, INSIDE, 0)
  }

  /** In the thread: runs a call, unless there are to be no more. */
  async inside<T>(call: () => T | Promise<T>): Promise<T> {
    Atomics.store(this.#state, INSIDE, 1)
    try {
      if (Atomics.load(this.#state, HALTED) === 1)
        throw new StorageError('busy', 'the storage is being closed')
      return await call()
    } finally {
      Atomics.store(this.#state, INSIDE, 0)
    }
  }

  /** Resolves when the thread is in no call, and will not be in one any more. */
  async halt(): Promise<void> {
    Atomics.store(this.#state, HALTED, 1)
    const deadline = performance.now() + MOST_MS
    while (Atomics.load(this.#state, INSIDE) === 1 && performance.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}

function newBuffer(): SharedArrayBuffer {
  const buffer = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT)
  new Int32Array(buffer)[INSIDE] = 1
  return buffer
}
