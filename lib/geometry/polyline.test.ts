import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cornersOf } from './box'
import { distance } from './point'
import {
  closestOnPolyline,
  firstCrossing,
  isInPolygon,
  isNearPolyline,
  lengthOf,
  polylineTouchesBox,
} from './polyline'

const coordinate = fc.integer({ min: -50, max: 50 })
const point = fc.record({ x: coordinate, y: coordinate })
const points = fc.array(point, { minLength: 1, maxLength: 20, size: 'max' })
const square = cornersOf({ x: 0, y: 0, w: 10, h: 10 })

test('near means: the closest point is within reach', () => {
  let near = 0
  fc.assert(
    fc.property(point, points, fc.nat(40), fc.boolean(), (p, vertices, reach, isClosed) => {
      const closest = closestOnPolyline(p, vertices, isClosed)!
      const isNear = isNearPolyline(p, vertices, reach, isClosed)
      if (Math.abs(distance(p, closest) - reach) > 1e-9) expect(isNear).toBe(distance(p, closest) <= reach)
      if (isNear) near++
    }),
  )
  expect(near).toBeGreaterThan(20)
})

test('inside a polygon: agrees with a box, whichever way round', () => {
  fc.assert(
    fc.property(point, (p) => {
      const shifted = { x: p.x / 3 + 0.1, y: p.y / 3 + 0.1 } // never on an edge
      const expected = shifted.x > 0 && shifted.x < 10 && shifted.y > 0 && shifted.y < 10
      expect(isInPolygon(shifted, square)).toBe(expected)
      expect(isInPolygon(shifted, [...square].reverse())).toBe(expected)
    }),
  )
})

test('the first crossing is the one nearest to where the segment comes from', () => {
  expect(firstCrossing({ x: -5, y: 5 }, { x: 20, y: 5 }, square)).toEqual({ x: 0, y: 5 })
  expect(firstCrossing({ x: 20, y: 5 }, { x: -5, y: 5 }, square)).toEqual({ x: 10, y: 5 })
  expect(firstCrossing({ x: 4, y: 4 }, { x: 6, y: 6 }, square)).toBeNull()
})

test('length and touching', () => {
  expect(lengthOf(square)).toBe(30)
  expect(lengthOf([])).toBe(0)
  expect(polylineTouchesBox(square, { x: 3, y: 3, w: 2, h: 2 }, true)).toBe(false)
  expect(polylineTouchesBox(square, { x: -1, y: 3, w: 2, h: 2 }, true)).toBe(true)
  expect(polylineTouchesBox(square, { x: -1, y: 3, w: 2, h: 2 })).toBe(false)
  expect(polylineTouchesBox([{ x: 1, y: 1 }], { x: 0, y: 0, w: 2, h: 2 })).toBe(true)
})
