import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MAX_POINTS } from '../board/limits'
import { pointsOf } from '../board/points'
import type { ShapeRecord, StrokePoint } from '../board/shape'
import { drive, id } from '../tools/driver.fixture'
import { inkTool } from '../tools/ink'
import { PEN_THINNING, strokeOutline } from '../shapes/stroke'
import { inkEdits, InkStroke } from './ink-stroke'

const { env } = drive(inkTool('pen'))
const nib = { width: 4, thinning: PEN_THINNING }
const pen = (before: InkStroke | null = null) => new InkStroke(id('ink'), 'pen', { width: 4 }, before)
const kept = (stroke: InkStroke): ShapeRecord => {
  const [edit] = inkEdits(stroke, env)
  if (edit?.do !== 'create') throw new Error('no shape')
  return edit.shape
}
const moved = (points: readonly StrokePoint[], x: number, y: number) =>
  points.map(([px, py, p]): StrokePoint => [px - x, py - y, p])

test('what is seen of a stroke while it is drawn is, to the last vertex, what its shape shows', () => {
  const sample = fc.tuple(fc.integer({ min: -40_000, max: 40_000 }), fc.integer({ min: -40_000, max: 40_000 }), fc.nat(1_000)) // prettier-ignore
  fc.assert(
    fc.property(fc.array(sample, { minLength: 1, maxLength: 60, size: 'max' }), fc.constantFrom(0.1, 1, 3.7), (samples, zoom) => {
      const stroke = pen()
      for (const [x, y, p] of samples) stroke.draw([[x / 97 / zoom, y / 97 / zoom, p / 1_000]], zoom)
      const shape = kept(stroke)
      const [x, y] = shape.geo
      expect(pointsOf(shape)).toEqual(moved(stroke.points, x, y))
      expect(strokeOutline(pointsOf(shape), nib)).toEqual(strokeOutline(moved(stroke.points, x, y), nib))
    }),
  ) // prettier-ignore
})

test('samples that are no places are left out, and a pointer that rests adds nothing', () => {
  const stroke = pen()
  stroke.draw([[NaN, 0, 0.5], [0, Infinity, 0.5], [5e9, 0, 0.5]], 1) // prettier-ignore
  expect(stroke.points).toEqual([])
  expect(inkEdits(stroke, env)).toEqual([])
  stroke.draw(Array.from({ length: 1_000_000 }, (): StrokePoint => [7, 7, 0.5]), 1) // prettier-ignore
  stroke.draw([[8, 7, NaN]], 1)
  expect(stroke.points).toEqual([[7, 7, 0.5], [8, 7, 0.5]]) // prettier-ignore
})

test('zooming in while drawing keeps the finer places', () => {
  const stroke = pen()
  stroke.draw([[0, 0, 0.5], [10, 0, 0.5]], 1) // prettier-ignore
  stroke.draw([[10.001, 0, 0.5], [10.002, 0.003, 0.5]], 50) // prettier-ignore
  expect(pointsOf(kept(stroke)).at(-1)![0]).toBeCloseTo(10.002, 2)
  expect(stroke.points.length).toBe(4)
})

test('a stroke that goes on in another shape goes on as wide as it was', () => {
  const first = pen()
  const fast = (from: number) => Array.from({ length: 60 }, (_, i): StrokePoint => [(from + i) * 6, 0, 0.5])
  first.draw(fast(0), 1)
  const second = pen(first)
  second.draw(fast(59), 1)
  const third = pen(second)
  third.draw(fast(118), 1)
  const heightAt = (stroke: InkStroke, x: number) => {
    const outline = strokeOutline(stroke.points, nib)
    const near = Array.from({ length: outline.length / 2 }, (_, i) => [outline[2 * i]!, outline[2 * i + 1]!])
    return Math.max(...near.filter(([at]) => Math.abs(at! - x) < 8).map(([, y]) => y!))
  }
  expect(heightAt(second, 59 * 6)).toBeCloseTo(heightAt(first, 59 * 6), 1)
  expect(heightAt(third, 118 * 6)).toBeCloseTo(heightAt(second, 118 * 6), 1)
})

test('a million samples become shapes within their limits', () => {
  const driver = drive(inkTool('pen'))
  driver.down(0, 0)
  const { chart } = inkTool('pen')
  let state = driver.state() as Extract<ReturnType<typeof driver.state>, { at: 'drawing' }>
  const counts = new Map<string, number>()
  for (let i = 0; i < 1_000; i++) {
    const samples = Array.from({ length: 1_000 }, (_, k) => {
      const place = { x: (k % 500) * 3, y: i }
      return { page: place, screen: place, pressure: 0.5 }
    })
    const step = chart.drawing.move!(state, { on: 'move', samples, ...samples.at(-1)!, shift: false, alt: false, mod: false }, driver.env) // prettier-ignore
    state = step.state as typeof state
    for (const command of step.commands ?? [])
      if (command.do === 'ink') counts.set(command.id, (counts.get(command.id) ?? 0) + command.samples.length)
  }
  expect(counts.size).toBeGreaterThanOrEqual(100)
  expect(Math.max(...counts.values())).toBeLessThanOrEqual(MAX_POINTS)
})
