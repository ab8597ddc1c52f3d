import { expect, test } from 'vitest'
import { contains } from '../../geometry/box'
import { boards, create, id, rectangle } from '../board.fixture'
import { Scene } from './scene'

const all = { x: -1e4, y: -1e4, w: 2e4, h: 2e4 }
const idsOf = (scene: Scene) => scene.search(all).map((item) => item.id)

function held() {
  const { board, remote, exchange } = boards(rectangle('m', 0, 0))
  const scene = new Scene(board)
  scene.takeDirty()
  scene.hold(true)
  const arrive = (name: string, x: number) => {
    remote.apply([create(rectangle(name, x, 0))])
    exchange()
  }
  return { board, remote, exchange, scene, arrive }
}

test('what arrives while it is held is found and counted, and painted when it is held no more', () => {
  const { scene, arrive } = held()
  arrive('a', 200)
  arrive('b', 400)
  expect(scene.bounds()!.w).toBeGreaterThanOrEqual(500)
  expect(scene.size).toBe(3)
  expect(scene.takeDirty()).toEqual([])
  scene.hold(false)
  const dirty = scene.takeDirty()
  expect(dirty.some((box) => contains(box, { x: 200, y: 0, w: 300, h: 100 }))).toBe(true)
  expect(scene.takeDirty()).toEqual([])
})

test('the order of painting is right again when it is held no more', () => {
  const { scene, arrive } = held()
  arrive('z', 0)
  arrive('a', 0)
  expect(new Set(idsOf(scene))).toEqual(new Set(['a', 'm', 'z']))
  scene.hold(false)
  expect(idsOf(scene)).toEqual(['a', 'm', 'z'])
})

test('what is drawn here is painted at once', () => {
  const { board, scene, arrive } = held()
  arrive('a', 200)
  board.apply([create(rectangle('mine', 600, 0))])
  const dirty = scene.takeDirty()
  expect(dirty.some((box) => contains(box, { x: 600, y: 0, w: 100, h: 100 }))).toBe(true)
  expect(dirty.every((box) => box.x >= 590)).toBe(true)
  expect(idsOf(scene)).toEqual(['a', 'm', 'mine'])
})

test('what arrived and left again leaves nothing', () => {
  const { remote, exchange, scene, arrive } = held()
  arrive('a', 200)
  scene.flush()
  remote.apply([{ do: 'remove', id: id('a') }])
  exchange()
  scene.hold(false)
  expect(idsOf(scene)).toEqual(['m'])
  expect(scene.takeDirty().length).toBeGreaterThan(0)
})
