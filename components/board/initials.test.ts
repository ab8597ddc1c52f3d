import { expect, test } from 'vitest'
import { initialsOf } from './initials'

test.each([
  ['Ada Lovelace', 'AL'],
  ['ada', 'A'],
  ['Jean-Pierre Dupont', 'JD'],
  ['  Émile   Zola ', 'ÉZ'],
  ['Guest 42', 'G4'],
  ['👩‍🚀 Sally', '👩‍🚀S'],
  ['李 小龙', '李小'],
  ['', '?'],
  ['---', '?'],
])('the initials of “%s” are %s', (name, initials) => expect(initialsOf(name)).toBe(initials))
