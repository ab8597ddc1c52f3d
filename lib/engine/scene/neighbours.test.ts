import fc from 'fast-check'
import RBush from 'rbush'
import { describe, expect, test } from 'vitest'
import type { ShapeRecord } from '../../board/shape'
import { intersects, type Box } from '../../geometry/box'
import { triangleTouchesBox } from '../../geometry/enclosure'
import { boards, id, rectangle } from '../board.fixture'
import { neighboursIn } from './neighbours'
import { Scene } from './scene'
import { nearestTo, touchedBy, type TreeNode } from './tree-walk'

const coordinate = fc.integer({ min: -400, max: 400 })
const box = fc.record({ x: coordinate, y: coordinate, w: fc.nat(80), h: fc.nat(80) })
const boxes = fc.array(box, { minLength: 1, maxLength: 80, size: 'max' })
const point = fc.record({ x: coordinate, y: coordinate })

interface Entry {
  readonly box: Box
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
}
function treeOf(all: readonly Box[]): TreeNode<Entry> {
  const tree = new RBush<Entry>()
  for (const one of all) {
    tree.insert({ box: one, minX: one.x, minY: one.y, maxX: one.x + one.w, maxY: one.y + one.h })
  }
  return tree.toJSON() as TreeNode<Entry>
}
const apart = (a: Box, b: Box) =>
  Math.hypot(Math.max(0, a.x - b.x - b.w, b.x - a.x - a.w), Math.max(0, a.y - b.y - b.h, b.y - a.y - a.h))

test('the nearest come first, and all that is in view comes', () => {
  fc.assert(
    fc.property(boxes, box, box, (all, around, view) => {
      const found = [...nearestTo(treeOf(all), around, view)]
      const expected = all.filter((one) => intersects(one, view)).map((one) => apart(one, around))
      expect(found.map(({ distance }) => distance)).toEqual(expected.sort((a, b) => a - b))
      for (const { item, distance } of found) expect(distance).toBeCloseTo(apart(item.box, around))
    }),
  )
})

test('an area of another form finds what looking at everything finds', () => {
  let found = 0
  fc.assert(
    fc.property(boxes, point, point, point, (all, a, b, c) => {
      const touches = (bounds: Box) => triangleTouchesBox(a, b, c, bounds)
      const expected = all.filter(touches)
      const shown = touchedBy(treeOf(all), touches).map((entry) => entry.box)
      expect(new Set(shown)).toEqual(new Set(expected))
      found += shown.length
    }),
  )
  expect(found).toBeGreaterThan(300)
})

describe('to line up with', () => {
  const view = { x: 0, y: 0, w: 2_000, h: 1_000 }
  const around = { x: 0, y: 0, w: 10, h: 10 }
  const asked = (records: readonly ShapeRecord[], own: readonly string[] = []) =>
    neighboursIn(new Scene(boards(...records).board), view, around, own.map(id)).boxes.map(({ x, y }) => [
      x,
      y,
    ])

  test('is what is seen, not what is dragged nor what is in it', () => {
    const frame = rectangle('f', 500, 0, { type: 'frame', geo: [500, 0, 300, 300, 0] })
    const inside = rectangle('in', 20, 20, { parent: id('f') })
    const records = [rectangle('a', 200, 0), rectangle('far', 5_000, 0), frame, inside]
    expect(asked(records)).toEqual([[200, 0], [500, 0], [520, 20]]) // prettier-ignore
    expect(asked(records, ['f'])).toEqual([[200, 0]])
    expect(asked(records, ['a', 'in'])).toEqual([[500, 0]])
  })
  test('is a group as one, unless it is entered', () => {
    const group = rectangle('g', 0, 0, { type: 'group', geo: [0, 0, 0, 0, 0] })
    const members = ['a', 'b'].map((name, i) => rectangle(name, 200 + i * 200, 40 * i, { parent: id('g') }))
    expect(asked([group, ...members])).toEqual([[200, 0]])
    expect(asked([group, ...members], ['a'])).toEqual([[400, 40]])
  })
  test('is no stroke and no arrow: nobody sees their box', () => {
    const ends = { start: { point: [0, 0] }, end: { point: [50, 50] } } as const
    expect(asked([rectangle('x', 100, 0, { type: 'arrow', data: ends }), rectangle('a', 300, 0)])).toEqual([
      [300, 0],
    ])
  })
  test('is as much as means something, however much there is, and says how far that reaches', () => {
    const many = Array.from({ length: 900 }, (_, i) =>
      rectangle(`s${i}`, (i % 30) * 60, Math.floor(i / 30) * 30, {
        geo: [(i % 30) * 60, Math.floor(i / 30) * 30, 20, 20, 0],
      }),
    )
    const { boxes: found, radius } = neighboursIn(new Scene(boards(...many).board), view, around, [])
    expect(found.length).toBe(120)
    expect(radius).toBeLessThan(2_000)
    const nearest = many.map(({ geo: [x, y] }) => apart({ x, y, w: 20, h: 20 }, around)).sort((a, b) => a - b)
    expect(Math.max(...found.map((one) => apart(one, around)))).toBeLessThanOrEqual(nearest[122]!)
  })
})
