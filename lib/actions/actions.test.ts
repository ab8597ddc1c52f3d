import { expect, test } from 'vitest'
import en from '../../messages/en/board.json'
import fr from '../../messages/fr/board.json'
import { TOOL_IDS } from '../tools/define'
import { actionOf, actions, keyLabel, toolActions } from './index'

const catalogues: Readonly<Record<string, Readonly<Record<string, string>>>> = { en, fr }

test('ids are unique', () => {
  const ids = actions.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
})

test('no two actions answer to the same key', () => {
  const pressed = actions.flatMap(({ id, keys = [] }) => keys.map((key) => [key.toLowerCase(), id] as const))
  const clashes = pressed.filter(([key], at) => pressed.findIndex(([other]) => other === key) !== at)
  expect(pressed.length).toBeGreaterThan(50)
  expect(clashes).toEqual([])
})

test('every action has its words in both languages', () => {
  for (const [language, catalogue] of Object.entries(catalogues))
    for (const { id, label } of actions) expect(catalogue[label], `${id} in ${language}`).toBeTruthy()
})

test('both catalogues have the same keys and the same values to fill in', () => {
  const [english, french] = [catalogues['en']!, catalogues['fr']!]
  expect(Object.keys(french)).toEqual(Object.keys(english))
  const holes = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g))].sort()
  for (const key of Object.keys(english)) expect(holes(french[key]!), key).toEqual(holes(english[key]!))
})

test('every tool is in the bar, with a letter', () => {
  expect(toolActions.map(({ tool }) => tool).sort()).toEqual([...TOOL_IDS].sort())
  for (const { keys } of toolActions) expect(keys?.[0]).toMatch(/^[a-z]$/)
})

test('asking for an action that does not exist is a mistake', () => {
  expect(actionOf('undo').label).toBe('action.undo')
  expect(() => actionOf('nonsense')).toThrow()
})

test.each([
  ['$mod+Shift+z', 'Ctrl+Shift+Z', '⌘⇧Z'],
  ['Digit7', '7', '7'],
  ['Shift+?', '?', '?'],
  ['$mod+BracketRight', 'Ctrl+]', '⌘]'],
  ['Shift+ArrowLeft', 'Shift+←', '⇧←'],
  ['Delete', 'Delete', '⌦'],
  ['p', 'P', 'P'],
])('the key %s is written %s, and %s on a Mac', (binding, other, mac) => {
  const word = (key: string) => key
  expect(keyLabel(binding, false, word)).toBe(other)
  expect(keyLabel(binding, true, word)).toBe(mac)
})
