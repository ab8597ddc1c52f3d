import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ShapeId } from './ids'
import { compareOrder } from './order'
import type { ShapeRecord } from './shape'
import { Siblings } from './siblings'

const record = (id: string, order: string): ShapeRecord => ({
  id: id as ShapeId,
  type: 'note',
  geo: [0, 0, 1, 1, 0],
  style: {},
  order,
  parent: null,
  data: {},
})

const change = fc.record({ n: fc.nat(80), order: fc.option(fc.nat(40), { freq: 3 }) })
const batch = fc.record({
  changes: fc.array(change, { maxLength: 60, size: 'max' }),
  isSeen: fc.boolean(),
})

test('a list is what sorting everything gives, however much came since it was last asked for', () => {
  let [few, many] = [0, 0]
  fc.assert(
    fc.property(fc.array(batch, { maxLength: 8, size: 'max' }), (batches) => {
      const records = new Map<ShapeId, ShapeRecord>()
      const siblings = new Siblings((id) => records.get(id))
      const handedOut: { list: readonly ShapeId[]; copy: readonly ShapeId[] }[] = []
      let changed = 0
      for (const { changes, isSeen } of [...batches, { changes: [], isSeen: true }]) {
        for (const { n, order } of changes) {
          const id = `s${n}` as ShapeId
          if (records.has(id)) siblings.leave(id)
          records.delete(id)
          if (order === null) continue
          records.set(id, record(id, `a${String.fromCharCode(65 + order)}`))
          siblings.enter(id)
        }
        changed += changes.length
        if (!isSeen) continue
        const { list } = siblings
        expect(list).toEqual([...records.values()].sort(compareOrder).map(({ id }) => id))
        handedOut.push({ list, copy: [...list] })
        if (changed > 16) many++
        else few++
        changed = 0
      }
      for (const { list, copy } of handedOut) expect(list).toEqual(copy)
    }),
    { numRuns: 200 },
  )
  expect(Math.min(few, many)).toBeGreaterThan(100)
})

test('asked again without a change it hands out the same list', () => {
  const one = record('one', 'a0')
  const siblings = new Siblings(() => one)
  siblings.enter(one.id)
  expect(siblings.list).toBe(siblings.list)
})
