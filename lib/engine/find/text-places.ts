import { centreOf, type Box } from '../../geometry/box'
import { rotate, type Point } from '../../geometry/point'
import { textPlacement } from '../../shapes/index'
import type { Placed } from '../../shapes/define'
import { measureText } from '../../shapes/text/layout'

/** A piece of one line of text where it is painted: page units, turned by `rotation` about its middle. */
export interface TextPiece {
  readonly middle: Point
  readonly w: number
  readonly h: number
  readonly rotation: number
}

/** Where the characters `from` to `to` of a shape's text are painted, one piece for each line they are on. */
export function placesOfText(shape: Placed, from: number, to: number): TextPiece[] {
  const text = shape.record.text ?? ''
  const place = textPlacement(shape)
  if (!place || text === '') return []
  const { area, top, layout, font, size, lineHeight, align, isAuto } = place
  // A frame's title stands on one line and may be cut: the whole of it is what was found.
  if (shape.record.type === 'frame') return [pieceOf(shape, area)]
  const share = align === 'left' ? 0 : align === 'center' ? 0.5 : 1
  const left = isAuto
    ? area.x + (area.w - layout.width) * share
    : area.x - (Math.max(area.w, size) - area.w) / 2
  const options = { font, size, advances: shape.record.data.advances }
  const until = (start: number, end: number) => measureText(text.slice(start, end), options)
  return layout.lines.flatMap((line, at) => {
    const [start, end] = [Math.max(from, line.from), Math.min(to, line.to)]
    if (start >= end) return []
    const box = {
      x: left + line.x + until(line.from, start),
      y: top + at * lineHeight,
      w: until(start, end),
      h: lineHeight,
    }
    return [pieceOf(shape, box)]
  })
}

function pieceOf({ box, rotation }: Placed, local: Box): TextPiece {
  const { x, y } = centreOf(local)
  return {
    middle: rotate({ x: box.x + x, y: box.y + y }, rotation, centreOf(box)),
    w: local.w,
    h: local.h,
    rotation,
  }
}
