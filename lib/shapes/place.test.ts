import { expect, test } from 'vitest'
import type { ShapeId } from '../board/ids'
import type { ShapeRecord } from '../board/shape'
import { centreOf } from '../geometry/box'
import { distance, type Point } from '../geometry/point'
import { boundsOf, hitShape, place, routeOf } from './index'
import { boardOf, sample } from './samples.fixture'

const id = (name: string) => name as ShapeId
const box = (name: string, x: number, y: number, more: Partial<ShapeRecord> = {}) =>
  sample('rectangle', { id: id(name), geo: [x, y, 100, 60, 0], ...more })
const arrowBetween = (start: string, end: string, more: Partial<ShapeRecord> = {}) =>
  sample('arrow', {
    id: id('arrow'),
    geo: [0, 0, 0, 0, 0],
    data: {
      start: { shape: id(start), anchor: [0.5, 0.5] },
      end: { shape: id(end), anchor: [0.5, 0.5] },
    },
    ...more,
  })
const ends = (route: readonly Point[] | null) => [route![0]!, route!.at(-1)!] as const

test('a shape in a frame is placed by the frame, and follows it', () => {
  const frame = sample('frame', { id: id('frame'), geo: [100, 50, 400, 300, 0] })
  const inside = box('inside', 10, 20, { parent: id('frame') })
  const board = boardOf(frame, inside)
  const placed = place(board, id('inside'))!
  expect(placed.box).toEqual({ x: 110, y: 70, w: 100, h: 60 })
  board.update([[frame.id, { ...frame, geo: [0, 0, 400, 300, 0] }]])
  expect(place(board, id('inside'))!.box.x).toBe(10)
  expect(place(board, id('nobody'))).toBeUndefined()
})

test('a group lies around its children, turned ones and nested groups included', () => {
  const board = boardOf(
    sample('group', { id: id('g'), geo: [0, 0, 0, 0, 0] }),
    sample('group', { id: id('h'), geo: [0, 0, 0, 0, 0], parent: id('g') }),
    box('a', 0, 0, { parent: id('g') }),
    box('b', 200, 100, { parent: id('h'), geo: [200, 100, 100, 60, Math.PI / 2] }),
  )
  const group = place(board, id('g'))!
  expect(group.box.x).toBe(0)
  expect(group.box.y).toBe(0)
  expect(group.box.w).toBeCloseTo(280)
  expect(group.box.h).toBeCloseTo(180)
})

test('an arrow stops a small gap before the outlines of its targets', () => {
  const route = routeOf(boardOf(box('a', 0, 0), box('b', 300, 0), arrowBetween('a', 'b')), id('arrow'))
  const [from, to] = ends(route)
  expect(from.y).toBeCloseTo(30)
  expect(from.x).toBeGreaterThan(102)
  expect(from.x).toBeLessThan(112)
  expect(to.x).toBeLessThan(298)
  expect(to.x).toBeGreaterThan(288)
})

test('an arrow follows its target when that moves or turns, without a write of its own', () => {
  const board = boardOf(box('a', 0, 0), box('b', 300, 0), arrowBetween('a', 'b'))
  const before = place(board, id('arrow'))!
  expect(place(board, id('arrow'))).toBe(before)
  board.update([[id('b'), box('b', 300, 400)]])
  const moved = place(board, id('arrow'))!
  expect(moved).not.toBe(before)
  expect(distance(ends(moved.route!)[1], { x: 350, y: 430 })).toBeLessThan(60)
  board.update([[id('b'), box('b', 300, 400, { geo: [300, 400, 100, 60, Math.PI / 2] })]])
  const turned = place(board, id('arrow'))!
  expect(ends(turned.route!)[1]).not.toEqual(ends(moved.route!)[1])
})

test('an anchor turns with its shape', () => {
  const target = box('b', 300, 0, { geo: [300, 0, 100, 60, Math.PI] })
  const arrow = arrowBetween('a', 'b', {
    data: { start: { point: [600, 30] }, end: { shape: id('b'), anchor: [0, 0.5] } },
  })
  const [, to] = ends(routeOf(boardOf(target, arrow), id('arrow')))
  expect(to.x).toBeGreaterThan(400) // the left side is on the right now
  expect(to.y).toBeCloseTo(30)
})

test('bend points are kept between the clipped ends, relative to the arrow', () => {
  const arrow = arrowBetween('a', 'b', { geo: [10, 5, 0, 0, 0] })
  const bent = { ...arrow, data: { ...arrow.data, mid: [[190, 195]] } } as ShapeRecord
  const route = routeOf(boardOf(box('a', 0, 0), box('b', 300, 0), bent), id('arrow'))!
  expect(route).toHaveLength(3)
  expect(route[1]).toEqual({ x: 200, y: 200 })
  expect(route[0]!.y).toBeGreaterThan(60) // leaves downwards, towards the bend
})

test('[B68] an end whose target is missing, or cannot be one, leaves the arrow on the board', () => {
  const lost = arrowBetween('nobody', 'b', { geo: [20, 20, 0, 0, 0] })
  const [from, to] = ends(routeOf(boardOf(box('b', 300, 0), lost), id('arrow')))
  expect(from).toEqual({ x: 20, y: 20 })
  expect(to.x).toBeLessThan(300)
  const both = routeOf(boardOf(arrowBetween('nobody', 'no one', { geo: [20, 20, 0, 0, 0] })), id('arrow'))!
  expect(distance(both[0]!, both[1]!)).toBeGreaterThan(10)
  const toItself = arrowBetween('arrow', 'arrow', { geo: [20, 20, 0, 0, 0] })
  expect(routeOf(boardOf(toItself), id('arrow'))!.every(({ x, y }) => Number.isFinite(x + y))).toBe(true)
})

test('[B68] an arrow inside a group that it is attached to does not run for ever', () => {
  const board = boardOf(
    sample('group', { id: id('g') }),
    box('a', 0, 0, { parent: id('g') }),
    arrowBetween('a', 'g', { parent: id('g') }),
  )
  expect(place(board, id('g'))!.box.w).toBeGreaterThan(0)
})

test.each(['rectangle', 'ellipse', 'diamond', 'note', 'frame', 'text'])(
  'a loop on a %s stays outside',
  (type) => {
    for (const rotation of [0, 1.1]) {
      const target = sample(type, { id: id('a'), geo: [50, 80, 160, 90, rotation], text: 'words' })
      const board = boardOf(target, arrowBetween('a', 'a'))
      const route = routeOf(board, id('arrow'))!
      const placed = place(board, id('a'))!
      expect(route.length).toBeGreaterThan(4)
      for (const p of route) expect(hitShape(placed, p, 0), JSON.stringify(p)).toBe(false)
      expect(distance(route[0]!, route.at(-1)!)).toBeGreaterThan(15)
      expect(distance(centreOf(boundsOf(place(board, id('arrow'))!)), centreOf(placed.box))).toBeLessThan(200)
    }
  },
)

test('between shapes that overlap, the arrow runs from anchor to anchor and not backwards', () => {
  for (const [x, y] of [[60, 0], [30, 10], [0, 45]] as const) {
    const route = routeOf(boardOf(box('a', 0, 0), box('b', x, y), arrowBetween('a', 'b')), id('arrow'))
    const [from, to] = ends(route)
    expect((to.x - from.x) * x + (to.y - from.y) * y).toBeGreaterThan(0)
  }
}) // prettier-ignore
