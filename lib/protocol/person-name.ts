import { LIMITS } from './session'

/** Seen by nobody, or reordering what follows: never part of a name. Joiners inside emoji are kept. */
const INVISIBLE = /(?!\u200d)[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u034f\u115f\u1160\u2800\u3164\uffa0]/gu
const JOINER_OUTSIDE_EMOJI =
  /(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d|\u200d(?!\p{Extended_Pictographic})/gu
/** Accents of real scripts stack two or three high; dozens climb over the neighbours. */
const STACKED_MARKS = /(\p{M}{3})\p{M}+/gu

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

function truncate(text: string, length: number): string {
  let [kept, count] = ['', 0]
  for (const { segment } of graphemes.segment(text)) {
    if (++count > length) break
    kept += segment
  }
  return kept.trim()
}

/** A name as others may see it: NFC, one line, at most `length` graphemes; empty when nothing is left. */
export function sanitiseName(raw: string, length: number = LIMITS.nameLength): string {
  const visible = raw
    .replace(/\s/gu, ' ')
    .replace(INVISIBLE, '')
    .replace(JOINER_OUTSIDE_EMOJI, '')
    .normalize('NFC')
    .replace(STACKED_MARKS, '$1')
    .replace(/ +/g, ' ')
    .trim()
  return truncate(visible, length)
}

/** Names that look the same to a reader fold to the same text. */
export const foldName = (name: string): string => name.normalize('NFKC').toLowerCase()

/** `name`, or `name 2`, `name 3`, … : the first that nobody of `taken` (folded names) has. */
export function uniqueName(name: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n++) {
    const suffix = n === 1 ? '' : ` ${n}`
    const candidate = truncate(name, LIMITS.nameLength - suffix.length) + suffix
    if (!taken.has(foldName(candidate))) return candidate
  }
}
