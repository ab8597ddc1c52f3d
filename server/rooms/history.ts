import * as Y from 'yjs'
import { PIECE_BYTES } from '../storage/causal-pieces'
import type { StoredBoard } from '../storage/storage'
import { LIMITS } from './limits'

interface Row {
  readonly update: Uint8Array
  /** Counts the updates of this room's time in memory, as the log does; those that were stored before have 0 and less. */
  readonly position: number
  /** Null until it is committed. */
  seq: number | null
}
/** Rows that are sent as one. */
interface Group {
  readonly update: Uint8Array
  readonly from: number
  readonly to: number
}

/** Rows beyond this are sent as they are: merging takes the event loop longer than a frame more takes the client. */
const MERGED_BYTES = 16 * 1024
/** Merging 32 small rows takes 1 ms, and 1 000 in one go 280 ms: Yjs sorts all that are left after each struct. */
const MERGED_ROWS = 32

/**
 * A board as bytes, in the order in which they can be applied: the stored snapshot's pieces and every update since. A
 * cold client is sent these, and one that was away or did not keep up the rows it has not had, so that no document is
 * ever encoded anew on the event loop. [K20]
 */
export class History {
  #base: readonly Uint8Array[] = []
  #baseBytes = 0
  /** Of the rows that are not in the snapshot. */
  #bytesSince = 0
  /** Last position that the snapshot holds. */
  #folded = 0
  /** Some of the rows that are in the snapshot, for those who come back, and all that are not. */
  #rows: Row[] = []
  /** Without a gap from the first row on; the last rows are in none yet. */
  #groups: Group[] = []
  /** How many of the rows are committed: the first ones. */
  #committed = 0
  /** All rows after this one are at hand. */
  #from = 0
  #head = 0
  #total = 0

  /** Takes over what is stored; rows that are not in it yet stay. `isAnother`: it was not made of the rows here. */
  replace({ updates, seq, tail }: Pick<StoredBoard, 'updates' | 'seq' | 'tail'>, isAnother = false): void {
    this.#base = updates.slice(0, updates.length - tail.rows)
    this.#baseBytes = this.#base.reduce((sum, { length }) => sum + length, 0)
    if (this.#rows.length === 0 && this.#head === 0) {
      // Where damaged rows were left out these numbers are too high, so that too much is sent rather than too little.
      const rows = updates.slice(this.#base.length).map((update, i) => ({ update, i: i + 1 - tail.rows }))
      this.#rows = rows.map(({ update, i }) => ({ update, position: i, seq: seq + i }))
      this.#folded = -tail.rows
      this.#committed = tail.rows
      this.#from = tail.after
    } else {
      const last = this.#rows.findLast((row) => row.seq !== null && row.seq <= tail.after)
      this.#folded = last?.position ?? this.#folded
    }
    this.#bytesSince = this.#rows.reduce(
      (sum, row) => sum + (row.position > this.#folded ? row.update.length : 0),
      0,
    )
    this.#forget(isAnother ? 0 : this.#baseBytes * LIMITS.keptShareOfSnapshot)
  }

  /** Appended as `position`. */
  add(update: Uint8Array): void {
    this.#rows.push({ update, position: ++this.#head, seq: null })
    this.#total += update.length
    this.#bytesSince += update.length
  }

  /** The first update that was not committed is, as row `seq`. */
  committed(seq: number): void {
    const row = this.#rows[this.#committed]
    if (!row) return
    row.seq = seq
    this.#committed++
  }

  /** The pieces of the snapshot: complete in themselves. */
  get base(): readonly Uint8Array[] {
    return this.#base
  }
  get baseBytes(): number {
    return this.#baseBytes
  }
  /** Bytes of everything that the board is made of. */
  get bytes(): number {
    return this.#baseBytes + this.#bytesSince
  }
  /** Position of the last update. */
  get head(): number {
    return this.#head
  }
  /** Bytes of all updates that were ever added here. */
  get total(): number {
    return this.#total
  }

  /** Each complete after the ones before it. */
  get updates(): readonly Uint8Array[] {
    const since = this.#rows.filter(({ position }) => position > this.#folded)
    return [...this.#base, ...since.map(({ update }) => update)]
  }

  /** Everything, each piece complete after the ones before it; small rows share pieces. */
  pieces(): Uint8Array[] {
    return [...this.#base, ...this.piecesSinceBase()]
  }

  /** The same without the snapshot. */
  piecesSinceBase(): Uint8Array[] {
    return this.after(this.#folded) ?? []
  }

  /** What came after `position`; null when not all of that is at hand. */
  after(position: number): Uint8Array[] | null {
    const first = this.#rows[0]?.position ?? this.#head + 1
    if (position < first - 1) return null
    this.#group()
    const pieces: Uint8Array[] = []
    let at = position
    for (const { update, from, to } of this.#groups) {
      if (to <= at) continue
      pieces.push(from > at ? update : mergeSmall(this.#updatesIn(at + 1, to)))
      at = to
    }
    const rest = this.#updatesIn(at + 1, this.#head)
    if (rest.length > 0) pieces.push(mergeSmall(rest))
    return pieces
  }

  /** What came after row `seq`; null when not all of that is at hand. */
  since(seq: number): Uint8Array[] | null {
    if (seq < this.#from) return null
    const next = this.#rows.find((row) => row.seq === null || row.seq > seq)
    return this.after(next ? next.position - 1 : this.#head)
  }

  #updatesIn(from: number, to: number): Uint8Array[] {
    const first = this.#rows[0]?.position ?? 0
    return this.#rows.slice(from - first, to - first + 1).map(({ update }) => update)
  }

  /** Of the rows that are in the snapshot only so many bytes stay, the newest. */
  #forget(keptBytes: number): void {
    let bytes = 0
    let first = this.#rows.length
    for (let i = this.#rows.length - 1; i >= 0; i--) {
      const { position, update } = this.#rows[i]!
      if (position <= this.#folded && (bytes += update.length) > keptBytes) break
      first = i
    }
    const dropped = this.#rows.splice(0, first)
    this.#committed -= dropped.length
    this.#from = dropped.at(-1)?.seq ?? this.#from
    const start = this.#rows[0]?.position ?? this.#head + 1
    // Of the group that is only partly gone the rest stays one: what `#group` adds goes on from the last of them.
    this.#groups = this.#groups
      .filter(({ to }) => to >= start)
      .map((group) => (group.from < start ? this.#groupOf(start, group.to) : group))
  }

  #groupOf(from: number, to: number): Group {
    return { update: mergeSmall(this.#updatesIn(from, to)), from, to }
  }

  /** Puts rows together that nobody did yet, as far as that is for good. */
  #group(): void {
    const first = this.#rows[0]?.position ?? 0
    let from = this.#groups.at(-1)?.to ?? first - 1
    let bytes = 0
    let count = 0
    const close = (to: number) => {
      if (count > 0) this.#groups.push(this.#groupOf(from + 1, to))
      ;[from, bytes, count] = [to, 0, 0]
    }
    for (const { update, position } of this.#rows.slice(from + 1 - first)) {
      const isLong = update.length > MERGED_BYTES
      if (isLong || bytes + update.length > PIECE_BYTES || count === MERGED_ROWS) close(position - 1)
      bytes += update.length
      count++
      if (isLong) close(position)
    }
  }
}

const mergeSmall = (updates: Uint8Array[]): Uint8Array =>
  updates.length === 1 ? updates[0]! : Y.mergeUpdates(updates)
