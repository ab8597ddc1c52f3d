import type { Box } from '../../geometry/box'
import type { Axis } from './guide'
import { acrossOf, spanOf, type Ends, type Span } from './span'

/** Boxes of a row that leave no space between them, and those at its two sides. */
interface Run extends Span {
  readonly first: Box
  readonly last: Box
}
/** What stands beside a span, the nearest first on either side. */
interface Row {
  readonly before: readonly Run[]
  readonly after: readonly Run[]
}
/** The empty space between two boxes of a row. */
export interface Gap extends Span {
  readonly sides: readonly [Box, Box]
}

/**
 * What `box` stands in a row with along `axis`; null where it lies on something, because then there are no spaces
 * to even out. What is around it (a frame, a background) is not part of the row. `boxes` in the order of their
 * lower ends.
 */
function rowOf(boxes: readonly Box[], box: Box, axis: Axis, slack: number): Row | null {
  const across = acrossOf(axis)
  const [own, ownAcross] = [spanOf(box, axis), spanOf(box, across)]
  const runs: Run[] = []
  for (const other of boxes) {
    const beside = spanOf(other, across)
    if (beside.lo >= ownAcross.hi || beside.hi <= ownAcross.lo) continue
    const span = spanOf(other, axis)
    if (span.lo <= own.lo + slack && span.hi >= own.hi - slack) continue
    if (Math.min(span.hi, own.hi) - Math.max(span.lo, own.lo) > slack) return null
    const run = runs.at(-1)
    if (!run || span.lo > run.hi) runs.push({ ...span, first: other, last: other })
    else if (span.hi > run.hi) runs[runs.length - 1] = { ...run, hi: span.hi, last: other }
  }
  const middle = (own.lo + own.hi) / 2
  const isBefore = (run: Run) => (run.lo + run.hi) / 2 < middle
  return { before: runs.filter(isBefore).reverse(), after: runs.filter((run) => !isBefore(run)) }
}

const between = (left: Run | undefined, right: Run | undefined): number | null =>
  left && right ? right.lo - left.hi : null

/** How far the nearest place with equal spaces is, signed; null when there is none within `reach`. */
export function toEqualGaps(
  boxes: readonly Box[],
  box: Box,
  axis: Axis,
  ends: Ends,
  reach: number,
): number | null {
  if (ends === 'none') return null
  const row = rowOf(boxes, box, axis, reach)
  if (!row) return null
  const { lo, hi } = spanOf(box, axis)
  const [left, right] = [row.before[0], row.after[0]]
  const offsets: number[] = []
  const reached = (at: number, from: number) => offsets.push(at - from)
  const leftGap = between(row.before[1], left)
  const rightGap = between(right, row.after[1])
  if (left && leftGap !== null && ends !== 'hi') reached(left.hi + leftGap, lo)
  if (right && rightGap !== null && ends !== 'lo') reached(right.lo - rightGap, hi)
  if (left && right) {
    if (ends === 'both') offsets.push((left.hi + right.lo - lo - hi) / 2)
    else if (ends === 'hi') reached(right.lo - (lo - left.hi), hi)
    else reached(left.hi + (right.lo - hi), lo)
  }
  // Spaces of no width, or shapes pushed into each other, are nothing to even out.
  const isOpen = (offset: number) =>
    (!left || ends === 'hi' || lo + offset > left.hi) && (!right || ends === 'lo' || hi + offset < right.lo)
  return offsets
    .filter((offset) => Math.abs(offset) <= reach && isOpen(offset))
    .reduce<number | null>(
      (best, offset) => (best === null || Math.abs(offset) < Math.abs(best) ? offset : best),
      null,
    )
}

/** The equal spaces that `box` is beside as it stands, two at least; `slack` is how equal they must be. */
export function equalGaps(boxes: readonly Box[], box: Box, axis: Axis, slack: number): readonly Gap[] {
  const row = rowOf(boxes, box, axis, slack)
  if (!row) return []
  const own: Run = { ...spanOf(box, axis), first: box, last: box }
  const runs = [...[...row.before].reverse(), own, ...row.after]
  const gaps = runs.slice(1).map((run, i): Gap => {
    const before = runs[i]!
    return { lo: before.hi, hi: run.lo, sides: [before.last, run.first] }
  })
  const at = row.before.length
  const found = new Set<Gap>()
  for (const start of [at - 1, at]) {
    const gap = gaps[start]
    if (!gap) continue
    const isEqual = (other: Gap | undefined): other is Gap =>
      other !== undefined && Math.abs(widthOf(other) - widthOf(gap)) <= slack
    let [from, to] = [start, start]
    while (isEqual(gaps[from - 1])) from--
    while (isEqual(gaps[to + 1])) to++
    if (to > from && widthOf(gap) > slack) for (let i = from; i <= to; i++) found.add(gaps[i]!)
  }
  return [...found]
}

const widthOf = ({ lo, hi }: Span): number => hi - lo
