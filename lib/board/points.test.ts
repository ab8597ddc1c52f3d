import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyStroke } from './board.arbitrary'
import { MAX_POINTS } from './limits'
import {
  checkPoints,
  mirrorPoints,
  naturalSize,
  packPoints,
  packWith,
  pointsOf,
  quantumExponent,
  readPoints,
  unpackPoints,
} from './points'
import type { StrokePoint } from './shape'

test('the quantum is a power of two, at most 1/16 of a screen pixel at any zoom from 2 % to 5 000 %', () => {
  for (let zoom = 0.02; zoom <= 50; zoom *= 1.07) {
    const quantum = 2 ** quantumExponent(zoom)
    expect(quantum * zoom).toBeLessThanOrEqual(1 / 16)
    expect(quantum * zoom).toBeGreaterThan(1 / 32)
  }
})

test('packing is exact to half a quantum, and exact when packed again', () => {
  let rounded = 0
  fc.assert(
    fc.property(anyStroke(60), fc.constantFrom(0.02, 0.3, 1, 7, 50), (points, zoom) => {
      const bytes = packPoints(points, { zoom })
      const half = 2 ** quantumExponent(zoom) / 2
      const back = unpackPoints(bytes)
      expect(back.length).toBe(points.length)
      points.forEach(([x, y, pressure], i) => {
        expect(Math.abs(back[i]![0] - x)).toBeLessThanOrEqual(half)
        expect(Math.abs(back[i]![1] - y)).toBeLessThanOrEqual(half)
        expect(back[i]![2]).toBeCloseTo(pressure, 9)
        if (back[i]![0] !== x) rounded++
      })
      expect(packPoints(back, { zoom })).toEqual(bytes)
      expect(naturalSize(bytes)).toEqual([
        Math.max(...back.map((p) => p[0])),
        Math.max(...back.map((p) => p[1])),
      ])
    }),
  )
  expect(rounded).toBeGreaterThan(300)
})

test('a pressure of 0.5, for devices without one, is exact', () => {
  expect(unpackPoints(packPoints([[1, 2, 0.5]], { zoom: 1 }))).toEqual([[1, 2, 0.5]])
})

test('points scale with the size of the shape; a flat side does not', () => {
  const points = packPoints([[0, 0, 0.5], [10, 0, 0.5]], { zoom: 1 }) // prettier-ignore
  expect(pointsOf({ points, geo: [5, 5, 20, 0, 0] })).toEqual([[0, 0, 0.5], [20, 0, 0.5]]) // prettier-ignore
})

test('mirroring twice is the same stroke', () =>
  fc.assert(
    fc.property(anyStroke(), fc.boolean(), fc.boolean(), (points, x, y) => {
      const bytes = packPoints(points, { zoom: 1 })
      const once = mirrorPoints(bytes, { x, y })
      expect(mirrorPoints(once, { x, y })).toEqual(bytes)
      const { w } = readPointsOrFail(bytes)
      if (x) expect(unpackPoints(once)[0]![0]).toBe(w - unpackPoints(bytes)[0]![0])
    }),
  ))

const readPointsOrFail = (bytes: Uint8Array) => {
  const read = readPoints(bytes)
  if (!read.ok) throw new Error(read.error.code)
  return read.value
}

test('steps across the whole board in the finest quantum survive', () => {
  const points: StrokePoint[] = [
    [-1e6, 1e6, 0],
    [1e6, -1e6, 1],
  ]
  expect(unpackPoints(packWith(points, { exponent: -20 }))).toEqual(points)
})

test('a stroke of too many points is not packed, and not read', () => {
  const points: StrokePoint[] = Array.from({ length: MAX_POINTS + 1 }, () => [0, 0, 0])
  expect(() => packPoints(points, { zoom: 1 })).toThrow(RangeError)
  const most = packPoints(points.slice(1), { zoom: 1 })
  expect(checkPoints(most)).toBeNull()
  const more = new Uint8Array([...most, 0, 0, 0])
  expect(checkPoints(more)).toEqual({ code: 'too-many' })
  expect(unpackPoints(more)).toEqual([])
})

test('hostile bytes are refused, or are finite points; never a throw', () => {
  let [refused, read] = [0, 0]
  const honest = packPoints([[0, 0, 0.5], [40, 300, 1], [41, 2, 0]], { zoom: 1 }) // prettier-ignore
  const edits = fc.array(fc.tuple(fc.nat(honest.length - 1), fc.nat(255)), { maxLength: 4 })
  const mangled = fc.tuple(edits, fc.nat(honest.length)).map(([changes, cut]) => {
    const bytes = honest.slice()
    for (const [at, byte] of changes) bytes[at] = byte
    return cut % 3 === 0 ? bytes.slice(0, cut) : bytes
  })
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 200, size: 'max' }), mangled), (bytes) => {
      const result = readPoints(bytes)
      if (!result.ok) return void refused++
      read++
      for (const point of result.value.points) expect(point.every(Number.isFinite)).toBe(true)
    }),
    { numRuns: 2_000 },
  )
  expect(refused).toBeGreaterThan(300)
  expect(read).toBeGreaterThan(300)
})

test('every byte that says "more follows" ends in a refusal', () => {
  const bytes = new Uint8Array(60_000).fill(255)
  bytes.set(packPoints([], { zoom: 1 }))
  expect(checkPoints(bytes)).toEqual({ code: 'invalid' })
})
