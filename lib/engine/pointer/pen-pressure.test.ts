import { expect, test } from 'vitest'
import { penPressure, tiltOf } from './pen-pressure'

const degrees = (angle: number) => (angle * Math.PI) / 180
const pen = (pressure: number, fromUpright: number) => ({
  pressure,
  tiltX: 0,
  tiltY: 0,
  altitudeAngle: degrees(90 - fromUpright),
})

test('a pen as hands hold it writes by pressure alone', () => {
  for (const tilt of [0, 20, 44]) expect(penPressure(pen(0.3, tilt))).toBe(0.3)
})

test('the farther it lies down the broader it writes, up to its side', () => {
  const widths = [45, 55, 65, 75, 85].map((tilt) => penPressure(pen(0.3, tilt)))
  for (let i = 1; i < widths.length; i++) expect(widths[i]).toBeGreaterThanOrEqual(widths[i - 1]!)
  expect(widths.at(-1)).toBeCloseTo(0.79)
  expect(penPressure(pen(1, 85))).toBe(1)
})

test('tilts along the two axes tell the same angle as the altitude', () => {
  expect(tiltOf({ pressure: 0.5, tiltX: 60, tiltY: 0 })).toBeCloseTo(degrees(60))
  expect(tiltOf({ pressure: 0.5, tiltX: 0, tiltY: 0 })).toBe(0)
  // Both at 45° lie farther over than either.
  expect(tiltOf({ pressure: 0.5, tiltX: 45, tiltY: 45 })).toBeCloseTo(Math.atan(Math.SQRT2))
})

test('what a device makes up is brought within bounds', () => {
  expect(penPressure(pen(7, 0))).toBe(1)
  expect(penPressure(pen(NaN, 0))).toBe(0.5)
  expect(penPressure({ pressure: 0.4, tiltX: NaN, tiltY: 0 })).toBe(0.4)
})
