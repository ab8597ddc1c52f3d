import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packPoints, unpackPoints } from '../board/points'
import type { StrokePoint } from '../board/shape'
import { distanceToSegment } from '../geometry/segment'
import { outlineOf, PEN_REACH, PEN_THINNING, strokeOutline, traceCentre, traceOutline } from './stroke'
import { RecordingSurface } from './recording-surface.fixture'
import { sample, SQUIGGLE } from './samples.fixture'

const nib = { width: 4, thinning: PEN_THINNING }
const pointAt = (flat: Float64Array, i: number) => ({ x: flat[2 * i]!, y: flat[2 * i + 1]! })
const vertices = (flat: Float64Array) => Array.from({ length: flat.length / 2 }, (_, i) => pointAt(flat, i))
const coordinate = fc.integer({ min: 0, max: 300 })
const strokes = fc
  .array(fc.tuple(coordinate, coordinate, fc.integer({ min: 0, max: 254 })), { minLength: 1, maxLength: 40, size: 'max' })
  .map((points) => points.map(([x, y, p]): StrokePoint => [x, y, p / 254])) // prettier-ignore

test('the outline stays within the reach that bounds allow for, and is finite', () =>
  fc.assert(
    fc.property(strokes, fc.integer({ min: 1, max: 60 }), (points, width) => {
      for (const { x, y } of vertices(strokeOutline(points, { width, thinning: PEN_THINNING }))) {
        const near = Math.min(
          ...points.map(([px, py], i) => {
            const [nx, ny] = points[i + 1] ?? [px, py]
            return distanceToSegment({ x, y }, { x: px, y: py }, { x: nx, y: ny })
          }),
        )
        // Smoothing cuts corners: what it leaves lies inside the points' hull, at worst halfway along a step.
        expect(Number.isFinite(near)).toBe(true)
        expect(x).toBeGreaterThanOrEqual(Math.min(...points.map((p) => p[0])) - width * PEN_REACH - 1e-6)
        expect(x).toBeLessThanOrEqual(Math.max(...points.map((p) => p[0])) + width * PEN_REACH + 1e-6)
      }
    }),
  ))

test('what is seen while drawing is what stays when the pen lifts: packing moves it by less than a pixel of ink', () => {
  for (const zoom of [0.1, 1, 50]) {
    const drawn = SQUIGGLE.map(([x, y, p]): StrokePoint => [x / zoom, y / zoom, p])
    const live = strokeOutline(drawn, { width: 4 / zoom, thinning: PEN_THINNING })
    const kept = strokeOutline(unpackPoints(packPoints(drawn, { zoom })), {
      width: 4 / zoom,
      thinning: PEN_THINNING,
    })
    expect(kept.length).toBe(live.length)
    vertices(kept).forEach(({ x, y }, i) => {
      expect(Math.hypot(x - live[2 * i]!, y - live[2 * i + 1]!) * zoom).toBeLessThan(0.35)
    })
  }
})

test('ink drawn at 5 000 % has as many vertices as at 100 %', () => {
  const tiny = SQUIGGLE.map(([x, y, p]): StrokePoint => [x / 50, y / 50, p])
  expect(strokeOutline(tiny, { width: 4 / 50, thinning: PEN_THINNING }).length).toBe(
    strokeOutline(SQUIGGLE, nib).length,
  )
})

test('real pressure sets the width; without any the speed does', () => {
  const line = (pressure: number): StrokePoint[] => Array.from({ length: 40 }, (_, i) => [i * 4, 0, pressure])
  const thickness = (points: StrokePoint[]) =>
    Math.max(...vertices(strokeOutline(points, nib)).map(({ y }) => Math.abs(y)))
  expect(thickness(line(1))).toBeGreaterThan(thickness(line(0.2)) * 1.5)
  const fast = Array.from({ length: 20 }, (_, i): StrokePoint => [i * 30, 0, 0.5])
  const slow = Array.from({ length: 200 }, (_, i): StrokePoint => [i * 0.7, 0, 0.5])
  expect(thickness(slow)).toBeGreaterThan(thickness(fast) * 1.2)
})

test('a dot is round and has the size of the pen', () => {
  for (const points of [
    [[7, 9, 0.5]],
    [
      [7, 9, 0.5],
      [7, 9, 0.5],
    ],
  ] as StrokePoint[][]) {
    const dot = vertices(strokeOutline(points, nib))
    for (const { x, y } of dot) expect(Math.hypot(x - 7, y - 9)).toBeCloseTo(2)
  }
  expect(strokeOutline([], nib).length).toBe(0)
})

test('an outline is traced as one closed path', () => {
  const surface = new RecordingSurface()
  traceOutline(surface, strokeOutline(SQUIGGLE, nib))
  expect(surface.commands[0]).toBe('moveTo')
  expect(surface.commands.at(-1)).toBe('closePath')
  expect(surface.commands.filter((command) => command === 'moveTo')).toHaveLength(1)
})

test('the outline is kept while points and size stay, and made anew when they change', () => {
  const record = sample('pen')
  const first = outlineOf(record, nib)
  expect(outlineOf({ ...record, geo: [999, 5, record.geo[2], record.geo[3], 1] }, nib)).toBe(first)
  const wider = outlineOf({ ...record, geo: [0, 0, record.geo[2] * 2, record.geo[3], 0] }, nib)
  expect(wider).not.toBe(first)
  expect(Math.max(...vertices(wider).map(({ x }) => x))).toBeGreaterThan(300)
})

test('far out a stroke has few vertices, within the tolerance, and a long scribble is quick', () => {
  const centre: { x: number; y: number }[] = []
  const note = (x: number, y: number) => void centre.push({ x, y })
  traceCentre({ moveTo: note, lineTo: note }, sample('pen'), 8)
  expect(centre.length).toBeLessThan(12)
  expect(centre.at(-1)!.x).toBeCloseTo(160, 0)
  const zigzag = Array.from({ length: 10_000 }, (_, i): StrokePoint => [i / 10, i % 2 === 0 ? 0 : 90, 0.5])
  const from = performance.now()
  traceCentre({ moveTo: note, lineTo: note }, sample('pen', { points: packPoints(zigzag, { zoom: 1 }) }), 2)
  expect(performance.now() - from).toBeLessThan(500)
})
