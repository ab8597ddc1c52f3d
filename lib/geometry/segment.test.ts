import fc from 'fast-check'
import { expect, test } from 'vitest'
import { containsPoint } from './box'
import { distance, lerp } from './point'
import { closestOnSegment, distanceToSegment, intersectSegments, segmentTouchesBox } from './segment'

const coordinate = fc.integer({ min: -50, max: 50 })
const point = fc.record({ x: coordinate, y: coordinate })
const box = fc.record({ x: coordinate, y: coordinate, w: fc.nat(60), h: fc.nat(60) })

test('the closest point is on the segment, and no sampled point of it is nearer', () => {
  fc.assert(
    fc.property(point, point, point, (p, a, b) => {
      const near = closestOnSegment(p, a, b)
      expect(distance(a, near) + distance(near, b)).toBeCloseTo(distance(a, b), 9)
      for (let t = 0; t <= 1; t += 0.05) {
        expect(distance(p, lerp(a, b, t))).toBeGreaterThanOrEqual(distanceToSegment(p, a, b) - 1e-9)
      }
    }),
  )
})

test('a crossing is on both segments, and is the same swapped and reversed', () => {
  let crossed = 0
  fc.assert(
    fc.property(point, point, point, point, (a, b, c, d) => {
      const at = intersectSegments(a, b, c, d)
      const others = [
        intersectSegments(c, d, a, b),
        intersectSegments(b, a, c, d),
        intersectSegments(b, a, d, c),
      ]
      for (const other of others) expect(other === null).toBe(at === null)
      if (!at) return
      crossed++
      expect(distanceToSegment(at, a, b)).toBeLessThan(1e-9)
      expect(distanceToSegment(at, c, d)).toBeLessThan(1e-9)
      for (const other of others) expect(distance(at, other!)).toBeLessThan(1e-9)
    }),
    { numRuns: 500 },
  )
  expect(crossed).toBeGreaterThan(50)
})

test('segments that touch with an end meet there', () => {
  const [a, b, c] = [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
    { x: 5, y: 7 },
  ]
  expect(intersectSegments(a, b, a, c)).toEqual(a)
  expect(intersectSegments(a, b, c, { x: 5, y: 0 })).toEqual({ x: 5, y: 0 })
})

test('a segment touches a box exactly when an end is inside or it crosses a side', () => {
  let [touched, missed] = [0, 0]
  fc.assert(
    fc.property(point, point, box, (a, b, area) => {
      const corners = [
        { x: area.x, y: area.y },
        { x: area.x + area.w, y: area.y },
        { x: area.x + area.w, y: area.y + area.h },
        { x: area.x, y: area.y + area.h },
      ]
      const crosses = corners.some((c, i) => intersectSegments(a, b, c, corners[(i + 1) % 4]!))
      const expected = containsPoint(area, a) || containsPoint(area, b) || crosses
      // Collinear overlaps have no single crossing: only the clip finds them.
      if (expected) expect(segmentTouchesBox(a, b, area)).toBe(true)
      else if (area.w > 0 && area.h > 0) expect(segmentTouchesBox(a, b, area)).toBe(false)
      if (expected) touched++
      else missed++
    }),
    { numRuns: 500 },
  )
  expect(Math.min(touched, missed)).toBeGreaterThan(50)
})
