import { expect, test } from 'vitest'
import { translator } from './translate'

const texts = {
  hello: 'Hello {{name}}, {{name}}',
  people_one: '{{count}} person',
  people_other: '{{count}} people',
  rest: '+{{count}}',
}
const en = translator('en', texts)

test('values replace their names, as text and nothing else', () => {
  expect(en('hello', { name: 'Ana' })).toBe('Hello Ana, Ana')
  expect(en('hello', { name: '$& {{name}} <b>' })).toBe('Hello $& {{name}} <b>, $& {{name}} <b>')
  expect(en('hello')).toBe('Hello {{name}}, {{name}}')
})

test('the form follows the number and the language', () => {
  expect(en('people', { count: 1 })).toBe('1 person')
  expect(en('people', { count: 0 })).toBe('0 people')
  const fr = translator('fr', { people_one: '{{count}} personne', people_other: '{{count}} personnes' })
  expect(fr('people', { count: 0 })).toBe('0 personne')
  expect(fr('people', { count: 2 })).toBe('2 personnes')
  expect(fr('people', { count: 1_000_000 })).toMatch(/^1\s000\s000 personnes$/)
})

test('a key with one form takes a count as well', () => {
  expect(en('rest', { count: 3 })).toBe('+3')
})

test('a key that is missing shows itself', () => {
  expect(en('absent')).toBe('absent')
})
