import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cut, type Stretch, type Swath } from './cut'
import { lerp, type Point } from './point'
import { distanceToSegment } from './segment'

const coordinate = fc.integer({ min: 0, max: 100 })
const point = fc.record({ x: coordinate, y: coordinate })
const line = fc.array(point, { minLength: 1, maxLength: 30, size: 'max' })
const swath = fc.record({ a: point, b: point, radius: fc.integer({ min: 1, max: 30 }) })
const all = (points: readonly Point[]): Stretch[] => [{ from: 0, to: points.length - 1 }]

const at = (points: readonly Point[], place: number): Point => {
  const i = Math.min(Math.floor(place), points.length - 1)
  return lerp(points[i]!, points[i + 1] ?? points[i]!, place - i)
}
const isLeft = (left: readonly Stretch[], place: number) =>
  left.some(({ from, to }) => place >= from && place <= to)
const far = (p: Point, swaths: readonly Swath[]) =>
  Math.min(...swaths.map(({ a, b, radius }) => distanceToSegment(p, a, b) - radius))

test('what is left is what no swath passed over, and nothing else', () => {
  let erased = 0
  let split = 0
  fc.assert(
    fc.property(line, fc.array(swath, { minLength: 1, maxLength: 6 }), (points, swaths) => {
      let left: readonly Stretch[] = all(points)
      for (const next of swaths) left = cut(points, left, next)
      for (let i = 0; i <= (points.length - 1) * 8; i++) {
        const place = i / 8
        const distance = far(at(points, place), swaths)
        if (distance > 1e-6) expect(isLeft(left, place)).toBe(true)
        if (distance < -1e-6) {
          expect(isLeft(left, place)).toBe(false)
          erased++
        }
      }
      left.forEach(({ from, to }, i) => {
        expect(from).toBeLessThanOrEqual(to)
        if (i > 0) expect(from).toBeGreaterThan(left[i - 1]!.to)
      })
      if (left.length > 1) split++
    }),
  )
  expect(erased).toBeGreaterThan(1_000)
  expect(split).toBeGreaterThan(20)
})

test('a swath beside a line leaves the very same stretches', () => {
  const points = [{ x: 0, y: 0 }, { x: 100, y: 0 }] // prettier-ignore
  const before = all(points)
  expect(cut(points, before, { a: { x: 0, y: 40 }, b: { x: 90, y: 30 }, radius: 20 })).toBe(before)
})

test('a swath across a line splits it in two, exactly at its edges', () => {
  const points = [{ x: 0, y: 0 }, { x: 100, y: 0 }] // prettier-ignore
  const left = cut(points, all(points), { a: { x: 50, y: -40 }, b: { x: 50, y: 40 }, radius: 10 })
  expect(left).toEqual([
    { from: 0, to: 0.4 },
    { from: 0.6, to: 1 },
  ])
})
