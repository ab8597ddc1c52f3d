import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import { askToPersist } from './ask-to-persist'
import { holdAlone, type Release } from './hold-alone'

/** A change of an earlier visit that the server never acknowledged. */
export interface Leftover {
  readonly key: EntryKey
  readonly update: Uint8Array
}

/** Local changes on this device until the server has them: what makes closing the tab safe while offline. */
export interface Outbox {
  /** Written when this resolves; rejects where the browser keeps nothing. `replaces` is the leftover it was. */
  add(version: number, update: Uint8Array, replaces?: EntryKey): Promise<void>
  /** The server has everything up to this version. */
  removeUpTo(version: number): Promise<void>
  /** Changes of tabs that are gone, oldest first, each once; nobody else takes them while this tab lives. */
  leftovers(): Promise<readonly Leftover[]>
  /** What cannot be applied at all. */
  remove(key: EntryKey): Promise<void>
  /** The server refused: kept as a copy, never offered again. */
  setAside(): Promise<void>
  /** Changes of this board that were set aside. */
  countAside(): Promise<number>
  close(): void
}

export type EntryKey = [board: string, tab: string, version: number]
interface Entry {
  readonly update: Uint8Array
  /** Epoch ms. */
  readonly at: number
  readonly isAside: boolean
}
interface Schema extends DBSchema {
  outbox: { key: EntryKey; value: Entry }
}
type Database = IDBPDatabase<Schema>

export const OUTBOX_DATABASE = 'ardoise'
const VERSION = 1
/** A copy of what was refused is of use to somebody who asks for it, not for ever. */
const ASIDE_KEPT_MS = 90 * 24 * 60 * 60 * 1000

const ofBoard = (board: string) => IDBKeyRange.bound([board], [board, []])
const ofTab = (board: string, tab: string, upTo = Infinity) =>
  IDBKeyRange.bound([board, tab, 0], [board, tab, upTo])

/** Kept in IndexedDB, one entry per change, so that writing one costs the same however much is waiting. */
export class IndexedOutbox implements Outbox {
  readonly #database: Promise<Database>
  readonly #held: Release[] = []
  /** Tabs whose changes were offered here: once is enough. */
  readonly #offered = new Set<string>()
  #isClosed = false

  constructor(
    private readonly board: string,
    private readonly tab: string,
  ) {
    this.#database = this.#open()
    // Every use of it reports the failure; this only keeps it from being reported as unhandled as well.
    this.#database.catch(() => {})
  }

  async #open(): Promise<Database> {
    if (typeof indexedDB === 'undefined') throw new Error('This browser keeps nothing on the device.')
    // Held before the first entry is written, so that no other tab takes it for a leftover.
    await this.#hold(this.tab)
    return openDB<Schema>(OUTBOX_DATABASE, VERSION, {
      upgrade: (database) => void database.createObjectStore('outbox'),
    })
  }

  async #hold(tab: string): Promise<boolean> {
    const release = await holdAlone(`ardoise:outbox:${tab}`)
    if (!release) return false
    if (this.#isClosed) release()
    else this.#held.push(release)
    return true
  }

  async add(version: number, update: Uint8Array, replaces?: EntryKey): Promise<void> {
    const database = await this.#database
    const transaction = database.transaction('outbox', 'readwrite')
    const entry: Entry = { update, at: Date.now(), isAside: false }
    const writes: Promise<unknown>[] = [transaction.store.put(entry, [this.board, this.tab, version])]
    if (replaces) writes.push(transaction.store.delete(replaces))
    await Promise.all([...writes, transaction.done])
    void askToPersist()
  }

  async removeUpTo(version: number): Promise<void> {
    await (await this.#database).delete('outbox', ofTab(this.board, this.tab, version))
  }

  async remove(key: EntryKey): Promise<void> {
    await (await this.#database).delete('outbox', key)
  }

  async leftovers(): Promise<readonly Leftover[]> {
    const database = await this.#database
    const keys = await database.getAllKeys('outbox', ofBoard(this.board))
    const gone = new Set<string>()
    for (const tab of new Set(keys.map(([, tab]) => tab)))
      if (tab !== this.tab && !this.#offered.has(tab) && (await this.#hold(tab))) gone.add(tab)
    for (const tab of gone) this.#offered.add(tab)
    // Read again: a tab may have finished its business, and let go, in between.
    const found: (Leftover & { at: number })[] = []
    let cursor = await database.transaction('outbox').store.openCursor(ofBoard(this.board))
    for (; cursor; cursor = await cursor.continue()) {
      const { key, value } = cursor
      if (value.isAside && value.at < Date.now() - ASIDE_KEPT_MS) void this.remove(key).catch(() => {})
      if (gone.has(key[1]) && !value.isAside && value.update instanceof Uint8Array)
        found.push({ key, update: value.update, at: value.at })
    }
    return found.sort((a, b) => a.at - b.at || a.key[2] - b.key[2])
  }

  async setAside(): Promise<void> {
    const transaction = (await this.#database).transaction('outbox', 'readwrite')
    let cursor = await transaction.store.openCursor(ofTab(this.board, this.tab))
    for (; cursor; cursor = await cursor.continue()) await cursor.update({ ...cursor.value, isAside: true })
    await transaction.done
  }

  async countAside(): Promise<number> {
    let count = 0
    let cursor = await (await this.#database).transaction('outbox').store.openCursor(ofBoard(this.board))
    for (; cursor; cursor = await cursor.continue()) if (cursor.value.isAside) count++
    return count
  }

  close(): void {
    this.#isClosed = true
    for (const release of this.#held) release()
    void this.#database.then(
      (database) => database.close(),
      () => {},
    )
  }
}
