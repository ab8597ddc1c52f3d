import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toPage, zoomedTo, type Camera } from './camera'
import { between, flight, FLIGHT_MS, glide } from './camera-motion'

const whole = fc.integer({ min: -1_000_000, max: 1_000_000 })
const zoom = fc.integer({ min: 1, max: 500_000 }).map((parts) => parts / 10_000)
const camera = fc.record({ x: whole, y: whole, zoom })
const percent = fc.integer({ min: 0, max: 100 }).map((part) => part / 100)

test('a flight begins and ends where it was told, and never leaves the range between its zooms', () => {
  let zooming = 0
  fc.assert(
    fc.property(camera, camera, percent, (from, to, t) => {
      if (Math.abs(Math.log(to.zoom / from.zoom)) > 1) zooming++
      expect(between(from, to, 1)).toEqual(to)
      expect(between(from, to, 0)).toEqual(from)
      const at = between(from, to, t)
      const [least, most] = [Math.min(from.zoom, to.zoom), Math.max(from.zoom, to.zoom)]
      expect(at.zoom).toBeGreaterThanOrEqual(least * (1 - 1e-9))
      expect(at.zoom).toBeLessThanOrEqual(most * (1 + 1e-9))
      for (const axis of ['x', 'y'] as const) {
        expect(at[axis]).toBeGreaterThanOrEqual(Math.min(from[axis], to[axis]) - 1e-6)
        expect(at[axis]).toBeLessThanOrEqual(Math.max(from[axis], to[axis]) + 1e-6)
      }
    }),
  )
  expect(zooming).toBeGreaterThan(40)
})

test('a zoom about a point keeps what is under it there, all the way', () => {
  const place = fc.record({ x: fc.integer({ min: 0, max: 1440 }), y: fc.integer({ min: 0, max: 900 }) })
  fc.assert(
    fc.property(camera, zoom, place, percent, (from, next, anchor, t) => {
      const to = zoomedTo(from, next, anchor)
      const at = between(from, to, t)
      const [before, now] = [toPage(from, anchor), toPage(at, anchor)]
      expect(Math.hypot(now.x - before.x, now.y - before.y) * at.zoom, 'screen px').toBeLessThan(0.01)
    }),
  )
})

test('a flight answers at once and slows down', () => {
  const from: Camera = { x: 0, y: 0, zoom: 1 }
  const way = flight(from, { x: 1_000, y: 0, zoom: 1 }, 50)
  expect(way.at(50, from).x).toBe(0)
  expect(way.at(50 + FLIGHT_MS / 4, from).x).toBeGreaterThan(500)
  expect(way.isOver(50 + FLIGHT_MS - 1)).toBe(false)
  expect(way.at(50 + FLIGHT_MS, from).x).toBe(1_000)
  expect(way.isOver(50 + FLIGHT_MS)).toBe(true)
})

/** Where a page thrown with `velocity` lies after `ms`, drawn every `frame` ms. */
function thrown(velocity: { x: number; y: number }, frame: number, ms = 3_000): Camera {
  let at: Camera = { x: 0, y: 0, zoom: 2 }
  const motion = glide(velocity, 0)
  for (let time = frame; motion && time <= ms; time += frame) at = motion.at(time, at)
  return at
}

test('a throw goes as far at ten frames a second as at sixty, along its direction, and then rests', () => {
  const [often, seldom] = [thrown({ x: 1, y: -0.5 }, 10), thrown({ x: 1, y: -0.5 }, 100)]
  expect(often.x).toBeCloseTo(seldom.x, 6)
  expect(often.y).toBeCloseTo(seldom.y, 6)
  expect(often.x / often.y).toBeCloseTo(-2, 6)
  expect(often.x).toBeLessThan(-100)
  expect(glide({ x: 1, y: 0 }, 0)!.isOver(3_000)).toBe(true)
  expect(thrown({ x: 1, y: 0 }, 10, 60_000), 'it stays there').toEqual(thrown({ x: 1, y: 0 }, 10, 3_000))
})

test('a throw has a limit, and what is none does nothing', () => {
  const most = thrown({ x: 4, y: 0 }, 16).x
  expect(thrown({ x: 4_000, y: 0 }, 16).x).toBeCloseTo(most, 6)
  for (const velocity of [0, 0.05, NaN, Infinity]) expect(glide({ x: velocity, y: 0 }, 0)).toBe(null)
})
