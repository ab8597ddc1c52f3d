import * as Y from 'yjs'
import { PIECE_BYTES } from '../storage/causal-pieces'
import type { StoredBoard } from '../storage/storage'

interface Row {
  readonly update: Uint8Array
  /** Null until it is committed. */
  seq: number | null
}

/** Rows beyond this are sent as they are: merging takes the event loop longer than a frame more takes the client. */
const MERGED_BYTES = 16 * 1024
/** Merging so many takes a few milliseconds, which nobody notices; those of a piece that is full are merged once. */
const MERGED_ROWS = 250

/**
 * A board as bytes, in the order in which they can be applied: the stored snapshot's pieces and every update
 * since. A cold client is sent these, so that no document is ever encoded anew on the event loop. [K20]
 */
export class History {
  #base: readonly Uint8Array[] = []
  #baseBytes = 0
  #rows: Row[] = []
  readonly #uncommitted = new Map<Uint8Array, Row>()
  /** The first `#mergedRows` rows as they are sent. */
  #merged: Uint8Array[] = []
  #mergedRows = 0

  /** Takes over what is stored; rows that are not in it yet stay. */
  replace({ updates, seq, tail }: Pick<StoredBoard, 'updates' | 'seq' | 'tail'>): void {
    this.#base = updates.slice(0, updates.length - tail.rows)
    this.#baseBytes = this.#base.reduce((sum, { length }) => sum + length, 0)
    const stored = updates.slice(this.#base.length).map((update): Row => ({ update, seq }))
    this.#rows = [...stored, ...this.#rows.filter((row) => row.seq === null || row.seq > seq)]
    this.#merged = []
    this.#mergedRows = 0
  }

  add(update: Uint8Array): void {
    const row: Row = { update, seq: null }
    this.#rows.push(row)
    this.#uncommitted.set(update, row)
  }

  /** `update`, as it was added, is committed as row `seq`. */
  committed(update: Uint8Array, seq: number): void {
    const row = this.#uncommitted.get(update)
    if (row) row.seq = seq
    this.#uncommitted.delete(update)
  }

  /** The pieces of the snapshot: complete in themselves. */
  get base(): readonly Uint8Array[] {
    return this.#base
  }
  get baseBytes(): number {
    return this.#baseBytes
  }

  /** Each complete after the ones before it. */
  get updates(): readonly Uint8Array[] {
    return [...this.#base, ...this.#rows.map(({ update }) => update)]
  }

  /** Everything, each piece complete after the ones before it; small rows share pieces of at most 256 KiB. */
  pieces(): Uint8Array[] {
    return [...this.#base, ...this.piecesSinceBase()]
  }

  /** The same without the snapshot. */
  piecesSinceBase(): Uint8Array[] {
    const last = this.#mergeRows()
    return last.length > 0 ? [...this.#merged, mergeSmall(last)] : [...this.#merged]
  }

  /** Merges what came since the last time; returns the rows of the piece that is not full yet. */
  #mergeRows(): Uint8Array[] {
    let group: Uint8Array[] = []
    let bytes = 0
    for (const { update } of this.#rows.slice(this.#mergedRows)) {
      const isLong = update.length > MERGED_BYTES
      const isFull = bytes + update.length > PIECE_BYTES || group.length === MERGED_ROWS
      if (group.length > 0 && (isLong || isFull)) {
        this.#merged.push(mergeSmall(group))
        this.#mergedRows += group.length
        group = []
        bytes = 0
      }
      if (isLong) {
        this.#merged.push(update)
        this.#mergedRows += 1
      } else {
        group.push(update)
        bytes += update.length
      }
    }
    return group
  }
}

const mergeSmall = (updates: Uint8Array[]): Uint8Array =>
  updates.length === 1 ? updates[0]! : Y.mergeUpdates(updates)
