import { boxAround, type Box } from '../../geometry/box'
import type { Point } from '../../geometry/point'
import { equalGaps, toEqualGaps, type Gap } from './gaps'
import { toGrid } from './grid'
import type { Axis, Guide } from './guide'
import { linesAt, linesOf, seekers, toLines, type Line } from './lines'
import { acrossOf, middleOf, spanOf, type Ends } from './span'

/** What a gesture may snap to: the upright boxes around it, sorted once so that each move is quick. */
export interface SnapField {
  readonly lines: Readonly<Record<Axis, readonly Line[]>>
  /** In the order of their lower ends. */
  readonly rows: Readonly<Record<Axis, readonly Box[]>>
}

/** What pulls, and how far: page units. */
export interface SnapRule {
  readonly reach: number
  /** Step of the grid, null when it does not pull. */
  readonly grid: number | null
}

/** Which ends of a box move along each axis. */
export type MovedEnds = Readonly<Record<Axis, Ends>>

/** Snapped places are equal up to this share of the reach: far under a pixel. */
const SLACK = 1e-3

export function fieldOf(boxes: readonly Box[]): SnapField {
  const sorted = (axis: Axis) => [...boxes].sort((a, b) => a[axis] - b[axis])
  return {
    lines: { x: linesOf(boxes, 'x'), y: linesOf(boxes, 'y') },
    rows: { x: sorted('x'), y: sorted('y') },
  }
}

/** How far the moved ends of `box` are from where they snap to; zero along an axis where nothing is within reach. */
export const snapOffset = (field: SnapField, box: Box, ends: MovedEnds, rule: SnapRule): Point => ({
  x: alongAxis(field, box, 'x', ends.x, rule),
  y: alongAxis(field, box, 'y', ends.y, rule),
})

/** Shapes pull before the grid does: who dragged to an edge means the edge. */
function alongAxis(field: SnapField, box: Box, axis: Axis, ends: Ends, { reach, grid }: SnapRule): number {
  const span = spanOf(box, axis)
  const line = toLines(field.lines[axis], seekers(span, ends), reach)
  const gap = isPoint(box) ? null : toEqualGaps(field.rows[axis], box, axis, ends, reach)
  if (gap !== null && (line === null || Math.abs(gap) < Math.abs(line))) return gap
  if (line !== null) return line
  return grid === null || ends === 'none' ? 0 : toGrid(ends === 'hi' ? span.hi : span.lo, grid)
}

const isPoint = ({ w, h }: Box) => w === 0 && h === 0

/**
 * The same for a corner that may only slide along the line from `anchor` to it, so that the ratio stays. It follows
 * the axis on which less is missing.
 */
export function slideOffset(field: SnapField, anchor: Point, corner: Point, rule: SnapRule): Point {
  const [dx, dy] = [corner.x - anchor.x, corner.y - anchor.y]
  const ends: MovedEnds = { x: dx < 0 ? 'lo' : 'hi', y: dy < 0 ? 'lo' : 'hi' }
  const pulled = snapOffset(field, boxAround([anchor, corner]), ends, rule)
  const most = Math.max(rule.reach, (rule.grid ?? 0) / 2)
  const slides = [dx === 0 ? 0 : pulled.x / dx, dy === 0 ? 0 : pulled.y / dy]
    .filter((share) => share !== 0)
    .map((share): Point => ({ x: dx * share, y: dy * share }))
    // Along a flat line, one side would go far for little of the other.
    .filter((by) => Math.max(Math.abs(by.x), Math.abs(by.y)) <= most)
    .sort((a, b) => Math.hypot(a.x, a.y) - Math.hypot(b.x, b.y))
  return slides[0] ?? { x: 0, y: 0 }
}

/** Why `box` stands where it does: every line and every equal space that holds for its moved ends. */
export function guidesOf(field: SnapField, box: Box, ends: MovedEnds, rule: SnapRule): readonly Guide[] {
  const slack = rule.reach * SLACK
  return (['x', 'y'] as const).flatMap((axis): Guide[] => {
    if (ends[axis] === 'none') return []
    const lines = seekers(spanOf(box, axis), ends[axis]).flatMap((at): Guide[] => {
      const found = linesAt(field.lines[axis], at, slack)
      return found.length > 0 ? [lineGuide(axis, at, found, box)] : []
    })
    const gaps = isPoint(box) ? [] : equalGaps(field.rows[axis], box, axis, slack)
    return [...lines, ...gaps.map((gap) => gapGuide(axis, gap))]
  })
}

function lineGuide(axis: Axis, at: number, lines: readonly Line[], own: Box): Guide {
  const across = acrossOf(axis)
  const places = new Set<number>()
  const mark = (box: Box, isMiddle: boolean) => {
    const span = spanOf(box, across)
    if (isMiddle) places.add(middleOf(span))
    else places.add(span.lo).add(span.hi)
  }
  for (const line of lines) mark(line.box, line.isMiddle)
  mark(own, at === middleOf(spanOf(own, axis)))
  const points = [...places].sort((a, b) => a - b).map((place) => pointAt(axis, at, place))
  return { kind: 'line', axis, points }
}

function gapGuide(axis: Axis, { lo, hi, sides }: Gap): Guide {
  const across = acrossOf(axis)
  const [a, b] = [spanOf(sides[0], across), spanOf(sides[1], across)]
  const place = middleOf({ lo: Math.max(a.lo, b.lo), hi: Math.min(a.hi, b.hi) })
  return { kind: 'gap', axis, from: pointAt(axis, lo, place), to: pointAt(axis, hi, place) }
}

const pointAt = (axis: Axis, at: number, across: number): Point =>
  axis === 'x' ? { x: at, y: across } : { x: across, y: at }
