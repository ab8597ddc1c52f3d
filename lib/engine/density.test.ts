import { expect, test } from 'vitest'
import { densityFor } from './density'

const gives =
  (pixels: number) =>
  ({ w, h }: { w: number; h: number }) =>
    w * h <= pixels

test('screens of ordinary size are drawn as densely as they are', () => {
  const never = () => {
    throw new Error('Nothing need be tried')
  }
  expect(densityFor({ w: 1440, h: 900 }, 1, never)).toBe(1)
  expect(densityFor({ w: 2560, h: 1440 }, 2, never)).toBe(2)
  expect(densityFor({ w: 430, h: 932 }, 3, never)).toBe(3)
})

test('a canvas larger than every browser gives is tried, and kept where this one gives it', () => {
  expect(densityFor({ w: 3840, h: 2160 }, 2, gives(1e9))).toBe(2)
})

test.each([
  [3840, 2160, 2],
  [5120, 2880, 2],
  [20_000, 300, 1],
  [1, 50_000, 3],
])('%i × %i at %i is drawn as densely as it can be, and not blank', (w, h, dpr) => {
  const density = densityFor({ w, h }, dpr, () => false)
  expect(density).toBeLessThan(dpr)
  expect(Math.ceil(w * density) * Math.ceil(h * density)).toBeLessThanOrEqual(16_777_216)
  expect(Math.max(Math.ceil(w * density), Math.ceil(h * density))).toBeLessThanOrEqual(8_192)
  expect(density).toBeGreaterThan(0)
})
