import { isPlainObject, nullObject } from './plain'
import type { ShapePatch, ShapeRecord } from './shape'

/** A record with a patch applied, as the document merges it: `style` and `data` key by key. */
export function patchRecord(record: ShapeRecord, patch: ShapePatch): ShapeRecord {
  const { style, data, text, ...rest } = patch
  const next: ShapeRecord & { text?: string } = {
    ...record,
    ...rest,
    style: merge(record.style, style),
    data: merge(record.data, data),
  }
  if (text === '') delete next.text
  else if (text !== undefined) next.text = text
  return next
}

function merge<T extends object>(old: T, changes: Readonly<Record<string, unknown>> | undefined): T {
  if (!isPlainObject(changes)) return old
  const merged: Record<string, unknown> = Object.assign(nullObject(), old)
  for (const key of Object.keys(changes)) {
    if (changes[key] === undefined) delete merged[key]
    else merged[key] = changes[key]
  }
  return merged as T
}
