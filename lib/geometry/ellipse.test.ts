import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ellipseDistance, ellipsePolygon } from './ellipse'
import { closestOnPolyline } from './polyline'

const axis = fc.integer({ min: 1, max: 80 })
const coordinate = fc.integer({ min: -120, max: 120 })

test('agrees with the distance to a fine polygon, inside negative', () => {
  let [inside, outside] = [0, 0]
  fc.assert(
    fc.property(axis, axis, coordinate, coordinate, (rx, ry, x, y) => {
      const outline = ellipsePolygon(2 * rx, 2 * ry, 2_000).map((p) => ({ x: p.x - rx, y: p.y - ry }))
      const near = closestOnPolyline({ x, y }, outline, true)!
      const d = ellipseDistance({ x, y }, rx, ry)
      // Newton's last step leaves at most a hundredth of the axis on the flattest ellipses.
      expect(Math.abs(d)).toBeCloseTo(Math.hypot(x - near.x, y - near.y), 0)
      const isInside = (x / rx) ** 2 + (y / ry) ** 2 < 1
      expect(d < 0).toBe(isInside && d !== 0)
      if (isInside) inside++
      else outside++
    }),
    { numRuns: 300 },
  )
  expect(Math.min(inside, outside)).toBeGreaterThan(20)
})

test('a circle is exact, a flat ellipse is a segment', () => {
  expect(ellipseDistance({ x: 30, y: 40 }, 10, 10)).toBeCloseTo(40, 9)
  expect(ellipseDistance({ x: 0, y: 0 }, 10, 10)).toBeCloseTo(-10, 9)
  expect(ellipseDistance({ x: 13, y: 4 }, 10, 0)).toBeCloseTo(5, 9)
})
