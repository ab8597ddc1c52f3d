import { expect, test } from 'vitest'
import { matches } from './search-words'

test.each([
  ['', 'Bring to front', true],
  ['front', 'Bring to front', true],
  ['fr br', 'Bring to front', true],
  ['theme', 'Thème : papier', true],
  ['100', 'Revenir à 100 %', true],
  ['.json', 'Export as .ardoise.json', true],
  ['back', 'Bring to front', false],
])('“%s” in “%s”: %s', (query, text, isFound) => expect(matches(query, text)).toBe(isFound))
