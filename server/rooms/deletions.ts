import * as Y from 'yjs'
import { encodeDeletions } from '../storage/causal-pieces'

/** Deletions that came since are told apart up to this many bytes: merging all takes milliseconds on a large board. */
const RECENT_BYTES = 64 * 1024

/**
 * All deletions of a document as updates without structs. Yjs looks through every struct for them, 35–50 ms on a board
 * of 100 000 shapes, whenever somebody who was away for a moment asks what is missing; here that is done once. [P13]
 */
export class Deletions {
  #all: Uint8Array | null = null
  #recent: Uint8Array[] = []
  #recentBytes = 0

  constructor(private readonly doc: Y.Doc) {
    doc.on('afterTransaction', ({ deleteSet }: Y.Transaction) => {
      if (this.#all === null || deleteSet.clients.size === 0) return
      const update = encodeDeletions(deleteSet)
      this.#recent.push(update)
      this.#recentBytes += update.length
    })
  }

  /** Together, all of them. */
  updates(): Uint8Array[] {
    if (this.#all === null) this.#all = encodeDeletions(Y.createDeleteSetFromStructStore(this.doc.store))
    if (this.#recent.length > 0) {
      const recent = Y.mergeUpdates(this.#recent)
      const isMuch = this.#recentBytes > RECENT_BYTES
      if (isMuch) this.#all = Y.mergeUpdates([this.#all, recent])
      this.#recent = isMuch ? [] : [recent]
      this.#recentBytes = isMuch ? 0 : recent.length
    }
    return [this.#all, ...this.#recent]
  }
}
