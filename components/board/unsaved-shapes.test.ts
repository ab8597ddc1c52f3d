import * as Y from 'yjs'
import { expect, test } from 'vitest'
import { BoardDocument } from '../../lib/board/document'
import type { ShapeId } from '../../lib/board/ids'
import type { ShapeRecord } from '../../lib/board/shape'
import { LEFTOVER_ORIGIN } from '../../lib/sync'
import { withContainers } from './unsaved-file'
import { putBack, rescue, UnsavedShapes } from './unsaved-shapes'

const box = (id: string, x = 0): ShapeRecord => ({
  id: id as ShapeId,
  type: 'rectangle',
  geo: [x, 0, 10, 10, 0],
  style: {},
  order: 'a0',
  parent: null,
  data: {},
})
const board = (...shapes: ShapeRecord[]) => {
  const document = new BoardDocument(new Y.Doc())
  document.apply(shapes.map((shape) => ({ do: 'create', shape })))
  return document
}

test('what this tab changed since the last save is remembered, what others changed is not', () => {
  const document = board(box('old'))
  const unsaved = new UnsavedShapes(document)
  const other = board(box('theirs'))
  Y.applyUpdate(document.doc, Y.encodeStateAsUpdate(other.doc))
  document.apply([{ do: 'create', shape: box('mine') }])
  document.apply([{ do: 'remove', id: 'old' as ShapeId }])
  expect([...unsaved.ids]).toEqual(['mine', 'old'])
  unsaved.saved()
  expect(unsaved.ids.size).toBe(0)
})

test('what it sends for a tab that is gone is unsaved as well', () => {
  const document = board()
  const unsaved = new UnsavedShapes(document)
  Y.applyUpdate(document.doc, Y.encodeStateAsUpdate(board(box('left')).doc), LEFTOVER_ORIGIN)
  expect([...unsaved.ids]).toEqual(['left'])
})

test('unsaved shapes are told with the frames they lie in, which their places are counted from', () => {
  const frame: ShapeRecord = { ...box('frame'), type: 'frame' }
  const inside: ShapeRecord = { ...box('inside'), parent: frame.id }
  const document = board(frame, inside, box('else'))
  const ids = ['inside', 'gone'] as ShapeId[]
  expect(withContainers(document, ids).map(({ id }) => id)).toEqual(['inside', 'frame'])
})

test('after a refusal everything but the refused shape is put back on the board as the server has it', () => {
  const before = board(box('moved'), box('removed'))
  const server = new Y.Doc()
  Y.applyUpdate(server, Y.encodeStateAsUpdate(before.doc))

  const unsaved = new UnsavedShapes(before)
  before.apply([{ do: 'patch', id: 'moved' as ShapeId, patch: { geo: [99, 0, 10, 10, 0] } }])
  before.apply([{ do: 'remove', id: 'removed' as ShapeId }])
  before.apply([{ do: 'create', shape: box('new') }])
  before.apply([{ do: 'create', shape: box('refused') }])

  const fresh = new BoardDocument(server)
  expect(putBack(rescue(before, unsaved.ids, new Set(['refused'])), fresh)).toEqual([])
  expect([...fresh.all()].map(({ id }) => id).sort()).toEqual(['moved', 'new'])
  expect(fresh.get('moved' as ShapeId)?.geo[0]).toBe(99)
})

test('a shape that cannot be put back is told and does not take the others with it', () => {
  const bad = { ...box('bad'), geo: [Number.NaN, 0, 1, 1, 0] as const }
  const fresh = board()
  expect(putBack(new Map([[bad.id, bad], [box('good').id, box('good')]]), fresh)).toEqual([bad]) // prettier-ignore
  expect([...fresh.all()].map(({ id }) => id)).toEqual(['good'])
})
