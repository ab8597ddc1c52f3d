import { expect, test } from 'vitest'
import { overWhite, parseColour } from './colour'
import { element, importScene, only } from './scene.fixture'

test.each([
  ['#1e1e1e', '#1e1e1e', 1],
  ['#FFF', '#ffffff', 1],
  ['#ffff', '#ffffff', 1],
  ['#f008', '#ff0000', 136 / 255],
  ['#11223380', '#112233', 128 / 255],
  ['rgb(255, 0, 10)', '#ff000a', 1],
  ['rgb(100% 0% 50% / 50%)', '#ff0080', 0.5],
  ['rgba(1,2,3,.25)', '#010203', 0.25],
  ['hsl(120, 100%, 25%)', '#008000', 1],
  ['hsla(-120deg 100% 50% / 0.5)', '#0000ff', 0.5],
  ['RebeccaPurple', '#663399', 1],
  [' white ', '#ffffff', 1],
])('%s is %s', (text, hex, alpha) => {
  expect(parseColour(text)).toEqual({ hex, alpha: expect.closeTo(alpha) as number })
})

test.each(['transparent', 'none', ''])('%j is nothing', (text) => {
  expect(parseColour(text)!.alpha).toBe(0)
})

test.each(['#12', '#12345', '#ggg', 'rgb(1,2)', 'rgb(1,2,3,4,5)', 'rgb(a,b,c)', 'var(--x)', 'constructor', 5, null, {},
  `#${'f'.repeat(100_000)}`, `rgb(${'1'.repeat(50)}`])('[B82] %j is no colour', (value) => {
  expect(parseColour(value)).toBeNull()
}) // prettier-ignore

test('a transparent colour over paper', () => {
  expect(overWhite({ hex: '#000000', alpha: 0.5 })).toBe('#808080')
})

const styleOf = (props: Record<string, unknown>) =>
  only(importScene(element('rectangle', props)), 'rectangle').style

test("Excalidraw's own picks are our inks and tints, everything else stays as it is", () => {
  expect(styleOf({ strokeColor: '#000000', backgroundColor: '#ffffff' })).toMatchObject({
    stroke: 'ink',
    fill: 'white',
  })
  expect(styleOf({ strokeColor: '#1864ab', backgroundColor: '#b2f2bb' })).toMatchObject({
    stroke: 'blue',
    fill: 'green',
  })
  // A strong shade as a fill is not a tint, a tint as a stroke no ink.
  expect(styleOf({ strokeColor: '#a5d8ff', backgroundColor: '#1971c2' })).toMatchObject({
    stroke: '#a5d8ff',
    fill: '#1971c2',
  })
  expect(styleOf({ strokeColor: 'transparent', backgroundColor: 'transparent' })).toMatchObject({
    stroke: 'none',
    fill: 'none',
  })
})

test('a transparency of all colours is that of the shape; of one of two it is mixed with white, and said', () => {
  expect(styleOf({ strokeColor: '#ff000080', opacity: 50 }).opacity).toBeCloseTo(0.25, 2)
  expect(styleOf({ strokeColor: '#ff000080', backgroundColor: '#00ff0080' })).toMatchObject({
    stroke: '#ff0000',
    fill: '#00ff00',
    opacity: expect.closeTo(0.5, 2) as number,
  })
  const mixed = importScene(element('rectangle', { strokeColor: '#ff0000', backgroundColor: '#0000ff80' }))
  expect(only(mixed, 'rectangle').style).toMatchObject({ stroke: '#ff0000', fill: '#7f7fff', opacity: 1 })
  expect(mixed.changed).toMatchObject([{ codes: ['mixed-transparency'] }])
})

test('a colour that is none is ink, and that is said', () => {
  const board = importScene(element('rectangle', { strokeColor: 'no such colour', backgroundColor: 7 }))
  expect(only(board, 'rectangle').style).toMatchObject({ stroke: 'ink', fill: 'none' })
  expect(board.changed).toMatchObject([{ codes: ['bad-colour'] }])
})
