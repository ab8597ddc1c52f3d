import type { Box } from '../../geometry/box'
import type { Axis } from './guide'
import { middleOf, spanOf, type Ends, type Span } from './span'

/** A coordinate that an edge or the middle of a shape stands at. */
export interface Line {
  readonly at: number
  readonly box: Box
  readonly isMiddle: boolean
}

/** The lines of the boxes along an axis, in order, so that the nearest is found by halving. */
export const linesOf = (boxes: readonly Box[], axis: Axis): readonly Line[] =>
  boxes
    .flatMap((box): Line[] => {
      const span = spanOf(box, axis)
      const edge = (at: number): Line => ({ at, box, isMiddle: false })
      return span.lo === span.hi
        ? [edge(span.lo)]
        : [edge(span.lo), { at: middleOf(span), box, isMiddle: true }, edge(span.hi)]
    })
    .sort((a, b) => a.at - b.at)

/** The coordinates of a moved span that look for lines. */
export function seekers(span: Span, ends: Ends): readonly number[] {
  if (ends === 'none') return []
  if (ends === 'both') return span.lo === span.hi ? [span.lo] : [span.lo, middleOf(span), span.hi]
  return [span[ends]]
}

/** How far the nearest line is from the nearest of `places`, signed; null when none is within `reach`. */
export function toLines(lines: readonly Line[], places: readonly number[], reach: number): number | null {
  let best: number | null = null
  for (const place of places) {
    const after = firstFrom(lines, place)
    for (const line of [lines[after - 1], lines[after]]) {
      const offset = line === undefined ? Infinity : line.at - place
      if (Math.abs(offset) <= reach && (best === null || Math.abs(offset) < Math.abs(best))) best = offset
    }
  }
  return best
}

/** The lines at `place`, give or take `slack`. */
export function linesAt(lines: readonly Line[], place: number, slack: number): readonly Line[] {
  const found: Line[] = []
  for (let i = firstFrom(lines, place - slack); i < lines.length && lines[i]!.at <= place + slack; i++) {
    found.push(lines[i]!)
  }
  return found
}

/** Index of the first line that is not before `place`. */
function firstFrom(lines: readonly Line[], place: number): number {
  let [from, to] = [0, lines.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if (lines[middle]!.at < place) from = middle + 1
    else to = middle
  }
  return from
}
