import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  alongFlat,
  cubicAt,
  flatten,
  polyline,
  sliceCubic,
  slicePath,
  splineThrough,
  splitCubic,
} from './curve'
import { distance } from './point'
import { isNearPolyline, lengthOf } from './polyline'

const coordinate = fc.integer({ min: -100, max: 100 })
const point = fc.record({ x: coordinate, y: coordinate })
const cubic = fc.record({ a: point, b: point, c: point, d: point })
const share = fc.integer({ min: 0, max: 100 }).map((n) => n / 100)
const vertices = fc.array(point, { minLength: 2, maxLength: 12, size: 'max' })

test('both halves of a split are the whole', () =>
  fc.assert(
    fc.property(cubic, share, share, (whole, t, u) => {
      const [head, tail] = splitCubic(whole, t)
      expect(distance(cubicAt(head, u), cubicAt(whole, t * u))).toBeLessThan(1e-9)
      expect(distance(cubicAt(tail, u), cubicAt(whole, t + (1 - t) * u))).toBeLessThan(1e-9)
    }),
  ))

test('a slice goes from one parameter to the other', () =>
  fc.assert(
    fc.property(cubic, share, share, (whole, t, u) => {
      const [from, to] = [Math.min(t, u), Math.max(t, u)]
      const part = sliceCubic(whole, from, to)
      expect(distance(part.a, cubicAt(whole, from))).toBeLessThan(1e-9)
      expect(distance(part.d, cubicAt(whole, to))).toBeLessThan(1e-9)
    }),
  ))

test('a spline goes through every point, and is one piece', () =>
  fc.assert(
    fc.property(vertices, fc.boolean(), (points, isClosed) => {
      const path = splineThrough(points, isClosed)
      const flat = flatten(path, 0.5)
      if (path.length > 0) for (const p of points) expect(isNearPolyline(p, flat, 1e-6)).toBe(true)
      path.forEach((piece, i) => i > 0 && expect(piece.a).toEqual(path[i - 1]!.d))
    }),
  ))

test('a flattened curve stays within the tolerance', () => {
  let pieces = 0
  fc.assert(
    fc.property(cubic, share, (whole, t) => {
      const flat = flatten([whole], 0.25)
      pieces += flat.length
      expect(isNearPolyline(cubicAt(whole, t), flat, 0.25 + 1e-9)).toBe(true)
    }),
  )
  expect(pieces).toBeGreaterThan(500)
})

test('a place along a path is that far from its start, and slices there', () =>
  fc.assert(
    fc.property(vertices, share, (points, t) => {
      const path = polyline(points)
      const flat = flatten(path, 0.1)
      const length = lengthOf(flat)
      const place = alongFlat(flat, length * t)!
      const before = flatten(slicePath(path, { segment: 0, t: 0 }, place), 0.1)
      expect(lengthOf(before)).toBeCloseTo(length * t, 6)
    }),
  ))

test('through evenly spaced points it is the uniform Catmull–Rom spline', () => {
  const points = [0, 1, 2, 3].map((i) => ({ x: i * 30, y: i % 2 === 0 ? 0 : 40 }))
  const middle = splineThrough(points)[1]!
  expect(distance(middle.b, { x: 30 + 60 / 6, y: 40 })).toBeLessThan(1e-9)
  expect(distance(middle.c, { x: 60 - 60 / 6, y: 0 })).toBeLessThan(1e-9)
})
