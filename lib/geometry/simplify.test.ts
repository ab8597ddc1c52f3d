import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Point } from './point'
import { distanceToSegment } from './segment'
import { markShaping } from './simplify'

function simplify(points: readonly Point[], tol: number): Point[] {
  if (points.length === 0) return []
  const kept = new Uint8Array(points.length)
  markShaping(Float64Array.from(points.flatMap(({ x, y }) => [x, y])), 0, points.length - 1, tol, kept)
  return points.filter((_, i) => kept[i] === 1)
}

// Integers, because fc.double is uniform over bit patterns: nearly all its values are near zero.
const coordinate = fc.integer({ min: -100, max: 100 })
const point = fc.record({ x: coordinate, y: coordinate })
const stroke = fc.array(point, { maxLength: 60, size: 'max' })
const tolerance = fc.integer({ min: 0, max: 100 })

test('keeps both ends', () =>
  fc.assert(
    fc.property(stroke, tolerance, (points, tol) => {
      const simple = simplify(points, tol)
      expect(simple[0]).toBe(points[0])
      expect(simple.at(-1)).toBe(points.at(-1))
    }),
  ))

test('moves the stroke by no more than the tolerance', () => {
  let dropped = 0
  fc.assert(
    fc.property(stroke, tolerance, (points, tol) => {
      const simple = simplify(points, tol)
      let k = 0
      for (const p of points) {
        if (p === simple[k + 1]) k++
        expect(distanceToSegment(p, simple[k]!, simple[k + 1] ?? simple[k]!)).toBeLessThanOrEqual(tol + 1e-9)
      }
      dropped += points.length - simple.length
    }),
  )
  expect(dropped).toBeGreaterThan(200)
})

test('simplifying again changes nothing', () =>
  fc.assert(
    fc.property(stroke, tolerance, (points, tol) => {
      const simple = simplify(points, tol)
      expect(simplify(simple, tol)).toEqual(simple)
    }),
  ))

test('a zigzag, the worst case, needs no deep stack', () => {
  const points = Array.from({ length: 3_000 }, (_, i) => ({ x: i, y: i % 2 === 0 ? 0 : 50 }))
  expect(simplify(points, 1)).toHaveLength(3_000)
})
