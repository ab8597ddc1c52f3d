import type { Box } from '../geometry/box'
import type { Placed, Surface } from './define'
import type { Look } from './look'
import { layoutText, type TextLayout } from './text/layout'

/** Text inside a shape: its layout and where that lies, in the shape's local coordinates. */
export interface InnerText {
  readonly layout: TextLayout
  readonly x: number
  readonly y: number
  /** The size it is painted in (a note may shrink it). */
  readonly size: number
}

/** How far text may shrink to stay on its note before it runs over, and in which steps. */
const LEAST_SHRINK = 0.4
const SHRINK_STEP = 0.92

/** Text laid out in `area` (local), null when there is none. `fits`: shrink it to the area's height. */
export function innerText({ record }: Placed, area: Box, look: Look, fits = false): InnerText | null {
  if (!record.text) return null
  const width = Math.max(area.w, look.size)
  const { advances } = record.data
  let size = look.size
  const lay = () => layoutText(record.text!, { font: look.font, size, width, align: look.align, advances })
  let layout = lay()
  while (fits && layout.height > area.h && size > look.size * LEAST_SHRINK) {
    size = Math.max(size * SHRINK_STEP, look.size * LEAST_SHRINK)
    layout = lay()
  }
  const spare = area.h - layout.height
  const y = look.valign === 'top' ? 0 : look.valign === 'bottom' ? spare : spare / 2
  // Text that is taller than its area starts at the top, so that its beginning is what shows.
  return { layout, x: area.x - (width - area.w) / 2, y: area.y + (spare < 0 ? 0 : y), size }
}

/** The box that text covers, local coordinates. */
export function textArea({ layout, x, y }: InnerText): Box {
  const left = layout.lines.reduce((least, line) => Math.min(least, line.x), layout.width)
  return { x: x + left, y, w: layout.naturalWidth, h: layout.height }
}

export function drawText(surface: Surface, { layout, x, y, size }: InnerText, look: Look): void {
  const font = { font: look.font, size, colour: look.ink }
  for (const line of layout.lines) {
    if (line.text) surface.text(line.text, x + line.x, y + line.baseline, font, line.width)
  }
}
