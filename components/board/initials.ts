/** Graphemes, so that an emoji or an accented letter counts as one. */
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const first = (text: string): string => graphemes.segment(text)[Symbol.iterator]().next().value?.segment ?? ''

/** One or two capitals that stand for a name on its avatar: of the first and the last word. */
export function initialsOf(name: string): string {
  const words = name
    .split(/[\s_.\-–—]+/u)
    .filter((word) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(word))
  const [head = '', tail = ''] = words.length > 1 ? [words[0], words.at(-1)] : [words[0] ?? '']
  return (first(head) + first(tail)).toLocaleUpperCase() || '?'
}
