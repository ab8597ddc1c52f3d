import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { StrokePoint } from '../board/shape'
import type { Point } from '../geometry/point'
import { distanceToSegment } from '../geometry/segment'
import { SMOOTHING, StrokeOutline } from './stroke-outline'
import { strokeOutline, traceOutline, type FlatOutline } from './stroke'

const WIDTH = 8
const nib = { width: WIDTH, thinning: 0.55 }
/** A round marker: every edge is half a width from the centre. */
const round = { width: WIDTH, thinning: 0 }

const coordinate = fc.integer({ min: 0, max: 60 })
/** Crowded into a few widths, so that strokes turn, reverse and cross themselves all the time. */
const scribble = fc
  .array(fc.tuple(coordinate, coordinate, fc.integer({ min: 0, max: 254 })), { minLength: 2, maxLength: 60, size: 'max' })
  .map((points) => points.map(([x, y, p]): StrokePoint => [x, y, p / 254])) // prettier-ignore

/** Points `step` apart along straight legs between corners. */
function along(corners: readonly (readonly [number, number, ...number[]])[], step: number): StrokePoint[] {
  const points: StrokePoint[] = []
  corners.forEach(([x, y], i) => {
    const next = corners[i + 1]
    if (!next) return points.push([x, y, 0.5])
    const n = Math.max(1, Math.round(Math.hypot(next[0] - x, next[1] - y) / step))
    for (let k = 0; k < n; k++) points.push([x + ((next[0] - x) * k) / n, y + ((next[1] - y) * k) / n, 0.5])
    return 0
  })
  return points
}

/** The outline as it is filled, as a polygon. */
function polygonOf(outline: FlatOutline): Point[] {
  const polygon: Point[] = []
  let from: Point = { x: 0, y: 0 }
  const path = {
    moveTo: (x: number, y: number) => void (from = { x, y }),
    quadraticCurveTo(cx: number, cy: number, x: number, y: number) {
      for (let i = 1; i <= 6; i++) {
        const [t, s] = [i / 6, 1 - i / 6]
        polygon.push({
          x: s * s * from.x + 2 * s * t * cx + t * t * x,
          y: s * s * from.y + 2 * s * t * cy + t * t * y,
        })
      }
      from = { x, y }
    },
    closePath: () => {},
  }
  traceOutline(path, outline)
  return polygon
}

/** How often a polygon winds around a point: it is painted where this is not zero. */
function windingOf(polygon: readonly Point[], { x, y }: Point): number {
  let winding = 0
  polygon.forEach((a, i) => {
    const b = polygon[(i + 1) % polygon.length]!
    const side = (b.x - a.x) * (y - a.y) - (x - a.x) * (b.y - a.y)
    if (a.y <= y && b.y > y && side > 0) winding++
    else if (a.y > y && b.y <= y && side < 0) winding--
  })
  return winding
}

const reachOf = (polygon: readonly Point[], p: Point): number =>
  Math.min(...polygon.map((a, i) => distanceToSegment(p, a, polygon[(i + 1) % polygon.length]!)))

test('ink has no holes: every place the pen passed is inside, however it turned', () => {
  let passed = 0
  fc.assert(
    fc.property(scribble, fc.constantFrom(1, 3, 6), (corners, step) => {
      const points = along(corners, step)
      const polygon = polygonOf(strokeOutline(points, round))
      points.forEach(([x, y], i) => {
        const [bx, by] = points[i + 1] ?? [x, y]
        for (const t of [0, 0.25, 0.5, 0.75]) {
          const place = { x: x + (bx - x) * t, y: y + (by - y) * t }
          passed++
          if (windingOf(polygon, place) === 0) expect(reachOf(polygon, place)).toBeLessThan(WIDTH / 4)
        }
      })
    }),
  )
  expect(passed).toBeGreaterThan(5_000)
})

test('what is finished never changes: ink that grows is at every moment what the whole stroke is then', () => {
  let finished = 0
  fc.assert(
    fc.property(scribble, fc.boolean(), (points, isSimulated) => {
      const growing = new StrokeOutline(nib, isSimulated)
      points.forEach((point, i) => {
        growing.push(point)
        const [left, right] = [[...growing.left], [...growing.right]]
        growing.tail([
          [point[0] + 30, point[1] - 20, 0.9],
          [point[0] + 50, point[1] - 10, 0.9],
        ])
        expect(growing.left).toEqual(left)
        expect(growing.right).toEqual(right)
        const whole = new StrokeOutline(nib, isSimulated)
        for (const earlier of points.slice(0, i + 1)) whole.push(earlier)
        expect(growing.whole()).toEqual(whole.whole())
        finished += left.length
      })
    }),
    { numRuns: 40 },
  )
  expect(finished).toBeGreaterThan(500)
})

/** How far ink may stay from where a corner of the centre line should bring it, in widths. */
const CORNER_TOLERANCE = SMOOTHING / 2

test('a sharp zigzag keeps its corners, drawn slowly or fast', () => {
  const corners = Array.from({ length: 9 }, (_, i) => [i * 30, i % 2 === 0 ? 0 : 90] as const)
  for (const step of [0.5, 2, 7, 30, 95]) {
    const polygon = polygonOf(strokeOutline(along(corners, step), round))
    for (const [x, y] of corners.slice(1, -1)) {
      // The tip of the ink is half a width beyond the corner.
      const tip = { x, y: y + (y === 0 ? -1 : 1) * WIDTH * 0.5 }
      expect(reachOf(polygon, tip), `samples ${step} apart`).toBeLessThan(WIDTH * CORNER_TOLERANCE)
    }
  }
})

test('the trembling of a hand is smoothed, the ends stay where the pen was', () => {
  const trembling = Array.from({ length: 300 }, (_, i): StrokePoint => [i, i % 2 === 0 ? 0.6 : -0.6, 0.5])
  const outline = strokeOutline(trembling, round)
  const edge = polygonOf(outline).filter(({ x }) => x > 20 && x < 280)
  for (const { y } of edge) expect(Math.abs(Math.abs(y) - WIDTH / 2)).toBeLessThan(0.1)
  const xs = polygonOf(outline).map(({ x }) => x)
  expect(Math.min(...xs)).toBeCloseTo(-WIDTH / 2, 0)
  expect(Math.max(...xs)).toBeCloseTo(299 + WIDTH / 2, 0)
})

test('a point costs the same at the end of a long stroke as at its beginning', () => {
  const outline = new StrokeOutline(nib, true)
  let most = 0
  for (let i = 0; i < 10_000; i++) {
    outline.push([i * 0.7, 40 * Math.sin(i / 9), 0.5])
    const { left, right } = outline.tail()
    most = Math.max(most, left.length, right.length)
  }
  // What is made anew with each point; the rest is never looked at again.
  expect(most).toBeLessThan(40)
})

test('points that lie on one another, or come in any number, make a finite outline', () => {
  for (const points of [
    [[5, 5, 0.5]],
    Array.from({ length: 5_000 }, (): StrokePoint => [5, 5, 0.3]),
    [
      [0, 0, 0],
      [1e6, -1e6, 1],
      [0, 0, 0],
    ],
    [
      [0, 0, 0.5],
      [1e-9, 0, 0.5],
    ],
  ] as StrokePoint[][]) {
    // prettier-ignore
    const outline = strokeOutline(points, nib)
    expect(outline.length).toBeGreaterThan(20)
    expect(outline.every(Number.isFinite)).toBe(true)
  }
})
