/**
 * Where a line may break: the part of Unicode's line breaking (UAX #14) that boards need. Spaces, hyphens, dashes
 * and slashes in Latin, Greek and Cyrillic text; between ideographs, kana and hangul; around emoji.
 */

const HARD_BREAK = /\r\n|[\n\r\u2028\u2029\u0085]/g
const SPACE = /^[ \t\u1680\u2000-\u2006\u2008-\u200b\u205f\u3000]/
/** May end a line when a letter or digit stands before and a letter after it: not in `-5`, `2020-11` or `--`. */
const HYPHEN = /^[-\u2010\u2012\u2013]/
const BREAKS_AFTER = /^[\u2014/?&]/
const LETTER = /^\p{L}/u
const WORD = /^[\p{L}\p{N}]/u
const IDEOGRAPHIC =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff00-\uff60]/u
/** Never first on a line (closing punctuation, small kana, long-vowel mark, …). */
const NOT_FIRST =
  /^[)\]}.,:;!?%»”’\u3001\u3002\u3009\u300b\u300d\u300f\u3011\u3015\u3017\uff01\uff05\uff09\uff0c\uff0e\uff1a\uff1b\uff1f\uff3d\uff5d\u30fc\u30fb\u3005\u3041\u3043\u3045\u3047\u3049\u3063\u3083\u3085\u3087\u308e\u30a1\u30a3\u30a5\u30a7\u30a9\u30c3\u30e3\u30e5\u30e7\u30ee\u2026]/
/** Never last on a line (opening punctuation). */
const NOT_LAST = /^[([{«“‘\u3008\u300a\u300c\u300e\u3010\u3014\u3016\uff08\uff3b\uff5b]/

export const isSpace = (grapheme: string): boolean => SPACE.test(grapheme)

/** Whether a new line may begin with `graphemes[i]` (i > 0). */
export function mayBreakBefore(graphemes: readonly string[], i: number): boolean {
  const [before, after] = [graphemes[i - 1]!, graphemes[i]!]
  if (isSpace(after)) return false
  if (isSpace(before)) return true
  if (NOT_FIRST.test(after) || NOT_LAST.test(before)) return false
  if (HYPHEN.test(before)) return LETTER.test(after) && WORD.test(graphemes[i - 2] ?? '')
  if (BREAKS_AFTER.test(before)) return LETTER.test(after)
  return IDEOGRAPHIC.test(before) || IDEOGRAPHIC.test(after)
}

/** Paragraphs with their place in the text: what stands between hard breaks. */
export function paragraphsOf(text: string): { readonly text: string; readonly from: number }[] {
  const paragraphs = []
  let from = 0
  for (const match of text.matchAll(HARD_BREAK)) {
    paragraphs.push({ text: text.slice(from, match.index), from })
    from = match.index + match[0].length
  }
  return [...paragraphs, { text: text.slice(from), from }]
}
