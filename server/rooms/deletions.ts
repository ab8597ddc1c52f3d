import * as Y from 'yjs'
import { cutDeletions, encodeDeletions, type DeleteSet } from '../../lib/board/delete-sets'
import { PIECE_BYTES } from '../storage/causal-pieces'

/** Deletions that came since are told apart up to this many bytes: joining all takes milliseconds on a large board. */
const RECENT_BYTES = 8 * 1024
/** As many changes are joined at a time as take less than a millisecond. */
const RECENT_CHANGES = 256

/**
 * All deletions of a document as updates without structs. Yjs looks through every struct for them, 35–50 ms on a board
 * of 100 000 shapes, whenever somebody who was away for a moment asks what is missing; here that is done once. [P13]
 */
export class Deletions {
  /** Null until somebody asks. */
  #all: DeleteSet | null = null
  /** What `#all` says. */
  #updates: readonly Uint8Array[] | null = null
  #recent: DeleteSet[] = []

  constructor(private readonly doc: Y.Doc) {
    doc.on('afterTransaction', ({ deleteSet }: Y.Transaction) => {
      if (this.#all === null || deleteSet.clients.size === 0) return
      if (this.#recent.push(deleteSet) >= RECENT_CHANGES) this.#joinRecent(this.#all)
    })
  }

  /**
   * What of `ds` is new, as an update; null when nothing is. A stock client repeats all deletions with every step 2, and
   * looking each of them up in the document takes 40 ms on a large board.
   */
  newsIn({ clients }: DeleteSet): Uint8Array | null {
    const all = this.#ofAll()
    const news: DeleteSet = { clients: new Map() }
    for (const [client, ranges] of clients) {
      const known = all.clients.get(client) ?? []
      let at = 0
      const more = ranges.filter(({ clock, len }) => {
        while (at < known.length && known[at]!.clock + known[at]!.len <= clock) at++
        const there = known[at]
        return !there || there.clock > clock || there.clock + there.len < clock + len
      })
      if (more.length > 0) news.clients.set(client, more)
    }
    return news.clients.size > 0 ? encodeDeletions(news) : null
  }

  /** Together, all of them. */
  updates(): Uint8Array[] {
    const recent = this.#joinRecent(this.#ofAll())
    this.#updates ??= cutDeletions(this.#ofAll(), PIECE_BYTES)
    return [...this.#updates, ...(recent ? [recent] : [])]
  }

  #ofAll(): DeleteSet {
    return (this.#all ??= Y.createDeleteSetFromStructStore(this.doc.store))
  }

  /** Makes one of what came since, and returns it as an update; a part of all when it is much. */
  #joinRecent(all: DeleteSet): Uint8Array | null {
    if (this.#recent.length === 0) return null
    const recent = Y.mergeDeleteSets(this.#recent)
    const update = encodeDeletions(recent)
    const isMuch = update.length > RECENT_BYTES
    this.#recent = isMuch ? [] : [recent]
    if (!isMuch) return update
    this.#all = Y.mergeDeleteSets([all, recent])
    this.#updates = null
    return null
  }
}
