import { MAX_FONT_SIZE, MAX_SIZE, MAX_TEXT_LENGTH, MIN_FONT_SIZE } from '../../board/limits'
import type { FontName, Style } from '../../board/shape'
import { layoutText } from '../../shapes/text/layout'
import { centreOf, type Box } from '../../geometry/box'
import { readTextColour } from './palette'
import { isNumber, wellFormed, type Source } from './source'
import { turnedAbout } from './draft'

/**
 * Excalidraw's font numbers by what they look like: Virgil 1 and Excalifont 5 are handwriting, Cascadia 3 and
 * Comic Shanns 8 are for code; the others, and numbers of other programs, are plain.
 */
const HAND = new Set([1, 5])
const MONO = new Set([3, 8])
const DEFAULT_SIZE = 20

/** Very old files have `font: "20px Virgil"` instead of two keys. */
function readFont(source: Source): { font: FontName; size: number } {
  const legacy = /^(\d+(?:\.\d+)?)px (Virgil|Cascadia)?/.exec(source.string('font') ?? '')
  const family = source.raw['fontFamily'] ?? (legacy?.[2] === 'Cascadia' ? 3 : legacy?.[2] ? 1 : 5)
  const size = source.bounded(source.raw['fontSize'] ?? (legacy ? Number(legacy[1]) : DEFAULT_SIZE), {
    min: MIN_FONT_SIZE,
    max: MAX_FONT_SIZE,
    fallback: DEFAULT_SIZE,
  })
  return {
    font: isNumber(family) && HAND.has(family) ? 'hand' : MONO.has(Number(family)) ? 'mono' : 'plain',
    size,
  }
}

const oneOf = <T extends string>(value: string | null, allowed: readonly T[], fallback: T): T =>
  allowed.find((each) => each === value) ?? fallback

/** What was typed, without the line breaks that fitting it into its box added. */
export function readText(source: Source): string {
  const typed = source.string('originalText') ?? source.string('rawText') ?? source.string('text') ?? ''
  if (typed.length > MAX_TEXT_LENGTH) source.note('shortened')
  return wellFormed(typed.slice(0, MAX_TEXT_LENGTH).replace(/\r\n?/g, '\n'))
}

/** Font, size and alignment of a text or of the label of something else, and the colour it is written in. */
export function readTextStyle(source: Source): { style: Style; colour: Style['stroke'] & string } {
  const { font, size } = readFont(source)
  const align = oneOf(source.string('textAlign'), ['left', 'center', 'right'] as const, 'left')
  const valign = oneOf(source.string('verticalAlign'), ['top', 'middle', 'bottom'] as const, 'top')
  return { style: { font, size, align, valign }, colour: readTextColour(source) }
}

/**
 * The box of a text in our fonts: its lines are as wide and high as ours are, around the same middle, and
 * the side that it is aligned to stays where it was.
 */
export function placeText(source: Source, text: string, style: Style, isWrapped: boolean): Box {
  const old = source.box()
  const { font = 'hand', size = DEFAULT_SIZE, align = 'left' } = style
  const layout = layoutText(text, { font, size, align, ...(isWrapped ? { width: old.w } : {}) })
  const [w, h] = [Math.min(MAX_SIZE, layout.width), Math.min(MAX_SIZE, layout.height)]
  if (w < layout.width || h < layout.height) source.note('clamped')
  const [oldW, oldH] = [old.w || w, old.h || h]
  const share = align === 'left' ? 0 : align === 'center' ? 0.5 : 1
  const box = { x: old.x + (oldW - w) * share, y: old.y + (oldH - h) / 2, w, h }
  return turnedAbout(box, source.angle(), centreOf(old))
}
