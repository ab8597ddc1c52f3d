import type { Colour, FontName, Geo, ShapeRecord } from '../board/shape'
import { centreOf, type Box } from '../geometry/box'
import { rotate } from '../geometry/point'
import type { Placed } from './define'
import { innerText, shareOf, type Fitting } from './inner-text'
import { lookOf } from './look'
import { definitionOf } from './registry'
import { layoutText, type TextLayout } from './text/layout'

/** What an editor needs to lie exactly over a shape's text, local coordinates of the shape. */
export interface TextPlacement {
  /** Where text may stand; lines break at its width unless `isAuto`. */
  readonly area: Box
  /** Top of the first line; the text's height is `layout.height`. */
  readonly top: number
  readonly layout: TextLayout
  readonly font: FontName
  /** As painted: a note may have shrunk it. */
  readonly size: number
  readonly lineHeight: number
  readonly align: 'left' | 'center' | 'right'
  readonly colour: Colour
  /** For `textColour`: a note is light in every theme. */
  readonly on: 'board' | 'note'
  /** The box follows the text's width instead of breaking it. */
  readonly isAuto: boolean
}

/** Frame titles, and text shapes that were never given a width, are as wide as what is typed. */
const isAutoText = ({ type, data }: ShapeRecord): boolean =>
  type === 'frame' || (type === 'text' && data.wrap !== 'fixed')
const fittingOf = (record: ShapeRecord): Fitting =>
  record.type === 'note' ? 'fit' : isAutoText(record) ? 'auto' : 'wrap'

/** Where a shape's text is, or would be typed; null for shapes without text. */
export function textPlacement(shape: Placed): TextPlacement | null {
  const { record } = shape
  const definition = definitionOf(record.type)
  const area = definition.textBox?.(shape)
  if (!area) return null
  const look = lookOf(record, definition.defaults.style)
  const found = innerText(shape, area, look, fittingOf(record))
  const layout =
    found?.layout ?? layoutText('', { font: look.font, size: look.size, width: area.w, align: look.align })
  const spare = Math.max(0, area.h - layout.height)
  const share = look.valign === 'top' ? 0 : look.valign === 'bottom' ? 1 : 0.5
  return {
    area,
    top: found?.y ?? area.y + spare * share,
    layout,
    font: look.font,
    size: found?.size ?? look.size,
    lineHeight: layout.lineHeight,
    align: look.align,
    colour: look.ink,
    on: record.type === 'note' ? 'note' : 'board',
    isAuto: isAutoText(record),
  }
}

/**
 * The `geo` that holds `text` in this shape, which whoever types stores along with it; null when the shape's own
 * does. Text shapes fit their text exactly; closed shapes and notes grow downwards when it is too tall, never shrink.
 */
export function boxForText(record: ShapeRecord, text: string): Geo | null {
  if (record.type === 'arrow' || record.type === 'frame') return null
  const definition = definitionOf(record.type)
  const look = lookOf(record, definition.defaults.style)
  const [x, y, w, h, rotation] = record.geo
  const draft: ShapeRecord = { ...record, text }
  const local = { record: draft, box: { x, y, w, h }, rotation }
  const area = definition.textBox?.(local)
  if (!area) return null
  if (record.type === 'text') {
    const options = { font: look.font, size: look.size, align: look.align, advances: record.data.advances }
    const isAuto = isAutoText(record)
    const layout = layoutText(text, isAuto ? options : { ...options, width: w })
    return grown(record.geo, isAuto ? layout.naturalWidth : w, layout.height, isAuto ? look.align : 'left')
  }
  let tall = h
  for (let tries = 0; tries < MAX_GROWTH_STEPS; tries++) {
    const shape = { record: draft, box: { x, y, w, h: tall }, rotation }
    const room = definition.textBox!(shape)
    const laid = innerText(shape, room, look, fittingOf(record))
    const over = (laid?.layout.height ?? 0) - room.h
    if (over <= 0.5) break
    // An ellipse gives its text only a part of what it grows by.
    tall += over * Math.max(1, tall / Math.max(1, room.h))
  }
  return tall === h ? null : grown(record.geo, w, tall, 'left')
}
const MAX_GROWTH_STEPS = 8

/** The same box with another size, its top corner (or top middle, by alignment) where it was on the page. */
function grown(
  [x, y, w, h, rotation]: Geo,
  width: number,
  height: number,
  align: TextPlacement['align'],
): Geo | null {
  if (width === w && height === h) return null
  const share = shareOf(align)
  const pinned = rotate({ x: x + w * share, y }, rotation, centreOf({ x, y, w, h }))
  const box = { x: pinned.x - width * share, y: pinned.y, w: width, h: height }
  const moved = rotate({ x: pinned.x, y: pinned.y }, rotation, centreOf(box))
  return [box.x + pinned.x - moved.x, box.y + pinned.y - moved.y, width, height, rotation]
}
