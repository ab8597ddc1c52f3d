import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Box } from '../../geometry/box'
import { id } from '../board.fixture'
import { ReadingRows } from './reading-rows'

const box = (x: number, y: number, w = 100, h = 100): Box => ({ x, y, w, h })
const rowsOf = (boxes: Readonly<Record<string, Box>>): ReadingRows => {
  const rows = new ReadingRows()
  rows.put(Object.entries(boxes).map(([name, at]) => [id(name), at]))
  return rows
}
const read = (boxes: Readonly<Record<string, Box>>) => [...rowsOf(boxes)].join(' ')

test('rows from the top, each from the left, though nothing is quite straight', () => {
  expect(read({ d: box(5, 148), b: box(120, -12), a: box(0, 10), c: box(250, 18), e: box(130, 160) })).toBe(
    'a b c d e',
  )
})

test('a tall shape stands in the row it begins in, and does not make one of the rows beside it', () => {
  expect(read({ side: box(0, 0, 80, 600), a: box(100, 0), b: box(220, 0), c: box(100, 150) })).toBe(
    'side a b c',
  )
})

test('a line of text beside a box is in its row', () => {
  expect(read({ box: box(200, 0, 100, 100), text: box(0, 40, 90, 20), below: box(0, 120) })).toBe(
    'text box below',
  )
})

test('the first in an area is the first that one reads there', () => {
  const rows = rowsOf({ a: box(0, 0), b: box(150, -10), c: box(0, 200), d: box(150, 190) })
  expect(rows.firstIn(box(-10, 150, 500, 100))).toBe('c')
  expect(rows.firstIn(box(120, -50, 500, 500))).toBe('b')
  expect(rows.firstIn(box(900, 900))).toBe(null)
})

const place = fc.record({
  x: fc.integer({ min: 0, max: 600 }),
  y: fc.integer({ min: 0, max: 600 }),
  w: fc.integer({ min: 0, max: 200 }),
  h: fc.integer({ min: 0, max: 200 }),
})
const names = Array.from({ length: 12 }, (_, n) => id(String.fromCharCode(97 + n)))
const change = fc.tuple(fc.constantFrom(...names), fc.option(place, { freq: 4 }))

test('however it came about, the order is that of rows made from nothing, and steps lead through all of it', () => {
  let steps = 0
  fc.assert(
    fc.property(fc.array(fc.array(change, { maxLength: 8 }), { maxLength: 12, size: 'max' }), (batches) => {
      const rows = new ReadingRows()
      const now = new Map<string, Box>()
      for (const batch of batches) {
        const unique = new Map(batch)
        rows.put(unique)
        for (const [name, at] of unique) {
          if (at) now.set(name, at)
          else now.delete(name)
        }
      }
      const order = [...rows]
      expect(order).toEqual([...rowsOf(Object.fromEntries(now))])
      expect(rows.first()).toBe(order[0] ?? null)
      expect(rows.last()).toBe(order.at(-1) ?? null)
      order.forEach((name, at) => {
        steps++
        expect(rows.rankOf(name)).toBe(at)
        expect(rows.beside(name, 1)).toBe(order[at + 1] ?? null)
        expect(rows.beside(name, -1)).toBe(order[at - 1] ?? null)
      })
    }),
  )
  expect(steps).toBeGreaterThan(300)
})
