import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Point } from '../../geometry/point'
import { EDGE_PX, EdgeScroll } from './edge-scroll'

const size = { w: 800, h: 600 }
const keys = { shift: false, alt: false, mod: false, pressure: 0.5 }

/** A canvas whose view is at `offset`: page and screen differ by it. */
function canvas() {
  let offset = { x: 0, y: 0 }
  const moves: Point[] = []
  const toPage = (screen: Point) => ({ x: screen.x - offset.x, y: screen.y - offset.y })
  const edge = new EdgeScroll(
    { size, toPage },
    (by) => (offset = { x: offset.x + by.x, y: offset.y + by.y }),
    ({ page }) => moves.push(page),
  )
  const point = (x: number, y: number) => ({ page: toPage({ x, y }), screen: { x, y }, ...keys })
  return {
    edge,
    moves,
    offset: () => offset,
    press: (x: number, y: number) =>
      edge.follow({ on: 'down', kind: 'mouse', clicks: 1, ...point(x, y) }, false),
    drag: (x: number, y: number, scrolls = true) =>
      edge.follow({ on: 'move', samples: [point(x, y)], ...point(x, y) }, scrolls),
    lift: (x: number, y: number) => edge.follow({ on: 'up', ...point(x, y) }, false),
  }
}
function run(edge: EdgeScroll, times: readonly number[]): boolean {
  return times.map((time) => edge.step(time)).at(-1) ?? false
}

describe('at the edge the view scrolls', () => {
  test('as far in the same time, whatever the rate of frames', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 60, size: 'max' }),
        (steps) => {
          const { edge, press, drag, offset } = canvas()
          press(400, 300)
          drag(790, 300)
          let time = 1_000
          run(edge, [time, ...steps.map((step) => (time += step))])
          const velocity = 1.2 * ((EDGE_PX - 10) / EDGE_PX) ** 2
          expect(offset().x).toBeCloseTo(-velocity * (time - 1_000), 6)
          expect(offset().y).toBe(0)
        },
      ),
    )
  })
  test('faster the nearer, and no faster beyond', () => {
    const gone = [20, 10, 0, -100].map((at) => {
      const { edge, press, drag, offset } = canvas()
      press(400, 300)
      drag(at, 300)
      run(edge, [0, 40])
      return offset().x
    })
    expect(gone[0]).toBeGreaterThan(0)
    expect(gone[1]).toBeGreaterThan(gone[0]!)
    expect(gone[2]).toBeGreaterThan(gone[1]!)
    expect(gone[3]).toBe(gone[2])
  })
  test('and what is dragged stays under the pointer', () => {
    const { edge, moves, press, drag, offset } = canvas()
    press(400, 300)
    drag(400, 599)
    run(edge, [0, 16, 32])
    expect(moves.length).toBe(2)
    expect(moves.at(-1)).toEqual({ x: 400, y: 599 - offset().y })
  })
  test('not on after a pause longer than a frame', () => {
    const { edge, press, drag, offset } = canvas()
    press(400, 300)
    drag(0, 300)
    run(edge, [0, 10_000])
    expect(offset().x).toBeCloseTo(1.2 * 50)
  })
})

describe('it rests', () => {
  test('away from the edge, when the pointer lifts, and for what the view does not follow', () => {
    const { edge, press, drag, lift, offset } = canvas()
    press(400, 300)
    drag(0, 300)
    expect(run(edge, [0, 16])).toBe(true)
    const there = offset()
    drag(EDGE_PX, 300)
    expect(run(edge, [32, 48])).toBe(false)
    drag(0, 300)
    expect(edge.step(64)).toBe(true)
    lift(0, 300)
    expect(run(edge, [80, 96])).toBe(false)
    press(400, 300)
    drag(0, 300, false)
    expect(run(edge, [112, 128])).toBe(false)
    expect(offset()).toEqual(there)
  })
  test('at an edge where the drag began, until the pointer has been away from it', () => {
    const { edge, press, drag, offset } = canvas()
    press(10, 300)
    drag(10, 330)
    expect(run(edge, [0, 16])).toBe(false)
    drag(200, 330)
    drag(10, 330)
    expect(run(edge, [32, 48])).toBe(true)
    expect(offset().x).toBeGreaterThan(0)
  })
})
