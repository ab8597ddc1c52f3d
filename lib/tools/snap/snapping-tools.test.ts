import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arrowTool } from '../arrow'
import { boxTool } from '../box'
import type { Env } from '../define'
import { box, drive, id } from '../driver.fixture'
import { lineTool } from '../line'
import { selectTool } from '../select'

const pair = [box('a', 0, 0), box('b', 300, 40, 60, 50)]
const on: Partial<Env> = { snap: { objects: true, grid: false } }
const coordinate = fc.integer({ min: -300, max: 600 })

describe('off', () => {
  test('means that everything goes exactly where the pointer takes it', () => {
    fc.assert(
      fc.property(coordinate, coordinate, (x, y) => {
        fc.pre(Math.hypot(x - 330, y - 65) >= 4)
        const driver = drive(selectTool, pair, { selection: [id('b')] })
        driver.down(330, 65)
        driver.move(x, y)
        expect(driver.drafted().get(id('b'))!.geo.slice(0, 2)).toEqual([300 + x - 330, 40 + y - 65])
        const guides = driver.asked('guides').at(-1)
        expect(guides?.do === 'guides' && guides.guides).toEqual([])
      }),
    )
  })
  test('and on change places while Ctrl is held', () => {
    for (const [options, mod, y] of [
      [on, false, 0],
      [on, true, 3],
      [{}, false, 3],
      [{}, true, 0],
    ] as const) {
      // prettier-ignore
      const driver = drive(selectTool, pair, { ...options, selection: [id('b')] })
      driver.down(330, 65)
      driver.move(333, 28, { mod })
      expect(driver.drafted().get(id('b'))!.geo[1]).toBe(y)
    }
  })
})

describe('what is dragged snaps', () => {
  test('and nothing is farther from the pointer than the reach', () => {
    let pulled = 0
    fc.assert(
      fc.property(coordinate, coordinate, (x, y) => {
        fc.pre(Math.hypot(x - 330, y - 65) >= 4)
        const driver = drive(selectTool, pair, { ...on, selection: [id('b')] })
        driver.down(330, 65)
        driver.move(x, y)
        const [left, top] = driver.drafted().get(id('b'))!.geo
        const [dx, dy] = [left - (300 + x - 330), top - (40 + y - 65)]
        if (dx !== 0 || dy !== 0) pulled++
        expect(Math.max(Math.abs(dx), Math.abs(dy))).toBeLessThanOrEqual(6)
      }),
    )
    expect(pulled).toBeGreaterThan(10)
  })
  test('along one axis only while Shift keeps it there', () => {
    const driver = drive(selectTool, pair, { ...on, selection: [id('b')] })
    driver.down(330, 65)
    driver.move(132, 68, { shift: true })
    expect(driver.drafted().get(id('b'))!.geo.slice(0, 2)).toEqual([100, 40])
  })
  test('turned, by its upright bounds', () => {
    const turned = box('b', 300, 40, 60, 40, { geo: [300, 40, 60, 40, Math.PI / 2] })
    const driver = drive(selectTool, [pair[0]!, turned], { ...on, selection: [id('b')] })
    // Upright it is 40 by 60 from 310, 30: its top comes to 0 when it is moved by -30.
    driver.down(330, 60)
    driver.move(400, 33)
    expect(driver.drafted().get(id('b'))!.geo[1]).toBeCloseTo(10)
  })
  test('as a side that is pulled, with the ratio kept as well', () => {
    const driver = drive(selectTool, pair, { ...on, selection: [id('b')] })
    driver.down(360, 65)
    driver.move(104, 65)
    const [x, , w] = driver.drafted().get(id('b'))!.geo
    expect([x, w]).toEqual([100, 200])
    const even = drive(selectTool, pair, { ...on, selection: [id('b')] })
    even.down(360, 90)
    even.move(372, 97, { shift: true })
    const [, , evenW, evenH] = even.drafted().get(id('b'))!.geo
    expect(40 + evenH).toBeCloseTo(100)
    expect(evenW / evenH).toBeCloseTo(60 / 50)
  })
  test('as a new box, a line, and the free end of an arrow, whose other end is tied', () => {
    const drawn = drive(boxTool('rectangle'), pair, on)
    drawn.down(-3, 200)
    drawn.move(97, 290)
    expect(drawn.draft()).toMatchObject([{ shape: { geo: [0, 200, 100, 90, 0] } }])
    const line = drive(lineTool, pair, on)
    line.down(500, 200)
    line.move(600, 203)
    expect(line.draft()).toMatchObject([{ shape: { geo: [500, 200, 100, 0, 0] } }])
    const arrow = drive(arrowTool, pair, on)
    arrow.down(50, 50)
    arrow.move(203, 200)
    expect(arrow.draft()).toMatchObject([{ shape: { data: { start: { shape: 'a' } } } }])
    arrow.move(297, 200)
    expect(arrow.draft()).toMatchObject([{ shape: { data: { end: { point: [250, 150] } } } }])
  })
})

test('on the grid, with its dots where they are shown', () => {
  const driver = drive(boxTool('rectangle'), [], { snap: { objects: false, grid: true } })
  driver.down(13, 11)
  driver.move(71, 99)
  expect(driver.draft()).toMatchObject([{ shape: { geo: [24, 0, 48, 96, 0] } }])
})
