import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Box } from '../../geometry/box'
import { gridStep, toGrid } from './grid'
import type { Axis } from './guide'
import { fieldOf, guidesOf, slideOffset, snapOffset, type MovedEnds } from './snap'
import { acrossOf, moved, spanOf, type Ends, type Span } from './span'

const REACH = 6
const rule = { reach: REACH, grid: null }
const both: MovedEnds = { x: 'both', y: 'both' }
const box = (x: number, y: number, w: number, h: number): Box => ({ x, y, w, h })
const shifted = (b: Box, by: { x: number; y: number }): Box => ({ ...b, x: b.x + by.x, y: b.y + by.y })

const coordinate = fc.integer({ min: -60, max: 60 })
// Even sizes, so that middles are whole numbers and comparisons exact.
const size = fc.integer({ min: 1, max: 20 }).map((half) => half * 2)
const anyBox = fc.record({ x: coordinate, y: coordinate, w: size, h: size })
const someBoxes = fc.array(anyBox, { maxLength: 12, size: 'max' })
const anyEnds = fc.constantFrom<Ends>('both', 'lo', 'hi', 'none')

/** Every offset that would line an end up, by trying all against all. */
function lineOffsets(boxes: readonly Box[], span: Span, ends: Ends, axis: Axis): number[] {
  const places = (s: Span, which: Ends) =>
    which === 'both' ? [s.lo, (s.lo + s.hi) / 2, s.hi] : which === 'none' ? [] : [s[which]]
  return boxes.flatMap((other) =>
    places(spanOf(other, axis), 'both').flatMap((at) => places(span, ends).map((from) => at - from)),
  )
}

/** Every offset that would make spaces equal, found by looking at each stretch of the row for itself. */
function gapOffsets(boxes: readonly Box[], own: Box, axis: Axis, ends: Ends): number[] {
  const [span, across] = [spanOf(own, axis), spanOf(own, acrossOf(axis))]
  const inRow = boxes.filter((other) => {
    const beside = spanOf(other, acrossOf(axis))
    const along = spanOf(other, axis)
    const isAround = along.lo <= span.lo + REACH && along.hi >= span.hi - REACH
    return beside.lo < across.hi && across.lo < beside.hi && !isAround
  })
  const isOn = (s: Span) => Math.min(s.hi, span.hi) - Math.max(s.lo, span.lo) > REACH
  if (ends === 'none' || inRow.some((other) => isOn(spanOf(other, axis)))) return []
  const middle = (span.lo + span.hi) / 2
  // Coordinates are whole: a unit is empty when no box covers its middle.
  const isEmpty = (unit: number) =>
    inRow.every((other) => {
      const s = spanOf(other, axis)
      return unit + 0.5 < s.lo || unit + 0.5 > s.hi
    })
  const runs: Span[] = []
  for (let unit = -200; unit < 200; unit++) {
    if (isEmpty(unit)) continue
    const last = runs.at(-1)
    if (last?.hi === unit) runs[runs.length - 1] = { lo: last.lo, hi: unit + 1 }
    else runs.push({ lo: unit, hi: unit + 1 })
  }
  const before = runs.filter((s) => (s.lo + s.hi) / 2 < middle).reverse()
  const after = runs.filter((s) => (s.lo + s.hi) / 2 >= middle)
  const [l1, l2, r1, r2] = [before[0], before[1], after[0], after[1]]
  const offsets: number[] = []
  for (let offset = -REACH; offset <= REACH; offset += 0.5) {
    const s = moved(span, ends, offset)
    const [left, right] = [l1 && s.lo - l1.hi, r1 && r1.lo - s.hi]
    if (left !== undefined && left <= 0 && ends !== 'hi') continue
    if (right !== undefined && right <= 0 && ends !== 'lo') continue
    const isLike = (gap: number | undefined, a: Span | undefined, b: Span | undefined) =>
      gap !== undefined && a !== undefined && b !== undefined && gap === b.lo - a.hi
    if (ends !== 'hi' && isLike(left, l2, l1)) offsets.push(offset)
    else if (ends !== 'lo' && isLike(right, r1, r2)) offsets.push(offset)
    else if (left !== undefined && left === right) offsets.push(offset)
  }
  return offsets
}

const least = (offsets: readonly number[]) => Math.min(...offsets.map(Math.abs), Infinity)

test('what is nearest is what is snapped to: nothing nearer was missed, nothing farther than the reach is taken', () => {
  const seen = { snapped: 0, free: 0, byGap: 0 }
  fc.assert(
    fc.property(someBoxes, anyBox, anyEnds, anyEnds, (boxes, own, x, y) => {
      const by = snapOffset(fieldOf(boxes), own, { x, y }, rule)
      for (const [axis, ends] of [
        ['x', x],
        ['y', y],
      ] as const) {
        // prettier-ignore
        const lines = least(lineOffsets(boxes, spanOf(own, axis), ends, axis))
        const gaps = least(gapOffsets(boxes, own, axis, ends))
        const nearest = Math.min(lines, gaps)
        expect(Math.abs(by[axis])).toBe(nearest <= REACH ? nearest : 0)
        if (nearest <= REACH) seen.snapped++
        else seen.free++
        if (gaps < lines && gaps <= REACH && gaps > 0) seen.byGap++
      }
    }),
    { numRuns: 1_500 },
  )
  expect(seen.snapped).toBeGreaterThan(500)
  expect(seen.free).toBeGreaterThan(300)
  expect(seen.byGap).toBeGreaterThan(10)
})

