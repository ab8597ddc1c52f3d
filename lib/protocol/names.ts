/** Controls, marks that turn the reading direction, and invisible spaces: tools for passing as somebody else. */
const INVISIBLE = /[\p{Cc}\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]/gu
/** Three marks on a letter occur in real orthographies; towers of them cover other people's text. */
const TOWER = /(\p{M}{3})\p{M}+/gu
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/**
 * A name of a person or a board as it is kept and shown: normalised, on one line, nothing invisible, at most
 * `maxLength` graphemes (what people count as characters). Empty when nothing visible is left.
 */
export function cleanName(text: string, maxLength: number): string {
  const line = text
    .slice(0, maxLength * 40) // bounds the work; no honest grapheme is longer
    .replace(/\p{Cs}/gu, '')
    .replace(/\s+/gu, ' ')
    .replace(INVISIBLE, '')
    .normalize('NFC')
    .replace(TOWER, '$1')
    .trim()
  let kept = ''
  let count = 0
  for (const { segment } of graphemes.segment(line)) {
    if (++count > maxLength) break
    kept += segment
  }
  kept = kept.trim()
  return VISIBLE.test(kept) ? kept : ''
}
