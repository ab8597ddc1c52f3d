import { createHash } from 'node:crypto'
import * as Y from 'yjs'

/** A document made of `updates`; what builds on something that is missing, it holds back. */
export function documentOf(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc
}

/** Takes out of a document what it holds back: applied again, it is held back until what is missing comes. */
export function takeHeldBack({ store }: Y.Doc): Uint8Array[] {
  const { pendingStructs, pendingDs } = store
  store.pendingStructs = null
  store.pendingDs = null
  // Yjs keeps both in its other format.
  return [pendingStructs?.update, pendingDs].flatMap((update) =>
    update ? [Y.convertUpdateFormatV2ToV1(update)] : [],
  )
}

/** A document made of `updates`, or null when something they build on is missing. */
export function wholeDocument(updates: readonly Uint8Array[]): Y.Doc | null {
  const doc = documentOf(updates)
  return doc.store.pendingStructs === null && doc.store.pendingDs === null ? doc : null
}

/** Equal for documents that show the same and have seen the same, however they were encoded. */
export function contentHash(doc: Y.Doc): string {
  const hash = createHash('sha256')
  const seen = [...Y.decodeStateVector(Y.encodeStateVector(doc))].sort(([a], [b]) => a - b)
  hash.update(JSON.stringify(seen))
  for (const root of [...doc.share.keys()].sort()) {
    hash.update(`\n${root}`)
    addTo(hash, doc.getMap(root).toJSON())
  }
  return hash.digest('hex')
}

function addTo(hash: ReturnType<typeof createHash>, value: unknown): void {
  if (value instanceof Uint8Array) hash.update('b').update(value)
  else if (Array.isArray(value)) {
    hash.update('[')
    for (const item of value) addTo(hash.update(','), item)
  } else if (typeof value === 'object' && value !== null) {
    hash.update('{')
    for (const key of Object.keys(value).sort())
      addTo(hash.update(JSON.stringify(key)), (value as Record<string, unknown>)[key])
  } else hash.update(typeof value === 'bigint' ? `n${value}` : (JSON.stringify(value) ?? 'undefined'))
}
