import * as Y from 'yjs'
import type { StoredBoard } from '../storage/storage'
import { PIECE_BYTES } from '../storage/causal-pieces'

interface Row {
  readonly update: Uint8Array
  /** Null until it is committed. */
  seq: number | null
}

/**
 * A board as bytes, in the order in which they can be applied: the stored snapshot's pieces and every update
 * since. A cold client is sent these, so that no document is ever encoded anew on the event loop. [K20]
 */
export class History {
  #base: readonly Uint8Array[] = []
  #rows: Row[] = []
  #merged: Uint8Array | null = null

  /** Takes over what is stored; rows that are not in it yet stay. */
  replace({ updates, seq }: Pick<StoredBoard, 'updates' | 'seq'>): void {
    this.#base = updates
    this.#rows = this.#rows.filter((row) => row.seq === null || row.seq > seq)
    this.#merged = null
  }

  add(update: Uint8Array): void {
    this.#rows.push({ update, seq: null })
    this.#merged = null
  }

  /** `update`, as it was added, is committed as row `seq`. */
  committed(update: Uint8Array, seq: number): void {
    const row = this.#rows.find((one) => one.update === update)
    if (row) row.seq = seq
  }

  /** Each complete after the ones before it. */
  get updates(): readonly Uint8Array[] {
    return [...this.#base, ...this.#rows.map(({ update }) => update)]
  }

  /** Updates of about 256 KiB at most where there are several, each complete after the ones before it. */
  pieces(): Uint8Array[] {
    if (this.#rows.length > 0) this.#merged ??= mergeSmall(this.#rows.map((row) => row.update))
    const all = this.#merged ? [...this.#base, this.#merged] : this.#base
    const pieces: Uint8Array[] = []
    let group: Uint8Array[] = []
    let bytes = 0
    for (const update of all) {
      if (bytes + update.length > PIECE_BYTES && group.length > 0) {
        pieces.push(mergeSmall(group))
        group = []
        bytes = 0
      }
      group.push(update)
      bytes += update.length
    }
    if (group.length > 0) pieces.push(mergeSmall(group))
    return pieces
  }
}

const mergeSmall = (updates: Uint8Array[]): Uint8Array =>
  updates.length === 1 ? updates[0]! : Y.mergeUpdates(updates)
