import type { Colour, InkName } from '../board/shape'
import { contrast, mirrored, readHex, towards } from './colour'
import type { FontFace, Paint } from './define'

export type Theme = 'paper' | 'slate'
/** What a board is drawn on, when it has no background of its own. */
export const CANVAS: Record<Theme, string> = { paper: '#FBFAF6', slate: '#20292B' }

/** What a board is drawn on, as CSS colour: its own background where that is a colour, else the theme's canvas. */
export const paperOf = (background: string | null, theme: Theme): string =>
  background !== null && readHex(background) ? background : CANVAS[theme]

type Shades = Record<InkName, string>
const INK: Record<Theme, Shades> = {
  paper: {
    ink: '#1F2A2C', grey: '#687275', red: '#C2362F', orange: '#BF560B', yellow: '#9A7200', green: '#2C7A45',
    teal: '#1A7480', blue: '#2461B6', violet: '#6C46B4', pink: '#B5307C', brown: '#7A5236', white: '#FFFFFF',
  },
  slate: {
    ink: '#ECE9E1', grey: '#A3AEAF', red: '#F28B82', orange: '#F5A66B', yellow: '#F0CE66', green: '#86CFA0',
    teal: '#7CC7CF', blue: '#8FB8F6', violet: '#BBA4F3', pink: '#F29BC6', brown: '#CDA88C', white: '#FFFFFF',
  },
} // prettier-ignore
const TINT: Record<Theme, Shades> = {
  paper: {
    ink: '#DADEDC', grey: '#E9EAE6', red: '#F9DCD6', orange: '#FBE4CE', yellow: '#FAF0C4', green: '#D9EEDC',
    teal: '#D3ECEB', blue: '#D9E7F8', violet: '#E6DEF7', pink: '#F8DDEA', brown: '#ECE0D4', white: '#FFFFFF',
  },
  slate: {
    ink: '#485355', grey: '#384345', red: '#5A3330', orange: '#573C25', yellow: '#504620', green: '#294A33',
    teal: '#214A4E', blue: '#294263', violet: '#413863', pink: '#56334B', brown: '#483C32', white: '#2B3639',
  },
} // prettier-ignore
/** Paper stays paper on slate, a little dimmed: dark notes would be mud, and a note's text is written in paper inks. */
const NOTE: Record<Theme, Shades> = {
  paper: {
    ink: '#C9CFCD', grey: '#E5E5DE', red: '#FFC6BC', orange: '#FFD2A3', yellow: '#FFE58F', green: '#C6E9BB',
    teal: '#B8E7E3', blue: '#C2DEFB', violet: '#DFD0FB', pink: '#FFC8DE', brown: '#E7D4C0', white: '#FFFFFF',
  },
  slate: {
    ink: '#AFB7B6', grey: '#CFD0CA', red: '#EBB3A9', orange: '#EBC08F', yellow: '#EBD27E', green: '#B1D5A6',
    teal: '#A2D1CD', blue: '#ACC9E8', violet: '#CBBCE8', pink: '#EBB3CA', brown: '#D2BFAB', white: '#F1EFE9',
  },
} // prettier-ignore
const MARKER: Record<Theme, Shades> = {
  paper: {
    ink: '#C3C9C9', grey: '#DADDDA', red: '#FFA79C', orange: '#FFC58A', yellow: '#FFE86B', green: '#ADE8A8',
    teal: '#98E2DE', blue: '#A6D0FF', violet: '#D2BDFF', pink: '#FFB2D7', brown: '#E0C2A3', white: '#FFFFFF',
  },
  slate: {
    ink: '#C9CCC8', grey: '#A3AEAF', red: '#FF8A7D', orange: '#FFA14D', yellow: '#FFD83D', green: '#7BDD86',
    teal: '#5FD4D6', blue: '#78ADFF', violet: '#B08CFF', pink: '#FF82BC', brown: '#C99668', white: '#FFFFFF',
  },
} // prettier-ignore
const SHADOW = '#0A1214'
const SHADES = { ink: INK, tint: TINT, note: NOTE, marker: MARKER } as const

