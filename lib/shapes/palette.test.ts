import fc from 'fast-check'
import { expect, test } from 'vitest'
import { INKS, type Colour } from '../board/shape'
import { contrast, mirrored } from './colour'
import {
  CANVAS,
  inkColour,
  labelOn,
  NOTE_COLOURS,
  PEOPLE_COLOURS,
  personColour,
  textColour,
  type Theme,
} from './palette'

const THEMES: readonly Theme[] = ['paper', 'slate']
/** White is for covering, and for writing on slate: on paper it is not meant to be seen. */
const SEEN = INKS.filter((ink) => ink !== 'white')
const hex = fc.integer({ min: 0, max: 0xffffff }).map((n): Colour => `#${n.toString(16).padStart(6, '0')}`)

test.each(THEMES)('%s: every ink is legible on the canvas, and on its own tint', (theme) => {
  for (const ink of SEEN) {
    const colour = inkColour(ink, 'ink', theme)
    expect(contrast(colour, CANVAS[theme]), ink).toBeGreaterThanOrEqual(4)
    expect(contrast(colour, inkColour(ink, 'tint', theme)), `${ink} on its tint`).toBeGreaterThanOrEqual(3)
  }
})

test.each(THEMES)('%s: ordinary text reads on every tint and every note', (theme) => {
  for (const colour of INKS) {
    const onTint = contrast(inkColour('ink', 'ink', theme), inkColour(colour, 'tint', theme))
    const onNote = contrast(
      textColour({ colour: 'ink', on: 'note' }, theme),
      inkColour(colour, 'note', theme),
    )
    expect(onTint, `tint ${colour}`).toBeGreaterThanOrEqual(4.5)
    expect(onNote, `note ${colour}`).toBeGreaterThanOrEqual(4.5)
  }
})

test.each(THEMES)('%s: the inks are told apart', (theme) => {
  const shades = INKS.map((ink) => inkColour(ink, 'ink', theme))
  expect(new Set(shades).size).toBe(INKS.length)
  expect(new Set(NOTE_COLOURS.map((colour) => inkColour(colour, 'note', theme))).size).toBe(8)
})

test.each(THEMES)(
  '%s: people have ten colours, each with a readable label and seen on the canvas',
  (theme) => {
    expect(PEOPLE_COLOURS).toBe(10)
    const colours = Array.from({ length: PEOPLE_COLOURS }, (_, i) => personColour(i, theme))
    expect(new Set(colours).size).toBe(10)
    for (const colour of colours) {
      expect(contrast(labelOn(colour), colour), colour).toBeGreaterThanOrEqual(4.5)
      expect(contrast(colour, CANVAS[theme]), colour).toBeGreaterThanOrEqual(3)
    }
    expect(personColour(10, theme)).toBe(personColour(0, theme))
  },
)

test('a custom ink is shown as it is where it can be seen, and moved until it can where not', () => {
  let moved = 0
  fc.assert(
    fc.property(hex, fc.constantFrom(...THEMES), (colour, theme) => {
      const shown = inkColour(colour, 'ink', theme)
      expect(contrast(shown, CANVAS[theme])).toBeGreaterThanOrEqual(2)
      if (contrast(colour, CANVAS[theme]) >= 2) expect(shown).toBe(colour)
      else moved++
    }),
    { numRuns: 500 },
  )
  expect(moved).toBeGreaterThan(30)
})

test('a custom fill is itself on paper, and dark enough for light text on slate', () => {
  let light = 0
  fc.assert(
    fc.property(hex, (colour) => {
      expect(inkColour(colour, 'tint', 'paper')).toBe(colour)
      const shown = inkColour(colour, 'tint', 'slate')
      if (contrast('#000000', colour) < 15) return
      light++
      expect(contrast(shown, inkColour('ink', 'ink', 'slate'))).toBeGreaterThanOrEqual(4.5)
    }),
    { numRuns: 1_000 },
  )
  expect(light).toBeGreaterThan(20)
  expect(mirrored('#1e1e1e')).toBe('#1e1e1e')
})

test('a colour that is none is the ink of the theme', () => {
  for (const odd of ['constructor', '#12', 'chartreuse', ''] as Colour[]) {
    expect(inkColour(odd, 'ink', 'paper')).toBe(inkColour('ink', 'ink', 'paper'))
  }
})
