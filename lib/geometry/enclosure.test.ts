import fc from 'fast-check'
import { expect, test } from 'vitest'
import { containsPoint } from './box'
import { encloses, triangleTouchesBox, windingNumber } from './enclosure'
import { lerp, type Point } from './point'
import { isInPolygon } from './polyline'
import { distanceToSegment, intersectSegments } from './segment'

const coordinate = fc.integer({ min: -30, max: 30 })
const point = fc.record({ x: coordinate, y: coordinate })
const loop = fc.array(point, { minLength: 3, maxLength: 14, size: 'max' })
const box = fc.record({ x: coordinate, y: coordinate, w: fc.nat(30), h: fc.nat(30) })

/** By the sum of the angles that the polygon's sides take as seen from `p`. */
function turnsAround(p: Point, polygon: readonly Point[]): number {
  const angles = polygon.map((a, i) => {
    const b = polygon[(i + 1) % polygon.length]!
    const [ax, ay, bx, by] = [a.x - p.x, a.y - p.y, b.x - p.x, b.y - p.y]
    return Math.atan2(ax * by - ay * bx, ax * bx + ay * by)
  })
  return Math.round(angles.reduce((sum, angle) => sum + angle, 0) / (2 * Math.PI)) + 0
}
const isOnSide = (p: Point, polygon: readonly Point[]) =>
  polygon.some((a, i) => distanceToSegment(p, a, polygon[(i + 1) % polygon.length]!) < 1e-9)

test('the winding number is what the angles say, and the other way round backwards', () => {
  let inside = 0
  let twice = 0
  fc.assert(
    fc.property(point, loop, (p, polygon) => {
      fc.pre(!isOnSide(p, polygon))
      const winding = windingNumber(p, polygon)
      expect(winding).toBe(turnsAround(p, polygon))
      expect(windingNumber(p, [...polygon].reverse()) + winding).toBe(0)
      expect(winding % 2 !== 0).toBe(isInPolygon(p, polygon))
      if (winding !== 0) inside++
      if (Math.abs(winding) > 1) twice++
    }),
    { numRuns: 1_000 },
  )
  expect(inside).toBeGreaterThan(150)
  expect(twice).toBeGreaterThan(10)
})

/** Every piece of every edge between crossings with any side has its middle inside. */
function enclosesPieceByPiece(polygon: readonly Point[], outline: readonly Point[]): boolean {
  const edges = outline.slice(1).map((b, i) => [outline[i]!, b] as const)
  return edges.every(([a, b]) => {
    const length = Math.hypot(b.x - a.x, b.y - a.y)
    const cuts = polygon.flatMap((c, i) => {
      const at = intersectSegments(a, b, c, polygon[(i + 1) % polygon.length]!)
      return at && length > 0 ? [Math.hypot(at.x - a.x, at.y - a.y) / length] : []
    })
    const shares = [0, ...cuts.sort((s, t) => s - t), 1]
    return shares
      .slice(1)
      .every(
        (to, i) => to - shares[i]! < 1e-9 || turnsAround(lerp(a, b, (shares[i]! + to) / 2), polygon) !== 0,
      )
  })
}

test('an outline is enclosed when every piece of it is', () => {
  const seen = { enclosed: 0, cornersOnly: 0, outside: 0 }
  fc.assert(
    fc.property(loop, fc.array(point, { minLength: 2, maxLength: 6 }), (polygon, small) => {
      const outline = small.map((p) => ({ x: p.x * 0.3 + 0.37, y: p.y * 0.3 + 0.41 }))
      fc.pre(outline.every((p) => !isOnSide(p, polygon)))
      const expected = enclosesPieceByPiece(polygon, outline)
      expect(encloses(polygon, outline)).toBe(expected)
      if (expected) seen.enclosed++
      else if (outline.every((p) => turnsAround(p, polygon) !== 0)) seen.cornersOnly++
      else seen.outside++
    }),
    { numRuns: 1_500 },
  )
  expect(seen.enclosed).toBeGreaterThan(80)
  expect(seen.cornersOnly).toBeGreaterThan(30)
  expect(seen.outside).toBeGreaterThan(300)
})

test('a triangle touches a box where one has a point of the other', () => {
  let touching = 0
  fc.assert(
    fc.property(point, point, point, box, (a, b, c, area) => {
      const touches = triangleTouchesBox(a, b, c, area)
      if (touches) touching++
      for (let s = 0; s <= 1; s += 0.1) {
        for (let t = 0; t <= 1; t += 0.1) {
          if (containsPoint(area, lerp(lerp(a, b, s), c, t))) expect(touches).toBe(true)
          const there = { x: area.x + area.w * s, y: area.y + area.h * t }
          if (turnsAround(there, [a, b, c]) !== 0) expect(touches).toBe(true)
        }
      }
      expect(triangleTouchesBox(c, a, b, area)).toBe(touches)
    }),
  )
  expect(touching).toBeGreaterThan(20)
})
