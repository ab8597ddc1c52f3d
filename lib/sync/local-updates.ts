import type { Doc, Transaction } from 'yjs'

type Listener = (update: Uint8Array, origin: unknown, doc: Doc, transaction: Transaction) => void

/**
 * Tell `listeners` of the document's updates, in this order, except of those whose origin is `received`. Nobody
 * needs the bytes of these again, but while anybody listens Yjs encodes every update anew: a quarter of the time that
 * a large board takes to arrive. Returns the undo.
 */
export function onLocalUpdate(doc: Doc, received: unknown, listeners: readonly Listener[]): () => void {
  let isListening = false
  const listen = (next: boolean) => {
    if (next === isListening) return
    isListening = next
    for (const listener of listeners)
      if (next) doc.on('update', listener)
      else doc.off('update', listener)
  }
  // Called for each transaction just before Yjs looks whether anybody wants its update.
  const follow = ({ origin }: Transaction) => listen(origin !== received)
  doc.on('afterTransactionCleanup', follow)
  return () => {
    doc.off('afterTransactionCleanup', follow)
    listen(false)
  }
}