test('it is the same wherever the drawing lies, and mirrored in a mirror', () => {
  fc.assert(
    fc.property(someBoxes, anyBox, coordinate, coordinate, (boxes, own, dx, dy) => {
      const by = snapOffset(fieldOf(boxes), own, both, rule)
      const there = (b: Box) => shifted(b, { x: dx, y: dy })
      expect(snapOffset(fieldOf(boxes.map(there)), there(own), both, rule)).toEqual(by)
      const mirror = (b: Box) => ({ ...b, x: -b.x - b.w, y: -b.y - b.h })
      const mirrored = snapOffset(fieldOf(boxes.map(mirror)), mirror(own), both, rule)
      // Of two lines equally near, either may be taken.
      expect([Math.abs(mirrored.x), Math.abs(mirrored.y)]).toEqual([Math.abs(by.x), Math.abs(by.y)])
    }),
  )
})

test('once snapped it stays, and the guides say why', () => {
  let shown = 0
  fc.assert(
    fc.property(someBoxes, anyBox, (boxes, own) => {
      const field = fieldOf(boxes)
      const placed = shifted(own, snapOffset(field, own, both, rule))
      for (const axis of ['x', 'y'] as const) {
        const lines = lineOffsets(boxes, spanOf(placed, axis), 'both', axis)
        const guides = guidesOf(field, placed, both, rule).filter((guide) => guide.axis === axis)
        if (lines.includes(0)) expect(guides.some(({ kind }) => kind === 'line')).toBe(true)
        shown += guides.length
        for (const guide of guides) {
          if (guide.kind === 'gap') expect(guide.to[axis] - guide.from[axis]).toBeGreaterThan(0)
          else expect(new Set(guide.points.map((point) => point[axis])).size).toBe(1)
        }
      }
      const again = snapOffset(field, placed, both, rule)
      if (lineOffsets(boxes, spanOf(placed, 'x'), 'both', 'x').includes(0)) expect(again.x).toBe(0)
    }),
  )
  expect(shown).toBeGreaterThan(100)
})

describe('equal spaces', () => {
  const row = [box(0, 0, 40, 40), box(100, 10, 40, 20)]
  test('between two', () => {
    expect(snapOffset(fieldOf(row), box(62, 15, 20, 7), both, rule).x).toBe(-2)
  })
  test('going on in the row, on either side', () => {
    expect(snapOffset(fieldOf(row), box(203, 15, 30, 7), both, rule).x).toBe(-3)
    expect(snapOffset(fieldOf(row), box(-87, 15, 30, 7), both, rule).x).toBe(-3)
  })
  test('are shown all along the row', () => {
    const field = fieldOf([...row, box(200, 0, 40, 40)])
    const gaps = guidesOf(field, box(300, 15, 33, 7), both, rule).filter(({ kind }) => kind === 'gap')
    expect(gaps.map((gap) => gap.kind === 'gap' && [gap.from.x, gap.to.x])).toEqual([
      [40, 100],
      [140, 200],
      [240, 300],
    ])
  })
  test('are found inside something that is around all of it', () => {
    const field = fieldOf([...row, box(-200, -200, 600, 600)])
    expect(snapOffset(field, box(62, 15, 20, 7), both, rule).x).toBe(-2)
  })
  test('are left alone over something else', () => {
    const gapsOf = (boxes: readonly Box[]) =>
      guidesOf(fieldOf(boxes), box(60, 15, 20, 7), both, rule).filter(({ kind }) => kind === 'gap')
    expect(gapsOf(row).length).toBe(2)
    expect(gapsOf([...row, box(50, 0, 22, 40)])).toEqual([])
  })
  test('are made with a side that is pulled', () => {
    expect(snapOffset(fieldOf(row), box(60, 15, 17, 7), { x: 'hi', y: 'none' }, rule).x).toBe(3)
  })
})

describe('the grid', () => {
  test('pulls from everywhere, the dragged end to the dots that are shown', () => {
    const grid = { reach: REACH, grid: 24 }
    expect(snapOffset(fieldOf([]), box(35, 37, 10, 10), both, grid)).toEqual({ x: -11, y: 11 })
    expect(snapOffset(fieldOf([]), box(0, 0, 35, 37), { x: 'hi', y: 'none' }, grid)).toEqual({ x: -11, y: 0 })
  })
  test('comes after what is there', () => {
    expect(
      snapOffset(fieldOf([box(33, 100, 9, 9)]), box(35, 37, 10, 10), both, { reach: 3, grid: 24 }).x,
    ).toBe(-2)
  })
  test('has dots that are 16 px apart at least and 32 at most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 5_000 }), (percent) => {
        const px = (gridStep(percent / 100) * percent) / 100
        expect(px).toBeGreaterThanOrEqual(16 - 1e-9)
        expect(px).toBeLessThan(32 + 1e-9)
      }),
    )
    expect(gridStep(1)).toBe(24)
    expect(toGrid(-35, 24)).toBe(11)
  })
})

test('a corner that keeps the ratio slides to the nearer line and stays on its way', () => {
  let slid = 0
  fc.assert(
    fc.property(someBoxes, coordinate, coordinate, size, size, (boxes, x, y, w, h) => {
      const [anchor, corner] = [
        { x, y },
        { x: x + w, y: y - h },
      ]
      const by = slideOffset(fieldOf(boxes), anchor, corner, rule)
      expect(Math.max(Math.abs(by.x), Math.abs(by.y))).toBeLessThanOrEqual(REACH)
      expect(by.x * -h).toBeCloseTo(by.y * w, 6)
      if (by.x !== 0) slid++
    }),
  )
  expect(slid).toBeGreaterThan(30)
})
