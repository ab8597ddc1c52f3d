import type { Box } from '../../geometry/box'
import type { Axis } from './guide'

/** What a box covers of one axis, page units. */
export interface Span {
  readonly lo: number
  readonly hi: number
}

export const spanOf = (box: Box, axis: Axis): Span =>
  axis === 'x' ? { lo: box.x, hi: box.x + box.w } : { lo: box.y, hi: box.y + box.h }

export const middleOf = ({ lo, hi }: Span): number => (lo + hi) / 2

export const acrossOf = (axis: Axis): Axis => (axis === 'x' ? 'y' : 'x')

/** Which ends of the box a gesture moves along an axis: a drag both, a handle one. */
export type Ends = 'both' | 'lo' | 'hi' | 'none'

/** The span with the ends that move moved by `offset`. */
export const moved = ({ lo, hi }: Span, ends: Ends, offset: number): Span => ({
  lo: ends === 'both' || ends === 'lo' ? lo + offset : lo,
  hi: ends === 'both' || ends === 'hi' ? hi + offset : hi,
})
