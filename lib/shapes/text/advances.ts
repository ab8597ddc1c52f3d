import type { FontName } from '../../board/shape'
import tables from './advances.json'

interface FontTable {
  readonly ascent: number
  readonly descent: number
  readonly advances: (string | number)[][]
}

/** Vertical measures of a font, in em. Lines are `lineHeight` apart and the glyphs sit in their middle, as in CSS. */
export interface FontMetrics {
  readonly ascent: number
  readonly descent: number
  readonly lineHeight: number
}

/** Families as the bundled style sheets name them; what follows is for graphemes that the bundled fonts lack. */
const FAMILIES: Record<FontName, string> = {
  hand: "'Shantell Sans Variable', 'Segoe Print', cursive",
  plain: "'Inter Variable', system-ui, sans-serif",
  serif: "'Source Serif 4 Variable', Georgia, serif",
  mono: "'JetBrains Mono Variable', ui-monospace, monospace",
}
/** Loose enough for handwriting, the same for all fonts so that changing the font keeps the number of lines' height. */
const LINE_HEIGHT = 1.32
/** Widths, in em, of what no table knows: a square for CJK and emoji, a middling letter for the rest. */
const WIDE_ESTIMATE = 1
const NARROW_ESTIMATE = 0.6
const TAB_IN_SPACES = 4

const decoded = new Map<FontName, Map<number, number>>()

/** Advances in em by code point; decoded at first use (a millisecond). */
function advancesOf(font: FontName): Map<number, number> {
  const known = decoded.get(font)
  if (known) return known
  const widths = new Map<number, number>()
  for (const [first, words] of (tables[font] as FontTable).advances) {
    let code = Number(first)
    for (const word of String(words).split(' ')) {
      const [width, count] = word.split('*')
      for (let i = Number(count ?? 1); i > 0; i--) widths.set(code++, Number(width) / 1000)
    }
  }
  decoded.set(font, widths)
  return widths
}

/** Ascent, descent and line height of a drawing font, in em. */
export const metricsOf = (font: FontName): FontMetrics => ({
  ascent: tables[font].ascent / 1000,
  descent: tables[font].descent / 1000,
  lineHeight: LINE_HEIGHT,
})

/** The families of a drawing font as CSS names them, the bundled one first. */
export const familiesOf = (font: FontName): string => FAMILIES[font]

/** Value of CSS `font` and of a canvas's `font`; `size` in the units of whoever draws. */
export const fontCss = (font: FontName, size: number): string => `400 ${size}px ${FAMILIES[font]}`

const MAY_COMBINE = /[\u0300-\uffff]/
const segmenter = typeof Intl === 'object' && 'Segmenter' in Intl ? new Intl.Segmenter() : null

/** What a reader sees as one character each; code points where the engine cannot tell. */
export function graphemesOf(text: string): string[] {
  if (!MAY_COMBINE.test(text)) return text.split('')
  return segmenter ? Array.from(segmenter.segment(text), (part) => part.segment) : Array.from(text)
}

const IS_INVISIBLE = /^[\p{M}\p{Cf}\p{Cc}]$/u
const IS_WIDE =
  /^[\p{Emoji_Presentation}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u

/** Measured advances, in em, that the writer stored for graphemes which the bundled fonts lack. */
export type MeasuredAdvances = Readonly<Record<string, number>>

/** Width of one grapheme in em. */
export function advanceOf(grapheme: string, font: FontName, measured?: MeasuredAdvances): number {
  const widths = advancesOf(font)
  if (grapheme.length === 1) {
    if (grapheme === '\t') return TAB_IN_SPACES * (widths.get(32) ?? NARROW_ESTIMATE)
    const width = widths.get(grapheme.charCodeAt(0))
    if (width !== undefined) return width
  }
  if (measured && Object.hasOwn(measured, grapheme)) return measured[grapheme]!
  if (IS_WIDE.test(grapheme) || grapheme.includes('\ufe0f')) return WIDE_ESTIMATE
  let sum = 0
  for (const character of grapheme) {
    const width = widths.get(character.codePointAt(0)!)
    sum += width ?? (IS_INVISIBLE.test(character) ? 0 : NARROW_ESTIMATE)
  }
  return sum
}

/**
 * Graphemes of `text` that the font's table lacks, each once: the writer measures them in the browser (in em) and
 * stores them in `data.advances`, so that every reader breaks lines where the writer did.
 */
export function missingGraphemes(text: string, font: FontName): string[] {
  if (!MAY_COMBINE.test(text)) return []
  const widths = advancesOf(font)
  const isKnown = (grapheme: string): boolean => {
    for (const character of grapheme) {
      if (!widths.has(character.codePointAt(0)!) && !IS_INVISIBLE.test(character)) return false
    }
    return true
  }
  return [...new Set(graphemesOf(text))].filter((grapheme) => !isKnown(grapheme))
}
