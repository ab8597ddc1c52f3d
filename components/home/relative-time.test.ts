import { expect, test } from 'vitest'
import { timeAgo } from './relative-time'

const now = Date.UTC(2026, 10, 21, 12)
const ago = (ms: number, language = 'en') => timeAgo(now - ms, now, language)
const MINUTE = 60_000

test('is told in the largest unit that fits', () => {
  expect(ago(59_999)).toBeNull()
  expect(ago(MINUTE)).toBe('1 minute ago')
  expect(ago(59 * MINUTE)).toBe('59 minutes ago')
  expect(ago(60 * MINUTE)).toBe('1 hour ago')
  expect(ago(24 * 60 * MINUTE)).toBe('yesterday')
  expect(ago(8 * 24 * 60 * MINUTE, 'fr')).toBe('la semaine dernière')
})

test('is a date after four weeks', () => {
  expect(ago(40 * 24 * 60 * MINUTE)).toMatch(/Oct 12, 2026/)
})

test('never looks into the future', () => {
  expect(timeAgo(now + 5 * MINUTE, now, 'en')).toBeNull()
})
