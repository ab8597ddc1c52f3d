import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ShapeId } from '../board/ids'
import type { ShapeRecord } from '../board/shape'
import { encloses } from '../geometry/enclosure'
import { outlineOf } from '../shapes/index'
import { box, drive, id } from './driver.fixture'
import { lassoTool } from './lasso'
import { selectTool } from './select'

const coordinate = fc.integer({ min: -200, max: 200 })
const place = fc.tuple(coordinate, coordinate)
const shape = fc.record({
  at: place,
  w: fc.integer({ min: 4, max: 40 }),
  h: fc.integer({ min: 4, max: 40 }),
  turn: fc.integer({ min: 0, max: 8 }),
  type: fc.constantFrom('rectangle' as const, 'ellipse' as const, 'diamond' as const),
  group: fc.constantFrom(null, 'g', 'h'),
})
const shapes = fc.array(shape, { minLength: 4, maxLength: 14, size: 'max' })

type Made = typeof shape extends fc.Arbitrary<infer S> ? S : never
function boardOf(made: readonly Made[]): ShapeRecord[] {
  const groups = ['g', 'h'].map((name) => box(name, 0, 0, 0, 0, { type: 'group' }))
  const records = made.map(({ at: [x, y], w, h, turn, type, group }, i) =>
    box(`s${i}`, x, y, w, h, {
      type,
      geo: [x, y, w, h, turn / 3],
      parent: group === null ? null : id(group),
    }),
  )
  return [...groups.filter((group) => records.some(({ parent }) => parent === group.id)), ...records]
}

test('sweeping a box to and fro selects what one box from corner to corner would', () => {
  let selected = 0
  let lost = 0
  fc.assert(
    fc.property(shapes, place, fc.array(place, { minLength: 2, maxLength: 8 }), (made, from, way) => {
      const driver = drive(selectTool, boardOf(made))
      fc.pre(driver.env.hit({ x: from[0], y: from[1] }) === null)
      driver.down(...from)
      let most = 0
      for (const at of way) {
        driver.move(...at)
        most = Math.max(most, driver.env.selection.length)
      }
      const last = way.at(-1)!
      fc.pre(driver.state().at === 'marquee')
      driver.up(...last)
      const area = {
        x: Math.min(from[0], last[0]),
        y: Math.min(from[1], last[1]),
        w: Math.abs(from[0] - last[0]),
        h: Math.abs(from[1] - last[1]),
      }
      expect([...driver.env.selection].sort()).toEqual([...driver.env.within(area)].sort())
      selected += driver.env.selection.length
      if (most > driver.env.selection.length) lost++
    }),
    { numRuns: 200 },
  )
  expect(selected).toBeGreaterThan(100)
  expect(lost).toBeGreaterThan(20)
})

describe('a loop', () => {
  test('selects what is all inside it, a group when all of it is, however it was drawn', () => {
    const seen = { selected: 0, groups: 0, crossing: 0 }
    fc.assert(
      fc.property(shapes, fc.array(place, { minLength: 3, maxLength: 12, size: 'max' }), (made, points) => {
        const driver = drive(lassoTool, boardOf(made))
        const [first, ...others] = points
        driver.down(...first!)
        for (const at of others) driver.move(...at)
        fc.pre(driver.state().at === 'drawing')
        const drawn = driver.asked('lasso').at(-1)
        const loop = (drawn?.do === 'lasso' && drawn.points) || []
        driver.up(...others.at(-1)!)
        const leaves = [...driver.board.all()].filter(({ type }) => type !== 'group')
        const isIn = (record: ShapeRecord) => encloses(loop, outlineOf(driver.env.place(record.id)!))
        const expected = new Set<ShapeId>()
        for (const record of leaves) {
          const members = leaves.filter(({ parent }) => record.parent !== null && parent === record.parent)
          if (record.parent === null && isIn(record)) expected.add(record.id)
          if (record.parent !== null && members.every(isIn)) expected.add(record.parent)
        }
        expect([...driver.env.selection].sort()).toEqual([...expected].sort())
        seen.selected += expected.size
        seen.groups += [...expected].filter((one) => one === 'g' || one === 'h').length
        if (leaves.some(isIn) && expected.size === 0) seen.crossing++
      }),
      { numRuns: 400 },
    )
    expect(seen.selected).toBeGreaterThan(90)
    expect(seen.groups).toBeGreaterThan(10)
    expect(seen.crossing).toBeGreaterThan(5)
  })

  const pair = [box('a', 0, 0, 20, 20), box('b', 100, 0, 20, 20)]
  const around = (x: number): [number, number][] => [
    [x - 20, -20],
    [x + 40, -20],
    [x + 40, 40],
    [x - 20, 40],
  ]
  function draw(driver: ReturnType<typeof drive>, way: readonly [number, number][], keys = {}) {
    const [first, ...others] = way
    driver.down(...first!, keys)
    for (const at of others) driver.move(...at, keys)
    return () => driver.up(...others.at(-1)!, keys)
  }
  test('shows what it has while it is drawn, and adds with Shift', () => {
    const driver = drive(lassoTool, pair)
    const lift = draw(driver, around(0))
    expect(driver.env.selection).toEqual(['a'])
    lift()
    expect(driver.asked('lasso').at(-1)).toEqual({ do: 'lasso', points: null })
    draw(driver, around(100), { shift: true })()
    expect(driver.env.selection).toEqual(['a', 'b'])
  })
  test('that is given up leaves the selection as it was', () => {
    const driver = drive(lassoTool, pair, { selection: [id('b')] })
    draw(driver, around(0), { shift: true })
    expect(driver.env.selection).toEqual(['b', 'a'])
    driver.cancel()
    expect(driver.env.selection).toEqual(['b'])
  })
  test('can be drawn twice around, and loses what it no longer has', () => {
    const driver = drive(lassoTool, pair)
    draw(driver, [...around(0), ...around(0)])()
    expect(driver.env.selection).toEqual(['a'])
    draw(driver, [...around(0), [10, 10]])()
    expect(driver.env.selection).toEqual([])
  })
  test('is drawn by the select tool with Alt where nothing is', () => {
    const driver = drive(selectTool, pair)
    draw(driver, around(100), { alt: true })()
    expect(driver.env.selection).toEqual(['b'])
    expect(driver.asked('marquee')).toEqual([])
  })
  test('that is only a click selects what it is on', () => {
    const driver = drive(lassoTool, pair)
    driver.down(10, 10)
    driver.up(10, 10)
    expect(driver.env.selection).toEqual(['a'])
  })
})
