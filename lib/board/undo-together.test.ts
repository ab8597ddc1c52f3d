import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { BoardDocument } from './document'
import type { ShapeId } from './ids'
import { RecordView } from './view'
import { reparentShapes } from './operations'
import type { ShapeRecord } from './shape'

const ID = 'shape-a' as ShapeId
const record = (patch: Partial<ShapeRecord>): ShapeRecord => ({
  id: ID,
  type: 'rectangle',
  geo: [1, 2, 30, 40, 0],
  style: {},
  order: 'a0',
  parent: null,
  data: {},
  ...patch,
})

test('two people move one shape at once and one takes it back: the shape still has a place, the same for both', () => {
  for (const [first, second] of [
    [1, 2],
    [2, 1],
  ] as const) {
    const boards = [first, second].map(
      (clientID) => new BoardDocument(Object.assign(new Y.Doc(), { clientID })),
    )
    const [ana, ben] = boards as [BoardDocument, BoardDocument]
    const send = (from: BoardDocument, to: BoardDocument) =>
      Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc))
    ana.apply([{ do: 'create', shape: record({}) }])
    send(ana, ben)
    ana.apply([{ do: 'patch', id: ID, patch: { geo: [100, 2, 30, 40, 0] } }])
    ben.apply([{ do: 'patch', id: ID, patch: { geo: [200, 2, 30, 40, 0] } }])
    send(ana, ben)
    ben.undo()
    send(ben, ana)
    send(ana, ben)
    const map = ana.doc.getMap<Y.Map<unknown>>('shapes').get(ID)!
    expect(map.has('geo')).toBe(true)
    expect(ben.get(ID)!.geo).toEqual(ana.get(ID)!.geo)
    expect(ana.get(ID)!.geo[0]).toBeGreaterThanOrEqual(100)
  }
})

test('taking a shape out of a circle of containers moves no other', () => {
  const [b, e, h] = ['shape-b', 'shape-e', 'shape-h'] as [ShapeId, ShapeId, ShapeId]
  const view = new RecordView([
    record({ id: b, type: 'frame', geo: [50, 60, 10, 10, 0] }),
    record({ id: e, type: 'frame', geo: [5, 5, 10, 10, 0], parent: h }),
    record({ id: h, type: 'group', parent: e }),
  ])
  const before = view.originOf(e)
  const edits = reparentShapes(view, [h], b)
  expect(edits).toContainEqual({ do: 'patch', id: e, patch: { parent: null } })
  expect(before).toEqual({ x: 0, y: 0 })
})
