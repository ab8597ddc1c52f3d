import { expect, test } from 'vitest'
import { Kept } from './kept'

const key = (name: string) => ({ name })

test('what is asked for stays, what is not goes beyond the limit', () => {
  const kept = new Kept<object, number>(10)
  const [dear, forgotten] = [key('dear'), key('forgotten')]
  kept.set(dear, 1)
  kept.set(forgotten, 2)
  for (let i = 0; i < 50; i++) {
    kept.set(key(`${i}`), i)
    expect(kept.get(dear)).toBe(1)
  }
  expect(kept.get(forgotten)).toBeUndefined()
})

test('the last half of the limit is always there', () => {
  const kept = new Kept<object, number>(10)
  const keys = Array.from({ length: 40 }, (_, i) => key(`${i}`))
  keys.forEach((each, i) => {
    kept.set(each, i)
    for (let back = 0; back < 5 && back <= i; back++) expect(kept.get(keys[i - back]!)).toBe(i - back)
  })
})

test('a value set anew is the one that is found', () => {
  const kept = new Kept<object, number>(4)
  const one = key('one')
  for (let i = 0; i < 9; i++) {
    kept.set(one, i)
    kept.set(key(`${i}`), -1)
    expect(kept.get(one)).toBe(i)
  }
})
