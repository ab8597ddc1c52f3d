/** Letters without their accents and case, so that `theme` finds `Thème`. */
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase()

/** Whether every word of `query` begins a word of `text`, in any order; an empty query finds everything. */
export function matches(query: string, text: string): boolean {
  const words = plain(text).split(/[^\p{L}\p{N}]+/u)
  return plain(query)
    .split(/\s+/)
    .filter((sought) => sought !== '')
    .every((sought) => words.some((word) => word.startsWith(sought)) || plain(text).includes(sought))
}
