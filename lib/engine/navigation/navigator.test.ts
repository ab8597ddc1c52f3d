import { expect, test } from 'vitest'
import type { Box } from '../../geometry/box'
import { MAX_COORDINATE, MAX_SIZE } from '../../board/limits'
import { MAX_ZOOM, toScreen } from './camera'
import { FLIGHT_MS } from './camera-motion'
import { Navigator, type Standpoint } from './navigator'
import { Viewport } from './viewport'

const SCREEN = { w: 1440, h: 900 }

function start(options: { contents?: Box | null; standpoint?: Standpoint; canAnimate?: boolean } = {}) {
  const viewport = new Viewport()
  const world = { time: 0, contents: options.contents ?? null }
  const navigator = new Navigator(
    {
      viewport,
      now: () => world.time,
      contents: () => world.contents,
      canAnimate: () => options.canAnimate ?? true,
      changed: () => {},
    },
    options.standpoint,
  )
  viewport.resize(SCREEN, 1)
  navigator.begin()
  /** Draw frames until `ms` have passed. */
  const pass = (ms: number) => {
    for (const end = world.time + ms; world.time < end;) {
      world.time = Math.min(end, world.time + 16)
      navigator.step(world.time)
    }
  }
  return { viewport, navigator, world, pass }
}
const board = { x: 0, y: 0, w: 10_000, h: 2_000 }
const middleOf = ({ x, y, w, h }: Box) => ({ x: x + w / 2, y: y + h / 2 })

test('a first visit shows everything, an empty board its origin', () => {
  const { viewport } = start({ contents: board })
  expect(middleOf(viewport.seen).x).toBeCloseTo(5_000, -1)
  expect(viewport.seen.w).toBeGreaterThan(10_000)
  expect(middleOf(start().viewport.seen)).toEqual({ x: 0, y: 0 })
})

test('a later visit shows the place where one was, unless nothing is left to be seen there', () => {
  const standpoint = { x: 9_000, y: 1_000, zoom: 2 }
  const kept = start({ contents: board, standpoint })
  kept.navigator.loaded()
  expect(middleOf(kept.viewport.seen)).toEqual({ x: 9_000, y: 1_000 })
  expect(kept.navigator.place).toEqual(standpoint)
  const gone = start({ contents: board, standpoint: { x: 90_000, y: 1_000, zoom: 2 } })
  expect(middleOf(gone.viewport.seen).x, 'the board may be on its way').toBe(90_000)
  gone.navigator.loaded()
  expect(middleOf(gone.viewport.seen).x).toBeCloseTo(5_000, -1)
  const worked = start({ contents: board, standpoint: { x: 90_000, y: 1_000, zoom: 2 } })
  worked.navigator.take()
  worked.navigator.loaded()
  expect(middleOf(worked.viewport.seen).x, 'who draws there stays there').toBe(90_000)
})

test('what is worth coming back to is a view that the person chose', () => {
  const { navigator } = start({ contents: board })
  navigator.loaded()
  expect(navigator.place).toBe(null)
  navigator.zoomTo(1, { isAnimated: false })
  expect(navigator.place).toMatchObject({ zoom: 1 })
})

test('a flight ends where it was to go; without motion it is there at once', () => {
  const { navigator, viewport, pass } = start({ contents: board })
  navigator.zoomTo(1)
  expect(navigator.isMoving).toBe(true)
  pass(FLIGHT_MS / 2)
  expect(viewport.camera.zoom).toBeLessThan(1)
  pass(FLIGHT_MS)
  expect(viewport.camera.zoom).toBe(1)
  expect(navigator.isMoving).toBe(false)
  const still = start({ contents: board, canAnimate: false })
  still.navigator.zoomTo(1)
  expect(still.viewport.camera.zoom).toBe(1)
  still.navigator.fling({ x: 3, y: 0 })
  expect(still.navigator.isMoving).toBe(false)
})

test('a hand stops a flight where it is, without a jump', () => {
  const { navigator, viewport, pass } = start({ contents: board })
  navigator.zoomTo(1)
  pass(48)
  const before = viewport.camera
  navigator.stop()
  pass(500)
  expect(viewport.camera).toBe(before)
})

test('zoom steps in a row add up, whether a key stops the flight between them or not', () => {
  const { navigator, viewport, pass } = start({ contents: board, standpoint: { x: 0, y: 0, zoom: 1 } })
  for (let step = 0; step < 4; step++) {
    navigator.pause()
    navigator.zoomBy(2 ** 0.25)
    pass(32)
  }
  pass(FLIGHT_MS)
  expect(viewport.camera.zoom).toBeCloseTo(2, 9)
  navigator.zoomBy(2)
  pass(32)
  navigator.stop()
  const { zoom } = viewport.camera
  navigator.zoomBy(2)
  pass(FLIGHT_MS)
  expect(viewport.camera.zoom, 'a hand between them begins anew').toBeCloseTo(zoom * 2, 9)
})

