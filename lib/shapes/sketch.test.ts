import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ShapeId } from '../board/ids'
import type { Style } from '../board/shape'
import { contains, expand } from '../geometry/box'
import { boundsOf, drawShape, hitShape } from './index'
import { RecordingSurface } from './recording-surface.fixture'
import { placedAlone, sample } from './samples.fixture'

const DRAWN = ['rectangle', 'ellipse', 'diamond', 'line', 'arrow'] as const

/** Every path that is painted, in the order of painting. */
function drawn(
  type: string,
  style: Style,
  id = 'a',
  geo?: readonly [number, number, number, number, number],
) {
  const surface = new RecordingSurface()
  const shape = placedAlone(sample(type, { id: id as ShapeId, style, ...(geo && { geo }) }))
  drawShape(surface, shape)
  return { surface, shape }
}

test.each(DRAWN)('%s: the same id gives the same lines, another id others', (type) => {
  const lines = (id: string) => drawn(type, { roughness: 1 }, id).surface.paths
  expect(lines('a')).toEqual(lines('a'))
  expect(lines('a')).not.toEqual(lines('b'))
})

test.each(DRAWN)('%s: seen from so far out that nobody could tell, it is the clean line', (type) => {
  const seen = (style: Style, pixel: number) => {
    const surface = new RecordingSurface(pixel)
    drawShape(surface, placedAlone(sample(type, { style })))
    return surface.paths
  }
  expect(seen({ roughness: 2 }, 8)).toEqual(seen({ roughness: 0 }, 8))
  expect(seen({ roughness: 2 }, 1)).not.toEqual(seen({ roughness: 0 }, 1))
})

test('bounds hold what a hand draws, at any size; and what is drawn is near the clean shape', () => {
  let wavered = 0
  const side = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 41, max: 100_000 }))
  fc.assert(
    fc.property(
      fc.constantFrom(...DRAWN),
      fc.constantFrom<1 | 2>(1, 2),
      fc.tuple(side, side),
      fc.constantFrom<NonNullable<Style['fillStyle']>>('solid', 'hatch'),
      fc.boolean(),
      fc.nat(),
      (type, roughness, [w, h], fillStyle, round, seed) => {
        const style: Style = { roughness, fill: 'red', fillStyle, round, width: 1 }
        const { surface, shape } = drawn(type, style, `s${seed}`, [0, 0, w, h, 0])
        if (!surface.covered) return
        const local = surface.covered
        const painted = { ...local, x: local.x + shape.box.x, y: local.y + shape.box.y }
        expect(contains(expand(boundsOf(shape), 0.01), painted)).toBe(true)
        if (!contains(expand(shape.box, 0.51), painted)) wavered++
      },
    ),
    { numRuns: 200 },
  )
  expect(wavered).toBeGreaterThan(100) // otherwise nothing was drawn by hand
})

test('a shape drawn at 5 000 % looks as at 100 %: the wobble shrinks with it', () => {
  const [large] = drawn('rectangle', { roughness: 1 }, 'a', [0, 0, 30, 20, 0]).surface.paths
  const [small] = drawn('rectangle', { roughness: 1 }, 'a', [0, 0, 0.6, 0.4, 0]).surface.paths
  expect(small!.length).toBe(large!.length)
  small!.forEach(({ x, y }, i) => {
    expect(x * 50).toBeCloseTo(large![i]!.x, 3)
    expect(y * 50).toBeCloseTo(large![i]!.y, 3)
  })
})

test('hatching is drawn inside the outline, and in large shapes by no more than so many lines', () => {
  const { surface } = drawn('diamond', { roughness: 1, fill: 'red', fillStyle: 'hatch' })
  expect(surface.strokes[0]).toMatchObject({ colour: 'red' })
  const huge = drawn('rectangle', { roughness: 2, fill: 'red', fillStyle: 'hatch' }, 'a', [0, 0, 1e5, 1e5, 0])
  expect(huge.surface.paths[0]!.length).toBeLessThan(30_000)
})

test('a hand-drawn shape is hit where its clean outline is', () => {
  for (const type of ['rectangle', 'ellipse', 'diamond']) {
    const { shape } = drawn(type, { roughness: 2 }, 'a', [0, 0, 200, 100, 0])
    expect(hitShape(shape, { x: 100, y: 0 }, 3)).toBe(true)
    expect(hitShape(shape, { x: 100, y: 50 }, 3)).toBe(false)
  }
})
