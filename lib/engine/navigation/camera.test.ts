import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitted, MAX_ZOOM, MIN_ZOOM, panned, seenBox, snapped, toPage, toScreen, zoomedTo } from './camera'
import { Viewport } from './viewport'

const whole = fc.integer({ min: -10_000, max: 10_000 })
const zoom = fc.integer({ min: 20, max: 50_000 }).map((thousandths) => thousandths / 1_000)
const camera = fc.record({ x: whole, y: whole, zoom })
const point = fc.record({ x: fc.integer({ min: 0, max: 2_000 }), y: fc.integer({ min: 0, max: 2_000 }) })

test('a page point and its place on the screen are each other’s inverse', () => {
  fc.assert(
    fc.property(camera, point, (at, screen) => {
      const back = toScreen(at, toPage(at, screen))
      expect(back.x).toBeCloseTo(screen.x, 6)
      expect(back.y).toBeCloseTo(screen.y, 6)
    }),
  )
})

test('zooming keeps the page point under the pointer, and stays within bounds', () => {
  let clamped = 0
  fc.assert(
    fc.property(camera, point, fc.integer({ min: 1, max: 200_000 }), (at, pointer, thousandths) => {
      const next = zoomedTo(at, thousandths / 1_000, pointer)
      if (next.zoom === MAX_ZOOM || next.zoom === MIN_ZOOM) clamped++
      expect(next.zoom).toBeGreaterThanOrEqual(MIN_ZOOM)
      expect(next.zoom).toBeLessThanOrEqual(MAX_ZOOM)
      const [before, after] = [toPage(at, pointer), toPage(next, pointer)]
      expect(after.x).toBeCloseTo(before.x, 6)
      expect(after.y).toBeCloseTo(before.y, 6)
    }),
  )
  expect(clamped).toBeGreaterThan(0)
})

test('panning there and back is where it began; a pan moves the page by what the pointer moved', () => {
  fc.assert(
    fc.property(camera, point, point, (at, by, seen) => {
      const moved = panned(at, by)
      expect(toScreen(moved, toPage(at, seen)).x).toBeCloseTo(seen.x + by.x, 5)
      const back = panned(moved, { x: -by.x, y: -by.y })
      expect(back.x).toBeCloseTo(at.x, 6)
      expect(back.y).toBeCloseTo(at.y, 6)
    }),
  )
})

test('a snapped camera begins on a whole device pixel, less than one away', () => {
  fc.assert(
    fc.property(camera, fc.constantFrom(1, 1.25, 1.5, 2, 3), (at, dpr) => {
      const scale = at.zoom * dpr
      const next = snapped(at, dpr)
      expect(next.x * scale).toBeCloseTo(Math.round(next.x * scale), 4)
      expect(Math.abs(next.x - at.x) * scale).toBeLessThanOrEqual(0.5 + 1e-4)
    }),
  )
})

test('what is fitted is seen whole, with its padding, in the middle', () => {
  const box = { x: 100, y: 200, w: 3_000, h: 500 }
  const at = fitted(box, { w: 1_000, h: 800 }, 50)
  const seen = seenBox(at, { w: 1_000, h: 800 })
  expect(toScreen(at, box).x).toBeCloseTo(50)
  expect(seen.y + seen.h / 2).toBeCloseTo(450)
  expect(fitted({ x: 0, y: 0, w: 10, h: 10 }, { w: 1_000, h: 800 }, 50).zoom, 'never nearer than asked').toBe(
    1,
  )
})

test('a pan in steps of less than a pixel goes as far as they add up to', () => {
  const viewport = new Viewport()
  viewport.resize({ w: 800, h: 600 }, 1)
  for (let step = 0; step < 40; step++) viewport.look(panned(viewport.aim, { x: 0.4, y: -12.5 }))
  expect(viewport.toScreen({ x: 0, y: 0 })).toEqual({ x: 16, y: -500 })
})
