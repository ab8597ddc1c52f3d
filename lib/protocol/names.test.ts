import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanName } from './names'

test('a plain name stays as it is, in any script', () => {
  for (const name of ['Ana', 'Zoë O’Neill-Smith', '李小龙', 'محمد', 'ผู้ใช้', '👩‍👩‍👧 family', 'می‌خواهم']) {
    expect(cleanName(name, 40)).toBe(name)
  }
})

test('[B40] direction marks, controls, zero-width characters and lone surrogates are left out', () => {
  expect(cleanName('A\u202Ena\u0000\u200B\uFEFF\u2066', 40)).toBe('Ana')
  expect(cleanName('a\uD800b', 40)).toBe('ab')
  expect(cleanName('two\n\tlines', 40)).toBe('two lines')
})

test('[B40] a tower of marks keeps three', () => {
  expect(cleanName(`a${'\u0323'.repeat(500)}`, 40)).toBe('ạ\u0323\u0323\u0323')
})

test('[B40] markup is text like any other', () => {
  expect(cleanName('<img onerror=x>', 40)).toBe('<img onerror=x>')
})

test('nothing visible is no name', () => {
  for (const name of ['', '   ', '\u200B\u202E', '\u200D', '\u0301']) expect(cleanName(name, 40)).toBe('')
})

test('length is counted in what people see', () => {
  expect(cleanName('👩‍👩‍👧'.repeat(50), 40)).toBe('👩‍👩‍👧'.repeat(40))
  expect(cleanName('x'.repeat(10_240), 40)).toBe('x'.repeat(40))
})

test('whatever comes in, the result is within the limit and cleaning it again changes nothing', () => {
  let shortened = 0
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80, size: 'max' }), (text) => {
      const name = cleanName(text, 10)
      expect([...new Intl.Segmenter().segment(name)].length).toBeLessThanOrEqual(10)
      expect(cleanName(name, 10)).toBe(name)
      if (name.length < text.length) shortened++
    }),
    { numRuns: 500 },
  )
  expect(shortened).toBeGreaterThan(200)
})
