import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldName, sanitiseName, uniqueName } from './person-name'

const family = '👩‍👩‍👧'
test.each([
  ['  Ana   María ', 'Ana María'],
  ['Ame\u0301lie', 'Am\u00e9lie'],
  ['\u202egnp.exe\u202c', 'gnp.exe'],
  ['A\u200bn\u2060a\ufeff', 'Ana'],
  ['\u2066Ana\u2069', 'Ana'],
  ['Ana\u0000\n\u2028Bob', 'Ana Bob'],
  ['\ud83dAna', 'Ana'],
  ['A\u200dna', 'Ana'],
  ['\u3164\u200b', ''],
  [`${family} Bo`, `${family} Bo`],
  ['<img onerror=x>', '<img onerror=x>'],
  ['z' + '\u0336'.repeat(500), 'z' + '\u0336'.repeat(3)],
])('[B40] %j is seen as %j', (raw, name) => expect(sanitiseName(raw)).toBe(name))

test('[B40] a long name is cut between graphemes', () => {
  expect(sanitiseName(family.repeat(60))).toBe(family.repeat(40))
  expect(sanitiseName('x'.repeat(10_000))).toHaveLength(40)
})

test('[B40] the second Ana is Ana 2, whatever she writes to look the same', () => {
  const taken = new Set(['Ana', 'Ana 2'].map(foldName))
  expect(uniqueName('ana', taken)).toBe('ana 3')
  expect(uniqueName('Ａｎａ', taken)).toBe('Ａｎａ 3')
  expect(uniqueName('Bob', taken)).toBe('Bob')
  const long = 'x'.repeat(40)
  expect(uniqueName(long, new Set([long]))).toBe('x'.repeat(38) + ' 2')
})

test('[B82] sanitising twice changes nothing more, and hostile text takes no time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 100, size: 'max' }), (raw) => {
      const once = sanitiseName(raw)
      expect(sanitiseName(once)).toBe(once)
    }),
  )
  const hostile = ['\u200d', ' ', 'a\u0336', '👩\u200d'].map((unit) => unit.repeat(100_000 / unit.length))
  const start = performance.now()
  for (const text of hostile) sanitiseName(text.slice(0, 400))
  expect(performance.now() - start).toBeLessThan(50)
})
