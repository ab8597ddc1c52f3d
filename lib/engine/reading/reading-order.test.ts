import { expect, test } from 'vitest'
import type { ShapeRecord } from '../../board/shape'
import { RecordView } from '../../board/view'
import { boards, id, rectangle } from '../board.fixture'
import { ReadingOrder } from './reading-order'

const inside = (parent: string, more: Partial<ShapeRecord> = {}) => ({ parent: id(parent), ...more })
const nested = [
  rectangle('a', 0, 0),
  rectangle('frame', 200, 0, { type: 'frame', geo: [200, 0, 400, 300, 0] }),
  rectangle('f2', 150, 20, inside('frame')),
  rectangle('f1', 20, 20, inside('frame')),
  rectangle('group', 0, 0, { type: 'group', geo: [0, 0, 0, 0, 0] }),
  rectangle('g2', 150, 500, inside('group')),
  rectangle('g1', 0, 500, inside('group')),
  rectangle('z', 0, 800),
]
const orderOf = (...shapes: ShapeRecord[]) => {
  const made = boards(...shapes)
  return { ...made, order: new ReadingOrder(made.board) }
}
/** Every step from the first on. */
function walk(order: ReadingOrder): string {
  const met: string[] = []
  for (let at = order.first(); at !== null && met.length < 50; at = order.after(at)) met.push(at)
  return met.join(' ')
}

test('a frame is read before what is in it, a group as one', () => {
  const { order } = orderOf(...nested)
  expect(walk(order)).toBe('a frame f1 f2 group z')
  expect([...order.all()].join(' ')).toBe('a frame f1 f2 group g1 g2 z')
})

test('back is the way there, from the other end', () => {
  const { order } = orderOf(...nested)
  const met: string[] = []
  for (let at = order.last(); at !== null; at = order.before(at)) met.push(at)
  expect(met.reverse().join(' ')).toBe('a frame f1 f2 group z')
})

test('in a group one goes on through it, then out of it', () => {
  const { order } = orderOf(...nested)
  expect(order.firstChild(id('group'))).toBe('g1')
  expect(order.after(id('g1'))).toBe('g2')
  expect(order.after(id('g2'))).toBe('z')
  expect(order.before(id('g1'))).toBe('group')
  expect(order.placeOf(id('g2'))).toEqual({ at: 2, of: 2 })
  expect(order.placeOf(id('z'))).toEqual({ at: 4, of: 4 })
})

test('it follows what is moved, added and removed, by others too, groups and tied arrows along', () => {
  const arrow = rectangle('arrow', 0, 0, {
    type: 'arrow',
    geo: [0, 0, 0, 0, 0],
    data: { start: { shape: id('a'), anchor: [0.5, 0.5] }, end: { shape: id('b'), anchor: [0.5, 0.5] } },
  })
  const { order, board, remote, exchange } = orderOf(...nested, rectangle('b', 0, 1_200), arrow)
  expect(walk(order)).toBe('a frame f1 f2 group arrow z b')
  board.apply([{ do: 'patch', id: id('a'), patch: { geo: [0, 1_000, 100, 100, 0] } }])
  expect(walk(order)).toBe('frame f1 f2 group z a arrow b')
  remote.apply([
    { do: 'patch', id: id('g1'), patch: { geo: [0, 2_000, 100, 100, 0] } },
    { do: 'patch', id: id('g2'), patch: { geo: [150, 2_000, 100, 100, 0] } },
    { do: 'remove', id: id('z') },
    { do: 'create', shape: rectangle('n', 0, 0) },
  ])
  exchange()
  expect(walk(order)).toBe('n frame f1 f2 a arrow b group')
  board.apply([{ do: 'patch', id: id('f1'), patch: { parent: null, geo: [0, 3_000, 100, 100, 0] } }])
  expect(walk(order)).toBe('n frame f2 a arrow b group f1')
  board.apply([{ do: 'patch', id: id('frame'), patch: { geo: [200, 4_000, 400, 300, 0] } }])
  expect(walk(order)).toBe('n a arrow b group f1 frame f2')
})

test('a large board is taken in by pieces', () => {
  const shapes = Array.from({ length: 3_000 }, (_, n) =>
    rectangle(`s${n}`, (n % 50) * 120, 120 * ((n / 50) | 0)),
  )
  const order = new ReadingOrder(Object.assign(new RecordView(shapes), { onChange: () => () => {} }))
  let pieces = 1
  while (!order.work(0)) pieces++
  expect(pieces).toBe(3)
  expect([...order.all()]).toEqual(shapes.map((shape) => shape.id))
})
