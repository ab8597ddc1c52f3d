import type { Box } from '../geometry/box'
import type { Pen } from './define'

/**
 * A line of any length has about so many dashes: in very long ones they grow. The canvas walks along all of them for
 * every tile, seen or not, and the dots around the largest ellipse would hold up a frame for seconds.
 */
const MOST_DASHES = 8_000

/**
 * Dash pattern of a line with round caps that goes around `box`: lengths drawn and left out, in units of the line. The
 * caps add a width to what is drawn, which the gaps make up for.
 */
export function dashPattern({ dash, width }: Pen, { w, h }: Box): number[] {
  if (dash !== 'dashed' && dash !== 'dotted') return []
  const [drawn, gap] = dash === 'dashed' ? [width * 2 + 5, width * 2 + 5] : [0.01, width * 2 + 2]
  const growth = Math.max(1, (2 * (w + h)) / MOST_DASHES / (drawn + gap))
  return [drawn * growth, gap * growth]
}
