import { wellFormed } from './plain'

/** One replacement that turns a text into another: what a `Y.Text` is told. */
export interface TextChange {
  readonly at: number
  readonly remove: number
  readonly insert: string
}

/** Text from a keyboard, a clipboard or a file as it is stored: well formed, one kind of line end, no NUL. */
export const cleanText = (text: string): string =>
  wellFormed(text.replace(/\r\n?/g, '\n').replaceAll('\0', ''))

/** Around a change, for finding where graphemes begin: longer than nearly all (a family of four is 11). */
const WINDOW = 64
/** Below this code no character joins with its neighbour, but for CR LF, which `cleanText` removes. */
const FIRST_COMBINING = 0x300

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

function isBoundary(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return true
  if (text.charCodeAt(at - 1) < FIRST_COMBINING && text.charCodeAt(at) < FIRST_COMBINING) return true
  const from = Math.max(0, at - WINDOW)
  return segmenter.segment(text.slice(from, at + WINDOW)).containing(at - from)?.index === at - from
}

/**
 * The smallest replacement of whole graphemes that turns `before` into `after`, or `null` when they are equal.
 * `caret` is where the caret stands in `after`: of several places that fit (an `a` typed into `aaa`) it is the
 * one where the person typed.
 */
export function diffText(before: string, after: string, caret = after.length): TextChange | null {
  if (before === after) return null
  const shorter = Math.min(before.length, after.length)
  // What follows the caret was there before; what precedes it may have been typed.
  const mostSuffix = Math.min(shorter, Math.max(0, after.length - caret))
  let suffix = 0
  while (suffix < mostSuffix && before.at(-1 - suffix) === after.at(-1 - suffix)) suffix++
  let prefix = 0
  while (prefix < shorter - suffix && before[prefix] === after[prefix]) prefix++
  // The caret may be a guess: take what is common beyond it too.
  while (suffix < shorter - prefix && before.at(-1 - suffix) === after.at(-1 - suffix)) suffix++

  while (prefix > 0 && !(isBoundary(before, prefix) && isBoundary(after, prefix))) prefix--
  while (
    suffix > 0 &&
    !(isBoundary(before, before.length - suffix) && isBoundary(after, after.length - suffix))
  ) {
    suffix--
  }
  return {
    at: prefix,
    remove: before.length - prefix - suffix,
    insert: after.slice(prefix, after.length - suffix),
  }
}
