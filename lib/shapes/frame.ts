import { containsPoint, cornersOf, expand, union, type Box } from '../geometry/box'
import { firstCrossing, isNearPolyline } from '../geometry/polyline'
import { defineShape, type Placed } from './define'
import { outlineTouches, toLocal, toPage } from './local'
import { lookOf } from './look'
import { layoutText, type TextLayout } from './text/layout'

const style = {
  stroke: 'grey', fill: 'white', width: 1.5, opacity: 1, font: 'plain', size: 16, align: 'left', valign: 'top',
} as const // prettier-ignore

const RADIUS = 6
const TITLE_GAP = 6
const ELLIPSIS = '…'

const body = ({ box }: Placed) => ({ x: 0, y: 0, w: box.w, h: box.h })

/** The title on one line, cut where the frame ends. */
function titleLayout({ record, box }: Placed): TextLayout | null {
  const title = (record.text ?? '').replace(/\s+/gu, ' ').trim()
  if (!title) return null
  const { font, size } = lookOf(record, style)
  const options = { font, size, advances: record.data.advances }
  const room = Math.max(box.w, size * 4)
  const whole = layoutText(title, options)
  if (whole.naturalWidth <= room) return whole
  const first = layoutText(title, { ...options, width: room - size }).lines[0]!
  return layoutText(`${first.text}${ELLIPSIS}`, options)
}

/** Where a frame's title stands, local coordinates: above its top edge. An empty title still has a place. */
export function frameTitleBox(shape: Placed): Box {
  const layout = titleLayout(shape)
  const { font, size } = lookOf(shape.record, style)
  const { height } = layout ?? layoutText('', { font, size })
  return {
    x: 2,
    y: -height - TITLE_GAP,
    w: layout?.naturalWidth ?? Math.min(shape.box.w, size * 6),
    h: height,
  }
}

/** A titled sheet that clips what lies in it; hit on its edge and title, so that its inside is free for drawing. */
export const frame = defineShape({
  type: 'frame',
  defaults: { w: 480, h: 320, style, data: {} },
  styles: ['fill', 'stroke'],
  handling: { resize: 'free', rotate: false, text: true },
  bounds(shape) {
    const edge = expand(shape.box, lookOf(shape.record, style).width)
    const title = frameTitleBox(shape)
    return union(edge, { ...title, x: title.x + shape.box.x, y: title.y + shape.box.y })
  },
  hit(shape, at, slop) {
    const local = toLocal(shape, at)
    const reach = slop + lookOf(shape.record, style).width / 2
    return (
      isNearPolyline(local, cornersOf(body(shape)), reach, true) ||
      containsPoint(expand(frameTitleBox(shape), slop), local)
    )
  },
  touches: (shape, area) => outlineTouches(shape, cornersOf(body(shape)), area, false),
  draw(surface, shape) {
    const look = lookOf(shape.record, style)
    surface.beginPath()
    surface.roundRect(0, 0, shape.box.w, shape.box.h, RADIUS)
    if (look.fill !== 'none') surface.fill({ colour: look.fill, as: 'tint', pattern: look.fillStyle })
    if (look.stroke !== 'none') surface.stroke({ colour: look.stroke, width: look.width })
    const line = titleLayout(shape)?.lines[0]
    if (!line) return
    const place = frameTitleBox(shape)
    const font = {
      font: look.font,
      size: look.size,
      colour: look.stroke === 'none' ? style.stroke : look.stroke,
    }
    surface.text(line.text, place.x, place.y + line.baseline, font, line.width)
  },
  attach(shape, anchor, from) {
    const local = firstCrossing(toLocal(shape, from), toLocal(shape, anchor), cornersOf(body(shape)))
    return local ? toPage(shape, local) : anchor
  },
  textBox: frameTitleBox,
})
