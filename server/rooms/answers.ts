import * as Y from 'yjs'
import { missingStructs } from '../../lib/board/missing-structs'
import { PIECE_BYTES } from '../storage/causal-pieces'
import type { Decoded } from './causal-walk'
import { Deletions } from './deletions'
import type { Answer } from './feed'
import type { History } from './history'

/** What a room answers to sync step 1. Never a document that is encoded anew, nor a look through all of it. */
export class Answers {
  readonly #deletions: Deletions

  constructor(
    private readonly doc: Y.Doc,
    private readonly history: History,
  ) {
    this.#deletions = new Deletions(doc)
  }

  /** What of a client's answer to our step 1 is new; null when nothing is. */
  newsIn(update: Uint8Array, decoded: Decoded): Uint8Array | null {
    return decoded.structs.length > 0 ? update : this.#deletions.newsIn(decoded.ds)
  }

  /** To a tab of ours that has everything up to row `seq`; null when what came since is not at hand. */
  since(seq: number): Answer | null {
    const pieces = this.history.since(seq)
    return pieces && { pieces }
  }

  /** To somebody who has been sent `snapshot`. */
  afterSnapshot(snapshot: readonly Uint8Array[]): Answer {
    const isSame = snapshot === this.history.base
    return { pieces: isSame ? this.history.piecesSinceBase() : this.history.pieces() }
  }

  /** To somebody who says what they know. */
  to(known: ReadonlyMap<number, number>): Answer {
    if (known.size === 0 || this.#lacksMost(known)) return { pieces: this.history.pieces() }
    return { missing: missingStructs(this.doc, known), pieces: this.#deletions.updates() }
  }

  /** Whoever lacks most of a large board is sent all of it: that is at hand, and what is known already does no harm. */
  #lacksMost(known: ReadonlyMap<number, number>): boolean {
    if (this.history.baseBytes <= PIECE_BYTES) return false
    let [all, missing] = [0, 0]
    for (const client of this.doc.store.clients.keys()) {
      const clock = Y.getState(this.doc.store, client)
      all += clock
      missing += Math.max(0, clock - (known.get(client) ?? 0))
    }
    return missing > all / 2
  }
}
