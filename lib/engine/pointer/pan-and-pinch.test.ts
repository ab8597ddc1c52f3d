import { expect, test } from 'vitest'
import { toPage } from '../navigation/camera'
import { PanAndPinch } from './pan-and-pinch'
import { Viewport } from '../navigation/viewport'

function page() {
  const viewport = new Viewport()
  viewport.resize({ w: 1000, h: 800 }, 1)
  return { viewport, hand: new PanAndPinch(viewport) }
}

test('one pointer takes the page along', () => {
  const { viewport, hand } = page()
  hand.hold(1, { x: 100, y: 100 })
  hand.move(1, { x: 130, y: 90 }, 10)
  expect(viewport.camera).toMatchObject({ x: -30, y: 10, zoom: 1 })
})

test('two pointers zoom about what lies between them, and move it', () => {
  const { viewport, hand } = page()
  hand.hold(1, { x: 100, y: 100 })
  hand.hold(2, { x: 200, y: 100 })
  const held = toPage(viewport.camera, { x: 150, y: 100 })
  hand.move(1, { x: 50, y: 120 }, 10)
  hand.move(2, { x: 250, y: 120 }, 12)
  expect(viewport.camera.zoom).toBeCloseTo(2, 1)
  const now = toPage(viewport.camera, { x: 150, y: 120 })
  expect(now.x).toBeCloseTo(held.x, 0)
  expect(now.y).toBeCloseTo(held.y, 0)
})

test('when one finger of a pinch lifts the other goes on, without a jump', () => {
  const { viewport, hand } = page()
  hand.hold(1, { x: 100, y: 100 })
  hand.hold(2, { x: 300, y: 100 })
  hand.move(2, { x: 320, y: 100 }, 5)
  const before = viewport.aim
  expect(hand.release(1, 10)).toBeNull()
  expect(viewport.aim).toBe(before)
  hand.move(2, { x: 330, y: 100 }, 20)
  expect(viewport.aim.x).toBeCloseTo(before.x - 10 / before.zoom)
})

test('a page let go while it moves has the speed of its last moments; after a rest it has none', () => {
  const throwIt = (restMs: number) => {
    const { hand } = page()
    hand.hold(1, { x: 0, y: 0 })
    for (let i = 1; i <= 20; i++) hand.move(1, { x: i < 10 ? 0 : (i - 10) * 16, y: 0 }, i * 8)
    return hand.release(1, 160 + restMs)
  }
  expect(throwIt(5)!.x).toBeCloseTo(2, 1)
  expect(throwIt(200)).toEqual({ x: 0, y: 0 })
})

test('what was not meant is put back', () => {
  const { viewport, hand } = page()
  const before = viewport.camera
  hand.hold(1, { x: 0, y: 0 })
  hand.move(1, { x: 90, y: 40 }, 10)
  hand.undo()
  expect(viewport.camera).toEqual(before)
  expect(hand.size).toBe(0)
})
