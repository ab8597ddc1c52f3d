import { afterEach, describe, expect, test, vi } from 'vitest'
import { union, type Box } from '../../geometry/box'
import { contains } from '../../geometry/box'
import { shapes } from '../../shapes/index'
import { boards, create, id, rectangle } from '../board.fixture'
import { itemOf, Scene } from './scene'

const all = { x: -1e4, y: -1e4, w: 2e4, h: 2e4 }
const whole = (boxes: readonly Box[]) => boxes.reduce(union)

test('finds what is in an area, in the order of painting', () => {
  const { board } = boards(rectangle('b', 50, 0), rectangle('a', 0, 0), rectangle('far', 900, 0))
  const scene = new Scene(board)
  expect(scene.search({ x: 0, y: 0, w: 200, h: 200 }).map((item) => item.id)).toEqual(['a', 'b'])
  expect(scene.at({ x: 70, y: 50 }, 0).map((item) => item.id)).toEqual(['b', 'a'])
})

describe('a shape whose place cannot be worked out', () => {
  afterEach(() => {
    vi.restoreAllMocks()
    vi.unstubAllGlobals()
  })
  test('is a sign in its box, said once, and the others are where they were', () => {
    const reported: unknown[] = []
    vi.stubGlobal('reportError', (error: unknown) => reported.push(error))
    vi.spyOn(shapes.diamond, 'bounds').mockImplementation(() => {
      throw new Error('No such corner')
    })
    const { board } = boards(rectangle('a', 0, 0), rectangle('b', 300, 0, { type: 'diamond' }))
    const scene = new Scene(board)
    expect(scene.search(all).map(({ placed }) => placed.record.type)).toEqual(['rectangle', 'undrawable'])
    board.apply([{ do: 'patch', id: id('a'), patch: { geo: [600, 0, 100, 100, 0] } }])
    scene.soil(id('b'))
    expect(scene.at({ x: 350, y: 50 }, 0).map((item) => item.id)).toEqual(['b'])
    expect(scene.bounds()!.w).toBeGreaterThan(400)
    expect(itemOf(board, id('b'))!.placed.box.w).toBe(100)
    expect(reported).toEqual([new Error('No such corner')])
  })
})

describe('what must be painted again', () => {
  test('where a shape was and where it is', () => {
    const { board } = boards(rectangle('a', 0, 0))
    const scene = new Scene(board)
    board.apply([{ do: 'patch', id: id('a'), patch: { geo: [400, 0, 100, 100, 0] } }])
    const dirty = scene.takeDirty()
    expect(dirty.some((box) => contains(box, { x: 0, y: 0, w: 100, h: 100 }))).toBe(true)
    expect(dirty.some((box) => contains(box, { x: 400, y: 0, w: 100, h: 100 }))).toBe(true)
    expect(scene.takeDirty()).toEqual([])
  })
  test('arrows tied to what moved, though nothing is written in them', () => {
    const arrow = rectangle('x', 0, 0, {
      type: 'arrow',
      geo: [500, 500, 0, 0, 0],
      data: { start: { point: [0, 0] }, end: { shape: id('a'), anchor: [0.5, 0.5] } },
    })
    const { board } = boards(rectangle('a', 0, 0), arrow)
    const scene = new Scene(board)
    const before = scene.get(id('x'))!.placed.box
    board.apply([{ do: 'patch', id: id('a'), patch: { geo: [900, 0, 100, 100, 0] } }])
    expect(scene.get(id('x'))!.placed.box).not.toEqual(before)
    expect(contains(whole(scene.takeDirty()), before)).toBe(true)
  })
  test('everything in a frame that moved, and it is cut to the frame', () => {
    const frame = rectangle('f', 0, 0, { type: 'frame', geo: [0, 0, 200, 200, 0] })
    const child = rectangle('c', 150, 150, { parent: id('f') })
    const { board } = boards(frame, child)
    const scene = new Scene(board)
    expect(scene.get(id('c'))).toMatchObject({ maxX: 200, maxY: 200 })
    expect(scene.at({ x: 240, y: 190 }, 0).map((item) => item.id)).toEqual([])
    board.apply([{ do: 'patch', id: id('f'), patch: { geo: [1000, 0, 200, 200, 0] } }])
    expect(scene.get(id('c'))).toMatchObject({ maxX: 1200 })
    expect(scene.get(id('c'))!.minX).toBeCloseTo(1_150, -1)
  })
  test('what a removed frame no longer cuts', () => {
    const frame = rectangle('f', 0, 0, { type: 'frame', geo: [0, 0, 200, 200, 0] })
    const { board } = boards(frame, rectangle('c', 150, 150, { parent: id('f') }))
    const scene = new Scene(board)
    board.apply([{ do: 'remove', id: id('f') }])
    expect(scene.get(id('c'))!.maxX).toBeGreaterThanOrEqual(250)
  })
})

test('a new order of siblings changes the order of painting', () => {
  const { board } = boards(rectangle('a', 0, 0), rectangle('b', 0, 0))
  const scene = new Scene(board)
  expect(scene.search(all).map((item) => item.id)).toEqual(['a', 'b'])
  board.apply([{ do: 'patch', id: id('a'), patch: { order: 'az' } }])
  expect(scene.search(all).map((item) => item.id)).toEqual(['b', 'a'])
})

test('lifting and putting back soils each shape once, not on every frame between', () => {
  const { board } = boards(rectangle('a', 0, 0), rectangle('b', 500, 0))
  const scene = new Scene(board)
  scene.lift(new Set([id('a')]))
  expect(scene.takeDirty().length).toBe(1)
  scene.lift(new Set([id('a')]))
  expect(scene.takeDirty()).toEqual([])
  scene.lift(new Set())
  expect(scene.takeDirty().length).toBe(1)
})

test('a large batch is indexed as single shapes are', () => {
  const { board } = boards()
  const scene = new Scene(board)
  board.apply(Array.from({ length: 400 }, (_, i) => create(rectangle(`s${i}`, i * 200, 0))))
  expect(scene.search({ x: 0, y: 0, w: 1e6, h: 10 }).length).toBe(400)
  expect(scene.search({ x: 39_850, y: 10, w: 100, h: 10 }).map((item) => item.id)).toEqual(['s199'])
})
