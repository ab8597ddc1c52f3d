import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { keepPlace, recallPlace } from './last-places'

class FakeStorage {
  readonly #values = new Map<string, string>()
  isFull = false
  getItem = (key: string) => this.#values.get(key) ?? null
  setItem = (key: string, value: string) => {
    if (this.isFull) throw new DOMException('', 'QuotaExceededError')
    this.#values.set(key, value)
  }
}
let [tab, device] = [new FakeStorage(), new FakeStorage()]
beforeEach(() => {
  tab = new FakeStorage()
  device = new FakeStorage()
  vi.stubGlobal('sessionStorage', tab)
  vi.stubGlobal('localStorage', device)
})
afterEach(() => vi.unstubAllGlobals())
const at = (x: number) => ({ x, y: 0, zoom: 1 })

test('a place is found again, in another tab too; a tab’s own comes first', () => {
  expect(recallPlace('a')).toBe(null)
  keepPlace('a', at(1))
  expect(recallPlace('a')).toEqual(at(1))
  vi.stubGlobal('sessionStorage', new FakeStorage())
  expect(recallPlace('a')).toEqual(at(1))
  keepPlace('a', at(2))
  vi.stubGlobal('sessionStorage', tab)
  expect(recallPlace('a')).toEqual(at(1))
})

test('the boards visited last are remembered, and not more than sixty', () => {
  for (let n = 0; n < 100; n++) keepPlace(`board ${n}`, at(n))
  expect(recallPlace('board 99')).toEqual(at(99))
  expect(recallPlace('board 40')).toEqual(at(40))
  expect(recallPlace('board 39')).toBe(null)
  expect(device.getItem('ardoise:places')!.length).toBeLessThan(10_000)
})

test.each([
  'nonsense',
  '[["a", {"x": "1", "y": 0, "zoom": 1}]]',
  '{}',
  '[["a",{"x":0,"y":0,"zoom":0}]]',
  'null',
])('what is not ours is no place: %s', (junk) => {
  tab.setItem('ardoise:places', junk)
  expect(recallPlace('a')).toBe(null)
  keepPlace('a', at(5))
  expect(recallPlace('a')).toEqual(at(5))
})

test('a browser that keeps nothing is no error', () => {
  tab.isFull = device.isFull = true
  keepPlace('a', at(1))
  expect(recallPlace('a')).toBe(null)
  vi.stubGlobal('sessionStorage', undefined)
  expect(recallPlace('a')).toBe(null)
})
