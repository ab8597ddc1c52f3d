import * as Y from 'yjs'
import { encodeDeletions } from '../storage/causal-pieces'

/** Deletions that came since are told apart up to this many bytes: merging all takes milliseconds on a large board. */
const RECENT_BYTES = 8 * 1024

type DeleteSet = ReturnType<typeof Y.decodeUpdate>['ds']

/**
 * All deletions of a document as updates without structs. Yjs looks through every struct for them, 35–50 ms on a board
 * of 100 000 shapes, whenever somebody who was away for a moment asks what is missing; here that is done once. [P13]
 */
export class Deletions {
  #all: Uint8Array | null = null
  /** What `#all` says. */
  #known: DeleteSet | null = null
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

  /**
   * What of `ds` is new, as an update; null when nothing is. A stock client repeats all deletions with every step 2, and
   * looking each of them up in the document takes 40 ms on a large board.
   */
  newsIn({ clients }: DeleteSet): Uint8Array | null {
    const [all] = this.updates()
    this.#known ??= Y.decodeUpdate(all!).ds
    const news: DeleteSet = { clients: new Map() }
    for (const [client, ranges] of clients) {
      const known = this.#known.clients.get(client) ?? []
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
    if (this.#all === null) this.#all = encodeDeletions(Y.createDeleteSetFromStructStore(this.doc.store))
    if (this.#recent.length > 0) {
      const recent = Y.mergeUpdates(this.#recent)
      const isMuch = this.#recentBytes > RECENT_BYTES
      if (isMuch) {
        this.#all = Y.mergeUpdates([this.#all, recent])
        this.#known = null
      }
      this.#recent = isMuch ? [] : [recent]
      this.#recentBytes = isMuch ? 0 : recent.length
    }
    return [this.#all, ...this.#recent]
  }
}
