import fc from 'fast-check'
import { expect, test } from 'vitest'
import { validateShape } from '../board/validate'
import { RecordView } from '../board/view'
import { boundsOf, place } from '../shapes'
import { element, lineElement, scene, textElement } from './excalidraw/scene.fixture'
import { readFile, type ImportedBoard } from './index'

/** What every import keeps to, whatever the file was. */
function check(board: ImportedBoard, elements: number | null): void {
  for (const shape of board.shapes) expect(validateShape(shape)).toMatchObject({ ok: true })
  expect(new Set(board.shapes.map(({ id }) => id)).size).toBe(board.shapes.length)
  const view = new RecordView(board.shapes)
  for (const { id, parent } of board.shapes) {
    expect(view.parentOf(id)).toBe(parent)
    const placed = place(view, id)!
    expect(Object.values(boundsOf(placed)).every(Number.isFinite)).toBe(true)
  }
  for (const note of [...board.changed, ...board.skipped]) expect(note.reason).not.toBe('')
  if (elements !== null) expect(board.imported + board.skipped.length).toBe(elements)
}

test('any JSON is read or refused, never an exception', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), (json) => {
      const read = readFile('any.json', json)
      if (read.ok) check(read.value, null)
      else expect(read.error.detail).not.toBe('')
    }),
    { numRuns: 500 },
  )
})

test('any JSON in the place of elements, of items and of shapes', () => {
  let read = 0
  const list = fc.array(fc.jsonValue({ maxDepth: 4 }), { maxLength: 8 })
  const places = [
    ['excalidraw', 'elements'],
    ['excalidrawlib', 'library'],
    ['excalidrawlib', 'libraryItems'],
    ['ardoise', 'shapes'],
  ] as const
  fc.assert(
    fc.property(list, fc.constantFrom(...places), (entries, [type, key]) => {
      const board = readFile('any.json', JSON.stringify({ type, version: 1, [key]: entries }))
      if (!board.ok) return
      read++
      check(board.value, key === 'elements' || key === 'shapes' ? entries.length : null)
    }),
    { numRuns: 500 },
  )
  expect(read).toBeGreaterThan(300)
})

/** Values that have broken readers of drawings before, written as in a file. */
const poison = fc.constantFrom<unknown>(
  null, 0, -1, 1e308, -1e308, 0.1, 1e9, '', '5', 'a', '__proto__', 'constructor', true, [], {}, [[0, 0]], [null],
  [[1e308, -1e308], [0, 0]], { elementId: 'a' }, { elementId: 5 }, 'b', ['g', 'h'], ['h', 'g'], '#12', 'rgb(1,2,3)',
) // prettier-ignore
const id = fc.constantFrom('a', 'b', 'c', 'd')
const base = fc.oneof(
  fc
    .constantFrom('rectangle', 'ellipse', 'diamond', 'frame', 'image', 'embeddable')
    .map((type) => element(type)),
  fc.constant(textElement('some text')),
  fc.constantFrom('line' as const, 'arrow' as const, 'freedraw' as const).map(
    (type) =>
    lineElement(type, [[0, 0], [10, 40], [90, -5]], { backgroundColor: '#a5d8ff' }), // prettier-ignore
  ),
)
const keys = [
  'x', 'y', 'width', 'height', 'angle', 'points', 'pressures', 'groupIds', 'frameId', 'containerId', 'startBinding',
  'endBinding', 'strokeColor', 'backgroundColor', 'opacity', 'strokeWidth', 'fontSize', 'text', 'originalText',
  'roundness', 'link', 'isDeleted', 'type', 'id', 'startArrowhead', 'fontFamily', 'fillStyle', 'polygon', 'name',
] // prettier-ignore
const mutated = fc
  .record({
    base,
    id,
    changes: fc.array(fc.tuple(fc.constantFrom(...keys), poison), { maxLength: 4 }),
    frameId: fc.option(id, { nil: null }),
    groupIds: fc.subarray(['g', 'h', 'i', 'j']).chain((ids) => fc.shuffledSubarray(ids)),
    containerId: fc.option(id, { nil: null }),
    elementId: id,
  })
  .map(({ base: props, changes, elementId, ...rest }) => ({
    ...props,
    ...rest,
    endBinding: { elementId, focus: 0, gap: 0 },
    ...Object.fromEntries(changes),
  }))

test('[B67] [B68] [B69] a valid file with anything in the place of anything: every element is accounted for', () => {
  const seen = { changed: 0, skipped: 0, groups: 0, bound: 0, nested: 0 }
  fc.assert(
    fc.property(fc.array(mutated, { minLength: 1, maxLength: 12, size: 'max' }), (elements) => {
      const read = readFile('mutated.excalidraw', scene(elements))
      expect(read.ok).toBe(true)
      if (!read.ok) return
      check(read.value, elements.length)
      seen.changed += read.value.changed.length
      seen.skipped += read.value.skipped.length
      for (const { type, parent, data } of read.value.shapes) {
        if (type === 'group') seen.groups++
        if (parent !== null) seen.nested++
        if (data.end && 'shape' in data.end) seen.bound++
      }
    }),
    { numRuns: 400 },
  )
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(100)
})
