import type { Pen } from './define'

/**
 * Dash pattern of a line with round caps: lengths drawn and left out, in units of the line. The caps add a width to
 * what is drawn, which the gaps make up for.
 */
export function dashPattern({ dash, width }: Pen): number[] {
  if (dash === 'dashed') return [width * 2 + 5, width * 2 + 5]
  if (dash === 'dotted') return [0.01, width * 2 + 2]
  return []
}