test('the largest possible board is seen whole, on a phone too', () => {
  const contents = {
    x: -MAX_COORDINATE,
    y: -MAX_COORDINATE,
    w: 2 * MAX_COORDINATE + MAX_SIZE,
    h: 2 * MAX_COORDINATE + MAX_SIZE,
  }
  for (const size of [SCREEN, { w: 360, h: 640 }]) {
    const { navigator, viewport } = start({ contents, canAnimate: false })
    viewport.resize(size, 1)
    navigator.showAll()
    const { x, y } = toScreen(viewport.camera, contents)
    const { zoom } = viewport.camera
    expect(x).toBeGreaterThanOrEqual(0)
    expect(y).toBeGreaterThanOrEqual(0)
    expect(x + contents.w * zoom).toBeLessThanOrEqual(size.w)
    expect(y + contents.h * zoom).toBeLessThanOrEqual(size.h)
  }
})

test('a hand zooms out to 2 % on a small board, on a large one until all is seen with room around it', () => {
  const small = start({ contents: { x: 0, y: 0, w: 500, h: 500 }, canAnimate: false })
  small.navigator.zoomTo(0.000_1)
  expect(small.viewport.camera.zoom).toBe(0.02)
  const large = start({ contents: { x: 0, y: 0, w: 1_000_000, h: 10 }, canAnimate: false })
  const fit = large.viewport.camera.zoom
  large.navigator.zoomTo(0.000_1)
  expect(large.viewport.camera.zoom).toBeCloseTo(fit / 2, 9)
  large.world.contents = { x: 0, y: 0, w: 500, h: 500 }
  expect(large.viewport.leastZoom, 'nobody is thrown back because others took things away').toBe(
    large.viewport.camera.zoom,
  )
})

test('a place asked for by a program is taken as asked, within bounds, or refused', () => {
  const { navigator, viewport } = start({ contents: board })
  navigator.fling({ x: 1, y: 1 })
  expect(navigator.view({ x: 128, y: -64, zoom: 0.5 })).toBe(true)
  expect(navigator.isMoving).toBe(false)
  expect(viewport.camera).toEqual({ x: 128, y: -64, zoom: 0.5 })
  expect(navigator.view({ zoom: 1_000 })).toBe(true)
  expect(viewport.camera).toEqual({ x: 128, y: -64, zoom: MAX_ZOOM })
  for (const bad of [{ x: NaN }, { y: Infinity }, { zoom: 0 }, { zoom: -1 }])
    expect(navigator.view(bad)).toBe(false)
  expect(viewport.camera).toEqual({ x: 128, y: -64, zoom: MAX_ZOOM })
  navigator.view({ x: 1e300, zoom: 1 })
  expect(viewport.camera.x).toBeLessThan(1e9)
})

test('revealing moves only what is out of sight, and comes near to what is too small to be seen', () => {
  const { navigator, viewport } = start({
    contents: board,
    standpoint: { x: 500, y: 500, zoom: 1 },
    canAnimate: false,
  })
  const before = viewport.camera
  navigator.reveal({ x: 450, y: 450, w: 100, h: 100 })
  expect(viewport.camera).toBe(before)
  navigator.reveal({ x: 5_000, y: 450, w: 100, h: 100 })
  expect(viewport.camera.zoom).toBe(1)
  expect(middleOf(viewport.seen)).toEqual({ x: 5_050, y: 500 })
  navigator.reveal({ x: 0, y: 0, w: 5_000, h: 100 })
  expect(viewport.seen.w, 'too large: seen whole').toBeGreaterThan(5_000)
  navigator.view({ zoom: 0.05 })
  navigator.reveal({ x: 0, y: 0, w: 100, h: 100 })
  expect(viewport.camera.zoom).toBe(1)
})

test('dragging at the edge moves the view by what it was told, and ends what moved by itself', () => {
  const { navigator, viewport } = start({ contents: board, standpoint: { x: 0, y: 0, zoom: 2 } })
  navigator.fling({ x: 1, y: 0 })
  const { x } = viewport.camera
  navigator.nudge({ x: -10, y: 0 })
  expect(viewport.camera.x).toBe(x + 5)
  expect(navigator.isMoving).toBe(false)
})

test('a page let go of goes on as fast as it went; after a rest, or a press, it stays', () => {
  const thrown = (rest: (at: ReturnType<typeof start>) => void) => {
    const at = start({ contents: board, standpoint: { x: 0, y: 0, zoom: 1 } })
    for (let move = 0; move < 8; move++) {
      at.pass(8)
      at.navigator.pan({ x: -16, y: 0 })
    }
    rest(at)
    const { x } = at.viewport.camera
    at.navigator.letGo()
    at.pass(1_000)
    return at.viewport.camera.x - x
  }
  expect(thrown(() => {})).toBeGreaterThan(100)
  expect(thrown(({ pass }) => pass(200))).toBe(0)
  expect(thrown(({ navigator }) => navigator.stop())).toBe(0)
})
