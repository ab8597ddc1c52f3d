import { expand, union, type Box } from '../geometry/box'
import type { Placed, Surface } from './define'
import type { ShapeRecord } from '../board/shape'
import { Kept } from './kept'
import type { Look } from './look'
import { layoutText, naturalSizeOf, type TextLayout } from './text/layout'

/** Text inside a shape: its layout and where that lies, in the shape's local coordinates. */
export interface InnerText {
  readonly layout: TextLayout
  readonly x: number
  readonly y: number
  /** The size it is painted in (a note may shrink it). */
  readonly size: number
}

/** How far text may shrink to stay on its note before it runs over, and in which steps. */
const LEAST_SHRINK = 0.6
const SHRINK_STEP = 0.92

/** How text takes its room: lines break at its width (`wrap`), shrink to its height too (`fit`), or never (`auto`). */
export type Fitting = 'wrap' | 'fit' | 'auto'

/** Where text begins in what is spare: 0 at the start, 1 at the end. */
export const shareOf = (align: Look['align']): number => (align === 'left' ? 0 : align === 'center' ? 0.5 : 1)

interface KeptText {
  readonly area: Box
  readonly look: Look
  readonly fitting: Fitting
  readonly inner: InnerText
}
/** A screenful many times over, at about half a kilobyte each. */
const laidOut = new Kept<ShapeRecord, KeptText>(20_000)

/** Text laid out in `area` (local), null when there is none. Kept by record. */
export function innerText(
  { record }: Placed,
  area: Box,
  look: Look,
  fitting: Fitting = 'wrap',
): InnerText | null {
  if (!record.text) return null
  const known = laidOut.get(record)
  if (known && known.look === look && known.fitting === fitting && isSameBox(known.area, area))
    return known.inner
  const inner = layIn(record, record.text, area, look, fitting)
  laidOut.set(record, { area, look, fitting, inner })
  return inner
}
const isSameBox = (a: Box, b: Box): boolean => a.x === b.x && a.y === b.y && a.w === b.w && a.h === b.h

function layIn(record: ShapeRecord, text: string, area: Box, look: Look, fitting: Fitting): InnerText {
  if (fitting === 'auto') {
    const { font, size, align } = look
    const layout = layoutText(text, { font, size, align, advances: record.data.advances })
    return { layout, x: area.x + (area.w - layout.width) * shareOf(align), y: area.y, size }
  }
  const width = Math.max(area.w, look.size)
  const { advances } = record.data
  let size = look.size
  const lay = () => layoutText(text, { font: look.font, size, width, align: look.align, advances })
  let layout = lay()
  // Height goes with the square of the size: text that is far too long need not be laid out a dozen times.
  if (fitting === 'fit' && layout.height * LEAST_SHRINK ** 2 > area.h * 1.5) {
    size = look.size * LEAST_SHRINK
    layout = lay()
  }
  while (fitting === 'fit' && layout.height > area.h && size > look.size * LEAST_SHRINK) {
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

/** Glyphs lean out of their advances: a fifth of an em covers the swashes of the bundled fonts. */
const OVERHANG_EM = 0.2

/** What a shape paints (page units, before rotation) with its text. */
export function coverText({ box }: Placed, painted: Box, inner: InnerText | null): Box {
  if (!inner) return painted
  const area = textArea(inner)
  return union(painted, expand({ ...area, x: area.x + box.x, y: area.y + box.y }, inner.size * OVERHANG_EM))
}

/** The same for text that never breaks, without laying it out: every text of a board is asked when it is opened. */
export function coverUnbroken({ record, box }: Placed, { font, size, align }: Look): Box {
  if (!record.text) return box
  const { w, h } = naturalSizeOf(record.text, { font, size, advances: record.data.advances })
  const area = { x: box.x + (box.w - w) * shareOf(align), y: box.y, w, h }
  return union(box, expand(area, size * OVERHANG_EM))
}

/** Font size on the screen (device px) below which text is one pale block: its lines could not be told apart. */
const LINES_FROM_PX = 1.2
/** A middling letter, in em: only to guess how much room a text takes that nobody can read. */
const GUESSED_ADVANCE = 0.5
/** As dark as the ink of its letters makes it, spread over the whole block. */
const BLOCK_OPACITY = 0.15

/** Paint the text of a shape in `area`, local coordinates. Far out it is not laid out, only hinted at. */
export function drawInnerText(
  surface: Surface,
  shape: Placed,
  area: Box,
  look: Look,
  fitting: Fitting = 'wrap',
  on: 'board' | 'note' = 'board',
): void {
  const { text } = shape.record
  if (!text) return
  if (look.size < (surface.pixel ?? 0) * LINES_FROM_PX) return drawBlock(surface, text.length, area, look)
  const inner = innerText(shape, area, look, fitting)
  if (inner) drawText(surface, inner, look, on)
}

function drawBlock(surface: Surface, length: number, area: Box, look: Look): void {
  const run = length * GUESSED_ADVANCE * look.size
  const w = Math.min(run, area.w)
  const h = Math.min(area.h, Math.ceil(run / Math.max(area.w, look.size)) * look.size)
  const y = look.valign === 'top' ? 0 : look.valign === 'bottom' ? area.h - h : (area.h - h) / 2
  surface.beginPath()
  surface.roundRect(area.x + (area.w - w) * shareOf(look.align), area.y + y, w, h, 0)
  surface.fill({ colour: look.ink, as: 'ink', opacity: BLOCK_OPACITY })
}

/** Paint text in local coordinates. */
export function drawText(
  surface: Surface,
  { layout, x, y, size }: InnerText,
  look: Look,
  on: 'board' | 'note' = 'board',
): void {
  const font = { font: look.font, size, colour: look.ink, on }
  for (const line of layout.lines) {
    if (line.text) surface.text(line.text, x + line.x, y + line.baseline, font, line.width)
  }
}
