import * as Y from 'yjs'
import { cutCausally, PIECE_BYTES } from '../storage/causal-pieces'
import type { StoredBoard } from '../storage/storage'
import { LIMITS } from './limits'

interface Row {
  /** What was added, as it came, or in pieces that go out one by one. */
  readonly pieces: readonly Uint8Array[]
  readonly bytes: number
  /** Counts the updates of this room's time in memory, as the log does; those that were stored before have 0 and less. */
  readonly position: number
  /** Null until it is committed. */
  seq: number | null
}
/** Rows that are sent as one, or one that is sent in pieces. */
interface Group {
  readonly pieces: readonly Uint8Array[]
  readonly from: number
  readonly to: number
}

/** Rows beyond this are not merged with others: that takes the event loop longer than a frame more takes the client. */
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
      this.#rows = rows.map(({ update, i }) => rowOf(update, i, seq + i))
      this.#folded = -tail.rows
      this.#committed = tail.rows
      this.#from = tail.after
    } else {
      const last = this.#rows.findLast((row) => row.seq !== null && row.seq <= tail.after)
      this.#folded = last?.position ?? this.#folded
    }
    this.#bytesSince = this.#rows.reduce((sum, row) => sum + (row.position > this.#folded ? row.bytes : 0), 0)
    this.#forget(isAnother ? 0 : this.#baseBytes * LIMITS.keptShareOfSnapshot)
  }

  /** Appended to the log as it is; in pieces of at most 256 KiB for whoever is sent it. [K20] */
  add(update: Uint8Array): readonly Uint8Array[] {
    const row = rowOf(update, ++this.#head, null)
    this.#rows.push(row)
    this.#total += row.bytes
    this.#bytesSince += row.bytes
    // Now and then, so that who comes first after 2 000 rows does not hold up the others while they are put together.
    if (this.#head % MERGED_ROWS === 0) this.#group()
    return row.pieces
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
    return [...this.#base, ...since.flatMap(({ pieces }) => pieces)]
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
    for (const group of this.#groups) {
      if (group.to <= at) continue
      pieces.push(...(group.from > at ? group : this.#groupOf(at + 1, group.to)).pieces)
      at = group.to
    }
    return [...pieces, ...this.#groupOf(at + 1, this.#head).pieces]
  }

  /** What came after row `seq`; null when not all of that is at hand. */
  since(seq: number): Uint8Array[] | null {
    if (seq < this.#from) return null
    const next = this.#rows.find((row) => row.seq === null || row.seq > seq)
    return this.after(next ? next.position - 1 : this.#head)
  }

  /** Of the rows that are in the snapshot only so many bytes stay, the newest. */
  #forget(keptBytes: number): void {
    let bytes = 0
    let first = this.#rows.length
    for (let i = this.#rows.length - 1; i >= 0; i--) {
      const row = this.#rows[i]!
      if (row.position <= this.#folded && (bytes += row.bytes) > keptBytes) break
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
    const first = this.#rows[0]?.position ?? 0
    const rows = this.#rows.slice(from - first, to - first + 1)
    const updates = rows.flatMap(({ pieces }) => pieces)
    return { pieces: rows.length > 1 ? [Y.mergeUpdates(updates)] : updates, from, to }
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
    for (const row of this.#rows.slice(from + 1 - first)) {
      const { position } = row
      const isLong = row.bytes > MERGED_BYTES
      if (isLong || bytes + row.bytes > PIECE_BYTES || count === MERGED_ROWS) close(position - 1)
      bytes += row.bytes
      count++
      if (isLong) close(position)
    }
  }
}

const rowOf = (update: Uint8Array, position: number, seq: number | null): Row => ({
  pieces: update.length > PIECE_BYTES ? cutCausally(update) : [update],
  bytes: update.length,
  position,
  seq,
})
