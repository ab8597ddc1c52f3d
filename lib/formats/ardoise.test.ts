import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { BoardDocument } from '../board/document'
import type { ShapeId } from '../board/ids'
import type { Edit } from '../board/shape'
import { RecordView } from '../board/view'
import { element, importScene, lineElement, textElement } from './excalidraw/scene.fixture'
import { readFile, toEdits, writeArdoise, type ImportedBoard } from './index'

function importFile(text: string): ImportedBoard {
  const read = readFile('board.ardoise.json', text)
  if (!read.ok) throw new Error(read.error.detail)
  return read.value
}

const drawing = importScene(
  element('rectangle', { id: 'a', groupIds: ['g'], backgroundColor: '#123456' }),
  textElement('label', { id: 't', containerId: 'a' }),
  lineElement('freedraw', [[0, 0], [3.3, 4.7], [9.1, 2.2]], { id: 'b', groupIds: ['g'], frameId: 'f', pressures: [0.1, 0.7, 1], simulatePressure: false }),
  lineElement('arrow', [[0, 0], [50, 20], [90, 90]], { id: 'c', endBinding: { elementId: 'a', focus: 0, gap: 1 } }),
  lineElement('line', [[0, 0], [0.123456, 20], [90, 90]], { id: 'd' }),
  element('frame', { id: 'f', name: 'Frame' }),
) // prettier-ignore
const meta = { name: 'Une école', background: '#fffaf0' }

test('export, import, export again gives the same bytes', () => {
  const first = writeArdoise(new RecordView(drawing.shapes), meta)
  const read = importFile(first)
  expect(read).toMatchObject({ ...meta, imported: drawing.shapes.length, changed: [], skipped: [] })
  expect(writeArdoise(new RecordView(read.shapes), { name: read.name!, background: read.background })).toBe(
    first,
  )
})

test('through a document, too', () => {
  const first = writeArdoise(new RecordView(drawing.shapes), meta)
  const document = new BoardDocument(new Y.Doc())
  document.setMeta(meta)
  // Root order is given by the board that the drawing is put on; here it was already given once.
  const edits: Edit[] = importFile(first).shapes.map((shape) => ({ do: 'create', shape }))
  expect(document.apply(edits).ok).toBe(true)
  expect(writeArdoise(document, document.meta)).toBe(first)
  document.dispose()
})

test('types and keys of a newer version are kept', () => {
  const file = `${JSON.stringify({
    type: 'ardoise',
    version: 1,
    board: { name: 'b', background: null },
    shapes: [
      {
        id: 'x',
        type: 'hologram',
        order: 'a0',
        geo: [1, 2, 3, 4, 0],
        style: { glow: 7, stroke: 'red' },
        data: { beams: [1, { far: true }] },
        extra: { layer: 'top' },
      },
    ],
  })}\n`
  const read = importFile(file)
  expect(read).toMatchObject({ imported: 1, changed: [], skipped: [] })
  expect(writeArdoise(new RecordView(read.shapes), { name: 'b', background: null })).toBe(file)
})

test('what is no shape is named, an id used twice is replaced, the rest is read', () => {
  const shape = { id: 'a', type: 'rectangle', order: 'a0', geo: [0, 0, 1, 1, 0], style: {} }
  const shapes = [shape, shape, { ...shape, id: 'b', geo: [0, 0, -1, 1, 0] }, 5]
  const read = importFile(JSON.stringify({ type: 'ardoise', version: 1, board: {}, shapes }))
  expect(read.imported).toBe(2)
  expect(read.changed).toMatchObject([{ type: 'rectangle', codes: ['new-id'] }])
  expect(read.skipped.map(({ type, id }) => [type, id])).toEqual([['rectangle', 'b'], ['unknown', '']]) // prettier-ignore
})

test('a board without a name is called like its file', () => {
  const file = writeArdoise(new RecordView(drawing.shapes), { name: '', background: null })
  const names = ['/tmp/Retro 42.ardoise.json', 'C:\\Users\\me\\plan.excalidraw', 'notes.v2.json', '.json']
  expect(names.map((name) => (readFile(name, file) as { value: ImportedBoard }).value.name)).toEqual([
    'Retro 42',
    'plan',
    'notes.v2',
    null,
  ])
})

test('put on a board: above what is there, with new ids where they are taken, references and all', () => {
  const document = new BoardDocument(new Y.Doc())
  expect(document.apply(toEdits(drawing, document)).ok).toBe(true)
  const before = [...document.childrenOf(null)]
  const edits = toEdits(drawing, document)
  expect(document.apply(edits).ok).toBe(true)
  expect(document.size).toBe(2 * drawing.shapes.length)
  expect(document.childrenOf(null).slice(0, before.length)).toEqual(before)
  const [first, second] = [...document.all()].filter(({ type }) => type === 'arrow')
  const targetOf = (arrow: typeof first) => (arrow!.data.end as { shape: ShapeId }).shape
  expect(targetOf(second)).not.toBe(targetOf(first))
  expect(document.get(targetOf(second))!.text).toBe('label')
  document.dispose()
})

test('put on a board at a place: the middle of the drawing is there, inside frames nothing moves', () => {
  const board = new RecordView([])
  const flat = importScene(
    element('rectangle', { id: 'a', x: 0, y: 0, width: 100, height: 100, strokeColor: 'transparent', frameId: 'f' }),
    element('rectangle', { id: 'b', x: 300, y: 0, width: 100, height: 100, strokeColor: 'transparent', groupIds: ['g'] }),
    element('rectangle', { id: 'c', x: 0, y: 300, width: 100, height: 100, strokeColor: 'transparent', groupIds: ['g'] }),
    element('frame', { id: 'f', x: -10, y: -10, width: 50, height: 50, name: null }),
  ) // prettier-ignore
  const places = toEdits(flat, board, { centre: { x: 1_000, y: 1_000 } }).flatMap((edit) =>
    edit.do === 'create' ? [[edit.shape.id, edit.shape.geo.slice(0, 2)]] : [],
  )
  const at = Object.fromEntries(places) as Record<string, [number, number]>
  const [shiftX, shiftY] = [at.b![0] - 300, at.b![1]]
  expect(at.c).toEqual([shiftX, 300 + shiftY])
  expect(at.f).toEqual([-10 + shiftX, -10 + shiftY])
  expect(at.a).toEqual([10, 10])
  expect(shiftX).toBeCloseTo(805, -1)
})
