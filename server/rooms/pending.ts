import * as Y from 'yjs'

/** Whether the document holds back something that builds on what is missing, such as a damaged row of the log. */
export const hasPending = ({ store }: Y.Doc): boolean =>
  store.pendingStructs !== null || store.pendingDs !== null

/**
 * The document without what it holds back. Yjs would add that; a client would hold it back in turn, and offer it
 * again with everything it sends.
 */
export function encodeWhole(doc: Y.Doc, stateVector?: Uint8Array): Uint8Array {
  const { store } = doc
  const { pendingStructs, pendingDs } = store
  store.pendingStructs = null
  store.pendingDs = null
  try {
    return Y.encodeStateAsUpdate(doc, stateVector)
  } finally {
    store.pendingStructs = pendingStructs
    store.pendingDs = pendingDs
  }
}
