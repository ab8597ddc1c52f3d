import { containsPoint, cornersOf, expand, type Box } from '../geometry/box'
import { firstCrossing } from '../geometry/polyline'
import { defineShape, type Placed } from './define'
import { coverText, coverUnbroken, drawInnerText, innerText, type Fitting } from './inner-text'
import { toLocal, toPage, turnedBoxTouches } from './local'
import { lookOf } from './look'

const style = { ink: 'ink', opacity: 1, font: 'hand', size: 24, align: 'left', valign: 'top' } as const

const area = ({ box }: Placed): Box => ({ x: 0, y: 0, w: box.w, h: box.h })
const fittingOf = ({ record }: Placed): Fitting => (record.data.wrap === 'fixed' ? 'wrap' : 'auto')
const laidOut = (shape: Placed) =>
  innerText(shape, area(shape), lookOf(shape.record, style), fittingOf(shape))

/** Text on the board by itself. `data.wrap`: `auto` is as wide as its widest line, `fixed` breaks at its box. */
export const text = defineShape({
  type: 'text',
  defaults: { w: 0, h: 0, style, data: { wrap: 'auto' } },
  styles: ['ink', 'font', 'size', 'align', 'opacity'],
  handling: { resize: 'width', rotate: true, text: true },
  bounds: (shape) =>
    fittingOf(shape) === 'auto'
      ? coverUnbroken(shape, lookOf(shape.record, style))
      : coverText(shape, shape.box, laidOut(shape)),
  hit(shape, at, slop) {
    return containsPoint(expand(area(shape), slop), toLocal(shape, at))
  },
  touches: turnedBoxTouches,
  draw(surface, shape) {
    drawInnerText(surface, shape, area(shape), lookOf(shape.record, style), fittingOf(shape))
  },
  attach(shape, anchor, from) {
    const { w, h } = shape.box
    const outline = cornersOf(expand({ x: 0, y: 0, w, h }, 4))
    const local = firstCrossing(toLocal(shape, from), toLocal(shape, anchor), outline)
    return local ? toPage(shape, local) : anchor
  },
  textBox: area,
})
