import * as Y from 'yjs'
import { equalPlain } from './plain'
import type { ShapeRecord } from './shape'
import { diffText } from './text-diff'
import { isText, textOf } from './validate'

/** Writing a shape as a `Y.Map` of grouped keys. */

/**
 * Types that can hold text get their `Y.Text` at birth: made on the first key stroke, two people who begin to
 * type at once would each make one, and one of the two texts would be lost.
 */
const TEXT_TYPES: ReadonlySet<string> = new Set([
  'text', 'note', 'rectangle', 'ellipse', 'diamond', 'arrow', 'frame',
]) // prettier-ignore

/** Put a new shape into the `shapes` map; within a transaction. The record is a validated one. */
export function writeShape(shapes: Y.Map<unknown>, record: ShapeRecord): void {
  const shape = new Y.Map<unknown>()
  for (const [key, make] of keysOf(record)) shape.set(key, make())
  shapes.set(record.id, shape)
}

/** Give a shape the keys of a record that it has lost; within a transaction. */
export function completeShape(shape: Y.Map<unknown>, record: ShapeRecord): void {
  for (const [key, make] of keysOf(record)) if (!shape.has(key)) shape.set(key, make())
}

/**
 * Give a shape back the keys that none can be without; within a transaction. Yjs loses one when two people write it
 * at once and the later of the two takes theirs back: the other's value is gone by then, so what was shown stays.
 */
export function keepPlaced(shape: Y.Map<unknown>, { geo, order }: ShapeRecord): void {
  if (!shape.has('geo')) shape.set('geo', geo)
  if (!shape.has('order')) shape.set('order', order)
}

function keysOf(record: ShapeRecord): [key: string, make: () => unknown][] {
  const { type, geo, style, order, parent, points, text, data, extra } = record
  const keys: [string, () => unknown][] = [
    ['type', () => type],
    ['geo', () => geo],
    ['style', () => ({ ...style })],
    ['order', () => order],
  ]
  if (parent !== null) keys.push(['parent', () => parent])
  if (points) keys.push(['points', () => points])
  if (text !== undefined || TEXT_TYPES.has(type)) keys.push(['text', () => new Y.Text(text)])
  if (Object.keys(data).length > 0) keys.push(['data', () => ({ ...data })])
  for (const [key, value] of Object.entries(extra ?? {})) keys.push([key, () => storable(value)])
  return keys
}

/** Yjs takes objects by their constructor, which ours do not have. */
const storable = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
    ? { ...value }
    : value

/** Write the keys that differ, each as one value, so that what others change under the other keys survives. */
export function writeChanges(
  shape: Y.Map<unknown>,
  before: ShapeRecord,
  after: ShapeRecord,
  caret?: number,
): void {
  if (!equalPlain(before.geo, after.geo)) shape.set('geo', after.geo)
  if (!equalPlain(before.style, after.style)) shape.set('style', { ...after.style })
  if (before.order !== after.order) shape.set('order', after.order)
  if (before.parent !== after.parent) {
    if (after.parent === null) shape.delete('parent')
    else shape.set('parent', after.parent)
  }
  if (after.points && !equalPlain(before.points, after.points)) shape.set('points', after.points)
  if (!equalPlain(before.data, after.data)) shape.set('data', { ...after.data })
  if (before.text !== after.text) writeText(shape, after.text ?? '', caret)
}

function writeText(shape: Y.Map<unknown>, next: string, caret?: number): void {
  const text = shape.get('text')
  if (!isText(text)) {
    shape.set('text', new Y.Text(next))
    return
  }
  const change = diffText(textOf(text), next, caret)
  if (!change) return
  if (change.remove > 0) text.delete(change.at, change.remove)
  if (change.insert !== '') text.insert(change.at, change.insert)
}
