import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ShapeId } from './ids'
import { compareOrder, insertKeys, orderOnTop } from './order'
import type { ShapeRecord } from './shape'
import { ORDER_PATTERN } from './shape-keys'
import { RecordView } from './view'

const id = (i: number) => `s${i}` as ShapeId

test('inserted keys lie where they are asked for, whatever the neighbours are called', () => {
  let rekeyedOnce = 0
  const key = fc.constantFrom('a0', 'a0', 'a1', 'a1V', 'a2', 'Zz', 'zzzz', '00', 'A0000')
  fc.assert(
    fc.property(fc.array(key, { maxLength: 9, size: 'max' }), fc.nat(9), fc.integer({ min: 1, max: 5 }), (keys, at, count) => {
      const siblings = keys.map((order, i) => ({ id: id(i), order })).sort(compareOrder)
      const index = Math.min(at, siblings.length)
      const { keys: fresh, rekeyed } = insertKeys(siblings, index, count)
      const after = siblings.map((sibling) => ({ ...sibling, order: rekeyed.get(sibling.id) ?? sibling.order }))
      const inserted = fresh.map((order, i) => ({ id: id(100 + i), order }))
      const wanted = [...after.slice(0, index), ...inserted, ...after.slice(index)]
      expect([...wanted].sort(compareOrder)).toEqual(wanted)
      for (const order of fresh) expect(order).toMatch(ORDER_PATTERN)
      if (rekeyed.size > 0) rekeyedOnce++
    }),
    { numRuns: 500 },
  ) // prettier-ignore
  expect(rekeyedOnce).toBeGreaterThan(100)
})

test('a thousand insertions in one gap keep the keys short', () => {
  let siblings = [
    { id: id(0), order: 'a0' },
    { id: id(1), order: 'a1' },
  ]
  for (let i = 2; i < 1_000; i++) {
    const { keys, rekeyed } = insertKeys(siblings, 1, 1)
    siblings = siblings.map((s) => ({ ...s, order: rekeyed.get(s.id) ?? s.order }))
    siblings.splice(1, 0, { id: id(i), order: keys[0]! })
  }
  expect([...siblings].sort(compareOrder)).toEqual(siblings)
  expect(Math.max(...siblings.map(({ order }) => order.length))).toBeLessThanOrEqual(64)
})

test('a new shape is above everything, also above a foreign key', () => {
  const at = (order: string): ShapeRecord => ({
    id: id(1), type: 'note', geo: [0, 0, 1, 1, 0], style: {}, order, parent: null, data: {},
  }) // prettier-ignore
  for (const order of ['a0', 'zzzz', 'Zz', '0']) {
    expect(orderOnTop(new RecordView([at(order)]), null) > order).toBe(true)
  }
  expect(orderOnTop(new RecordView(), null)).toMatch(ORDER_PATTERN)
})
