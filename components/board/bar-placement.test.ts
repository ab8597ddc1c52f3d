import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeBar } from './bar-placement'

const view = { w: 1440, h: 900 }
const bar = { w: 400, h: 46 }
const insets = { top: 68, right: 12, bottom: 68, left: 12 }

test('floats above the selection, centred on it', () => {
  const placed = placeBar({ x: 600, y: 400, w: 200, h: 100 }, bar, view, insets)
  expect(placed).toMatchObject({ side: 'above', x: 500 })
  expect(placed.y + bar.h).toBeLessThan(400)
})

test('goes below a selection near the top, and stays beside the edges', () => {
  const placed = placeBar({ x: 0, y: 80, w: 60, h: 60 }, bar, view, insets)
  expect(placed).toMatchObject({ side: 'below', x: insets.left })
  expect(placed.y).toBeGreaterThan(140)
})

test('lies over a selection that fills the view', () => {
  expect(placeBar({ x: -500, y: -500, w: 3000, h: 3000 }, bar, view, insets)).toMatchObject({
    side: 'inside',
    y: insets.top,
  })
})

test('is inside the view wherever the selection is, and covers it only when there is no room beside it', () => {
  const coordinate = fc.integer({ min: -2000, max: 3000 })
  const size = fc.integer({ min: 0, max: 2000 })
  const sides = { above: 0, below: 0, inside: 0 }
  fc.assert(
    fc.property(coordinate, coordinate, size, size, (x, y, w, h) => {
      const placed = placeBar({ x, y, w, h }, bar, view, insets)
      sides[placed.side]++
      expect(placed.x).toBeGreaterThanOrEqual(insets.left)
      expect(placed.x + bar.w).toBeLessThanOrEqual(view.w - insets.right)
      expect(placed.y).toBeGreaterThanOrEqual(insets.top)
      expect(placed.y + bar.h).toBeLessThanOrEqual(view.h - insets.bottom)
      if (placed.side === 'above') expect(placed.y + bar.h).toBeLessThan(y)
      if (placed.side === 'below') expect(placed.y).toBeGreaterThan(y + h)
    }),
    { numRuns: 1_000 },
  )
  for (const count of Object.values(sides)) expect(count).toBeGreaterThan(30)
})
