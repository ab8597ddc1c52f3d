import type { FontName } from '../../board/shape'
import { advanceOf, graphemesOf, metricsOf, type MeasuredAdvances } from './advances'
import { isSpace, mayBreakBefore, paragraphsOf } from './breaks'

export interface TextOptions {
  readonly font: FontName
  /** Font size; every length of the layout is in the same units. */
  readonly size: number
  /** Lines break at this width; absent: only where the text itself breaks. */
  readonly width?: number
  readonly align?: 'left' | 'center' | 'right'
  readonly advances?: MeasuredAdvances | undefined
}

export interface TextLine {
  /** What to paint: tabs are spaces, the spaces a break swallowed are gone. */
  readonly text: string
  /** Place in the source text; `to` is exclusive and leaves the hard break out. */
  readonly from: number
  readonly to: number
  /** Without trailing spaces. */
  readonly width: number
  readonly x: number
  readonly baseline: number
}

/** Text as lines. Its box is `0 0 width height`: the given width, or that of the widest line. */
export interface TextLayout {
  readonly lines: readonly TextLine[]
  readonly width: number
  readonly height: number
  /** Of the widest line. */
  readonly naturalWidth: number
  readonly lineHeight: number
}

/** A stored box must hold the text it was made for, whatever its rounding cost. */
export const WIDTH_TOLERANCE_EM = 0.01

/** Width of one line of text. */
export function measureText(text: string, options: TextOptions): number {
  let em = 0
  for (const grapheme of graphemesOf(text)) em += advanceOf(grapheme, options.font, options.advances)
  return em * options.size
}

/** The size of text that breaks only where it says so itself: what its layout has, without making one. */
export function naturalSizeOf(
  text: string,
  { font, size, advances }: TextOptions,
): { readonly w: number; readonly h: number } {
  let [w, h] = [0, 0]
  for (const paragraph of paragraphsOf(text)) {
    let [width, inked] = [0, 0]
    for (const grapheme of graphemesOf(paragraph.text)) {
      width += advanceOf(grapheme, font, advances) * size
      if (!isSpace(grapheme)) inked = width
    }
    w = Math.max(w, inked)
    h += metricsOf(font).lineHeight * size
  }
  return { w, h }
}

type Cut = Pick<TextLine, 'text' | 'from' | 'to' | 'width'>

/** Greedy line breaking of one paragraph; a word wider than the line is cut between graphemes. */
function breakParagraph(text: string, start: number, limit: number, options: TextOptions): Cut[] {
  const graphemes = graphemesOf(text)
  const ends = [0] // offset and width up to each grapheme, so that any piece is a subtraction
  const widths = [0]
  graphemes.forEach((grapheme, i) => {
    ends.push(ends[i]! + grapheme.length)
    widths.push(widths[i]! + advanceOf(grapheme, options.font, options.advances) * options.size)
  })
  const cuts: Cut[] = []
  const cut = (from: number, to: number) => {
    let inked = to
    while (inked > from && isSpace(graphemes[inked - 1]!)) inked--
    cuts.push({
      text: graphemes.slice(from, inked).join('').replaceAll('\t', '    '),
      from: start + ends[from]!,
      to: start + ends[to]!,
      width: widths[inked]! - widths[from]!,
    })
  }
  let from = 0
  let breakAt = 0
  // Looking for places to break takes longer than all the rest.
  for (let i = 0; i < graphemes.length && limit < Infinity; i++) {
    if (i > from && mayBreakBefore(graphemes, i)) breakAt = i
    while (i > from && !isSpace(graphemes[i]!) && widths[i + 1]! - widths[from]! > limit) {
      const at = breakAt > from ? breakAt : i
      cut(from, at)
      from = at
    }
  }
  cut(from, graphemes.length)
  return cuts
}

function layout(text: string, options: TextOptions): TextLayout {
  const { font, size, align = 'left' } = options
  const limit = options.width === undefined ? Infinity : options.width + WIDTH_TOLERANCE_EM * size
  const cuts = paragraphsOf(text).flatMap((p) => breakParagraph(p.text, p.from, limit, options))
  const naturalWidth = cuts.reduce((widest, cut) => Math.max(widest, cut.width), 0)
  const width = options.width ?? naturalWidth
  const metrics = metricsOf(font)
  const lineHeight = metrics.lineHeight * size
  const ascent = ((metrics.lineHeight + metrics.ascent - metrics.descent) / 2) * size
  const share = align === 'left' ? 0 : align === 'center' ? 0.5 : 1
  const lines = cuts.map((cut, i) => ({
    ...cut,
    x: (width - cut.width) * share,
    baseline: i * lineHeight + ascent,
  }))
  return { lines, width, height: lines.length * lineHeight, naturalWidth, lineHeight }
}

/** Characters of text whose layouts are kept: a large board's visible text a few times over. */
const KEPT_CHARACTERS = 500_000
const kept = new Map<string, TextLayout>()
let keptCharacters = 0
const measuredKeys = new WeakMap<MeasuredAdvances, number>()
let measuredCount = 0

function keyOf(text: string, { font, size, width, align, advances }: TextOptions): string {
  let measured = 0
  if (advances) {
    measured = measuredKeys.get(advances) ?? ++measuredCount
    measuredKeys.set(advances, measured)
  }
  return `${font} ${size} ${width} ${align} ${measured} ${text}`
}

/**
 * Break `text` into lines and place them. Pure, and the same in every engine; results are kept (least recently used
 * go first), so asking again every frame costs a look-up.
 */
export function layoutText(text: string, options: TextOptions): TextLayout {
  const key = keyOf(text, options)
  let found = kept.get(key)
  if (found) kept.delete(key)
  else {
    found = layout(text, options)
    keptCharacters += key.length
  }
  kept.set(key, found)
  for (const oldest of kept.keys()) {
    if (keptCharacters <= KEPT_CHARACTERS || oldest === key) break
    kept.delete(oldest)
    keptCharacters -= oldest.length
  }
  return found
}

/** A caret in a layout: `x`, `y` is its top, `height` that of a line. */
export interface Caret {
  readonly line: number
  readonly x: number
  readonly y: number
  readonly height: number
}

/** The caret before the character at `index` of the source text. */
export function caretAt(text: string, index: number, options: TextOptions): Caret {
  const { lines, lineHeight } = layoutText(text, options)
  const after = lines.findIndex((line) => line.from > index)
  const at = (after < 0 ? lines.length : after) - 1
  const line = lines[Math.max(0, at)]!
  const x = line.x + measureText(text.slice(line.from, Math.min(index, line.to)), options)
  return { line: Math.max(0, at), x, y: Math.max(0, at) * lineHeight, height: lineHeight }
}

/** The place in the source text nearest to a point of the layout. */
export function indexAt(text: string, x: number, y: number, options: TextOptions): number {
  const { lines, lineHeight } = layoutText(text, options)
  const line = lines[Math.min(lines.length - 1, Math.max(0, Math.floor(y / lineHeight)))]!
  let [index, left] = [line.from, line.x]
  for (const grapheme of graphemesOf(text.slice(line.from, line.to))) {
    const width = advanceOf(grapheme, options.font, options.advances) * options.size
    if (x < left + width / 2) break
    left += width
    index += grapheme.length
  }
  return index
}
