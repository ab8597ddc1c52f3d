import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lensOf } from './lens'
import { areaOf, joined, pageThrough, regionThrough, type Region } from './region'

const size = { w: 60, h: 40 }
const covers = (regions: readonly Region[], x: number, y: number) =>
  regions.filter((r) => x >= r.x && x < r.x + r.w && y >= r.y && y < r.y + r.h).length

test('joined regions cover the same and never overlap', () => {
  const region = fc.record({
    x: fc.integer({ min: 0, max: 50 }),
    y: fc.integer({ min: 0, max: 30 }),
    w: fc.integer({ min: 1, max: 20 }),
    h: fc.integer({ min: 1, max: 20 }),
  })
  let merged = 0
  fc.assert(
    fc.property(fc.array(region, { maxLength: 8, size: 'max' }), (regions) => {
      const apart = joined(regions)
      if (apart.length < regions.length) merged++
      for (const { x, y, w, h } of regions) {
        expect(covers(apart, x, y)).toBe(1)
        expect(covers(apart, x + w - 1, y + h - 1)).toBe(1)
      }
    }),
  )
  expect(merged).toBeGreaterThan(10)
})

test('the region of a box holds it with its soft edge, and stays on the canvas', () => {
  const lens = lensOf({ x: 10, y: 10, zoom: 2 }, 1)
  expect(regionThrough(lens, { x: 12, y: 12, w: 5, h: 5 }, size)).toEqual({ x: 2, y: 2, w: 14, h: 14 })
  expect(regionThrough(lens, { x: -100, y: 12, w: 5, h: 5 }, size)).toBe(null)
  expect(areaOf([regionThrough(lens, { x: -1e3, y: -1e3, w: 1e4, h: 1e4 }, size)!])).toBe(60 * 40)
  expect(pageThrough(lens, { x: 2, y: 2, w: 14, h: 14 })).toEqual({ x: 10, y: 10, w: 9, h: 9 })
})