/** A marker lies under what it marks: it darkens paper and lightens slate, whatever was drawn first. */
export const MARKER_BLEND: Record<
  Theme,
  { readonly blend: 'multiply' | 'screen'; readonly opacity: number }
> = {
  paper: { blend: 'multiply', opacity: 0.9 },
  slate: { blend: 'screen', opacity: 0.36 },
}

/** The eight papers that sticky notes are offered in. */
export const NOTE_COLOURS = [
  'yellow', 'orange', 'pink', 'violet', 'blue', 'teal', 'green', 'grey',
] as const satisfies readonly InkName[] // prettier-ignore

/** Contrast below which a custom colour would be lost on the canvas of a theme. */
const LEAST_CUSTOM_CONTRAST = 2
const customs = new Map<string, string>()
/** Custom colours kept resolved; more than anyone's board has, and a bound all the same. */
const MAX_CUSTOMS = 2_000

/**
 * A colour of the document as CSS colour in a theme. Inks by name are pairs chosen for each theme. A custom
 * `#rrggbb` is shown as it is, except where it could not be seen: an ink too close to the canvas moves towards the
 * theme's own ink until it is legible, and a fill on slate has its lightness mirrored, so that
 * the text in it stays readable. What is stored never changes.
 */
export function inkColour(colour: Colour, as: Paint['as'], theme: Theme): string {
  if (as === 'shadow') return SHADOW
  if (!colour.startsWith('#')) {
    const shades = SHADES[as][theme]
    return Object.hasOwn(shades, colour) ? shades[colour as InkName] : INK[theme].ink
  }
  const key = `${as} ${theme} ${colour}`
  const known = customs.get(key)
  if (known) return known
  const shown = customColour(colour, as, theme)
  if (customs.size >= MAX_CUSTOMS) customs.clear()
  customs.set(key, shown)
  return shown
}

function customColour(colour: string, as: Paint['as'], theme: Theme): string {
  if (!readHex(colour)) return INK[theme].ink
  if (as === 'ink') return towards(colour, INK[theme].ink, CANVAS[theme], LEAST_CUSTOM_CONTRAST)
  return theme === 'slate' && as === 'tint' ? mirrored(colour) : colour
}

/** The colour of text as CSS colour: on a note it is written in the inks of paper, whatever the theme. */
export const textColour = ({ colour, on }: Pick<FontFace, 'colour' | 'on'>, theme: Theme): string =>
  inkColour(colour, 'ink', on === 'note' ? 'paper' : theme)

/** Ten colours for people, by theme: cursors, selections and avatars, told apart at a glance. */
const PEOPLE: Record<Theme, readonly string[]> = {
  paper: [
    '#1F6F78', '#B3372F', '#2461B6', '#8A5A00', '#6C46B4', '#2C7A45', '#B5307C', '#A64B0A', '#4A5A9E', '#5E6B1F',
  ],
  slate: [
    '#7CC7CF', '#F08A80', '#8FB8F6', '#F0CE66', '#BBA4F3', '#86CFA0', '#F29BC6', '#F5A66B', '#A9B7EE', '#C3D07A',
  ],
} // prettier-ignore

/** A person's colour in a theme; any index is taken round the palette. */
export function personColour(index: number, theme: Theme): string {
  const colours = PEOPLE[theme]
  return colours[Math.abs(Math.trunc(index)) % colours.length]!
}
/** How many people have a colour of their own. */
export const PEOPLE_COLOURS = PEOPLE.paper.length

/** Dark or white, whichever reads better on a background. */
export const labelOn = (background: string): string =>
  contrast('#FFFFFF', background) >= contrast(INK.paper.ink, background) ? '#FFFFFF' : INK.paper.ink
