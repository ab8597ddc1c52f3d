/**
 * Text as it is searched: without case and accents, every kind of white space a space. `plan` and `Plân` are the
 * same; what compatibility forms and ligatures look like is not.
 */
export const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/\s/gu, ' ')

/** Where a piece of the folded text is in the text itself: `to` is exclusive, marks belong to their letter. */
export function unfolded(
  text: string,
  at: number,
  length: number,
): { readonly from: number; readonly to: number } {
  let [place, folded] = [0, 0]
  let from = -1
  for (const character of text) {
    const width = fold(character).length
    // A mark (of no width) goes with what is before it, so the end is looked for at the next letter.
    if (width > 0 && folded >= at + length) break
    if (from < 0 && folded + width > at) from = place
    folded += width
    place += character.length
  }
  return { from: Math.max(0, from), to: place }
}
