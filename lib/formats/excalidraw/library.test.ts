import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RecordView } from '../../board/view'
import { intersects } from '../../geometry/box'
import { boundsOf, place } from '../../shapes'
import { element, importFile } from './scene.fixture'

const library1 = (...items: readonly (readonly unknown[])[]) =>
  JSON.stringify({ type: 'excalidrawlib', version: 1, library: items })
const library2 = (...items: readonly object[]) =>
  JSON.stringify({ type: 'excalidrawlib', version: 2, libraryItems: items })
const box = (id: string, props: object = {}) => element('rectangle', { id, ...props })

test('version 2: an item of several elements is a group with its id and its name', () => {
  const { shapes, imported } = importFile(
    library2(
      { id: 'item-1', name: 'Two boxes', status: 'published', elements: [box('a'), box('b')] },
      { id: 'item-2', elements: [box('c')] },
    ),
  )
  expect(imported).toBe(3)
  expect(shapes.map(({ id, type, parent }) => [id, type, parent])).toEqual([
    ['item-1', 'group', null],
    ['a', 'rectangle', 'item-1'],
    ['b', 'rectangle', 'item-1'],
    ['c', 'rectangle', null],
  ])
  expect(shapes[0]!.data).toMatchObject({ name: 'Two boxes' })
})

test('version 1: bare lists; an item that is one group already is not wrapped again', () => {
  const { shapes } = importFile(
    library1([box('a', { groupIds: ['g'] }), box('b', { groupIds: ['g'] })], [box('c'), box('d')]),
  )
  expect(shapes.filter(({ type }) => type === 'group')).toHaveLength(2)
  expect(shapes.find(({ id }) => id === 'a')!.parent).toBe('g')
})

test('items that use the same ids stay apart, and nobody is told of something that nobody sees', () => {
  const bound = { id: 'x', x: 0, points: [[0, 0], [20, 0]], endBinding: { elementId: 'a', focus: 0, gap: 1 } } // prettier-ignore
  const item = () => [box('a', { x: 30 }), element('arrow', bound)]
  const { shapes, changed } = importFile(library1(item(), item()))
  expect(new Set(shapes.map(({ id }) => id)).size).toBe(6)
  expect(changed).toEqual([])
  for (const arrow of shapes.filter(({ type }) => type === 'arrow')) {
    const end = arrow.data.end as { shape: string }
    expect(shapes.find(({ id }) => id === end.shape)!.parent).toBe(arrow.parent)
  }
})

test('what is no item is named', () => {
  const { imported, skipped } = importFile(
    JSON.stringify({
      type: 'excalidrawlib',
      version: 2,
      libraryItems: [null, 5, { elements: [box('a')] }, {}],
    }),
  )
  expect(imported).toBe(1)
  expect(skipped.map(({ codes }) => codes)).toEqual([
    ['not-an-element'],
    ['not-an-element'],
    ['not-an-element'],
  ])
})

test('no item lies over another, whatever their sizes and angles', () => {
  let pairs = 0
  const side = fc.integer({ min: 0, max: 900 })
  const item = fc.array(
    fc.record({
      x: fc.integer({ min: -5_000, max: 5_000 }),
      y: fc.integer({ min: -5_000, max: 5_000 }),
      width: side,
      height: side,
      angle: fc.integer({ min: 0, max: 6 }),
      strokeWidth: fc.integer({ min: 1, max: 40 }),
    }),
    { minLength: 1, maxLength: 4 },
  )
  fc.assert(
    fc.property(fc.array(item, { minLength: 2, maxLength: 12, size: 'max' }), (items) => {
      const { shapes } = importFile(
        library1(...items.map((elements, i) => elements.map((props, k) => box(`${i}-${k}`, props)))),
      )
      const view = new RecordView(shapes)
      const areas = items.map((elements, i) =>
        elements.map((_, k) => boundsOf(place(view, shapes.find(({ id }) => id === `${i}-${k}`)!.id)!)),
      )
      areas.forEach((mine, i) => {
        for (const others of areas.slice(i + 1)) {
          pairs++
          for (const a of mine) for (const b of others) expect(intersects(a, b)).toBe(false)
        }
      })
    }),
    { numRuns: 60 },
  )
  expect(pairs).toBeGreaterThan(500)
})
