import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanText, diffText } from './text-diff'

const apply = (before: string, after: string, caret?: number): string => {
  const change = diffText(before, after, caret)
  if (!change) return before
  return before.slice(0, change.at) + change.insert + before.slice(change.at + change.remove)
}

test('the change turns one text into the other, wherever the caret is', () => {
  let changed = 0
  const text = fc
    .array(fc.constantFrom('a', 'b', 'é', '👍', '👍🏽', '👩‍👩‍👧', '\n'), { maxLength: 12, size: 'max' })
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(text, text, fc.nat(40), (before, after, caret) => {
      expect(apply(before, after, caret)).toBe(after)
      if (before !== after) changed++
    }),
    { numRuns: 1_000 },
  )
  expect(changed).toBeGreaterThan(500)
})

test('one letter typed is one letter inserted, at the caret', () => {
  expect(diffText('aaa', 'aaaa', 2)).toEqual({ at: 1, remove: 0, insert: 'a' })
  expect(diffText('aaa', 'aaaa', 1)).toEqual({ at: 0, remove: 0, insert: 'a' })
  expect(diffText('hello', 'help', 4)).toEqual({ at: 3, remove: 2, insert: 'p' })
  expect(diffText('same', 'same')).toBeNull()
})

test('B80 a change never cuts a surrogate pair or a joined emoji', () => {
  // The two share their first half.
  expect(diffText('👍', '👎', 2)).toEqual({ at: 0, remove: 2, insert: '👎' })
  expect(diffText('👩‍👩‍👧', '👩‍👩‍👦')).toEqual({ at: 0, remove: 8, insert: '👩‍👩‍👦' })
})

test('B80 stored text has no lone halves, NUL or carriage returns', () => {
  expect(cleanText('a\ud800b\0c\r\nd\re')).toBe('a\uFFFDbc\nd\ne')
  expect(cleanText('👍\u2028')).toBe('👍\u2028')
})
