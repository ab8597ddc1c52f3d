import type { Colour, InkName } from '../../board/shape'
import { overWhite, parseColour, type ForeignColour } from './colour'
import type { Source } from './source'

/**
 * Excalidraw's own picks as our inks, so that what was drawn with its palette follows our themes. Of each hue only
 * the dark shade is an ink and the light one a tint; shades between, and hues that we have no ink for (cyan, grape,
 * indigo, lime), stay as they are, so that what was told apart by colour still is.
 * Source: packages/common/src/colors.ts of 0.18 and src/colors.ts of 0.10.
 */
const INK_OF: Readonly<Record<InkName, string>> = {
  ink: '#1e1e1e #000000',
  grey: '#343a40 #495057',
  red: '#e03131 #c92a2a',
  orange: '#e8590c #d9480f',
  yellow: '#f08c00 #e67700',
  green: '#2f9e44 #2b8a3e',
  teal: '#099268 #087f5b',
  blue: '#1971c2 #1864ab',
  violet: '#6741d9 #5f3dc4',
  pink: '#c2255c #a61e4d',
  brown: '#846358',
  white: '#ffffff',
}
const TINT_OF: Readonly<Record<Exclude<InkName, 'ink'>, string>> = {
  grey: '#e9ecef',
  red: '#ffc9c9',
  orange: '#ffd8a8',
  yellow: '#ffec99',
  green: '#b2f2bb',
  teal: '#96f2d7',
  blue: '#a5d8ff',
  violet: '#d0bfff',
  pink: '#fcc2d7',
  brown: '#eaddd7',
  white: '#ffffff',
}
const byHex = (inks: Readonly<Partial<Record<InkName, string>>>): ReadonlyMap<string, InkName> =>
  new Map(
    Object.entries(inks).flatMap(([ink, shades]) => shades.split(' ').map((hex) => [hex, ink as InkName])),
  )
const PALETTE = { stroke: byHex(INK_OF), fill: byHex(TINT_OF) }

export type Paints = { readonly stroke: Colour | 'none'; readonly fill: Colour | 'none' }

const colourFor = (hex: `#${string}`, as: keyof typeof PALETTE): Colour => PALETTE[as].get(hex) ?? hex

const opaque: Readonly<Record<keyof Paints, ForeignColour>> = {
  stroke: { hex: '#1e1e1e', alpha: 1 },
  fill: { hex: '#000000', alpha: 0 },
}

function read(source: Source, key: string, as: keyof Paints): ForeignColour {
  const value = source.raw[key]
  if (value === undefined || value === null) return opaque[as]
  const colour = parseColour(value)
  if (!colour) source.note('bad-colour')
  return colour ?? opaque[as]
}

/**
 * Stroke and fill, and the share of opacity that both have in common: our colours are opaque, so a
 * transparency of both becomes that of the shape.
 */
export function readPaints(source: Source): { paints: Paints; alpha: number } {
  const found = {
    stroke: read(source, 'strokeColor', 'stroke'),
    fill: read(source, 'backgroundColor', 'fill'),
  }
  const alphas = new Set(Object.values(found).map(({ alpha }) => alpha))
  alphas.delete(0)
  const isMixed = alphas.size > 1
  if (isMixed) source.note('mixed-transparency')
  const paint = (as: keyof Paints): Colour | 'none' => {
    const colour = found[as]
    if (colour.alpha === 0) return 'none'
    return isMixed && colour.alpha < 1 ? overWhite(colour) : colourFor(colour.hex, as)
  }
  const [alpha = 1] = isMixed ? [1] : alphas
  return { paints: { stroke: paint('stroke'), fill: paint('fill') }, alpha }
}

/** The colour of a text; `none` when it cannot be seen. */
export function readTextColour(source: Source): Colour | 'none' {
  const colour = read(source, 'strokeColor', 'stroke')
  if (colour.alpha === 0) return 'none'
  if (colour.alpha === 1) return colourFor(colour.hex, 'stroke')
  source.note('mixed-transparency')
  return overWhite(colour)
}
