import type { Box } from '../geometry/box'
import { originIn } from '../board/operations'
import { subtract, type Point } from '../geometry/point'
import type { ShapeId } from '../board/ids'
import type { ShapeData, ShapeRecord, ShapeType, Style } from '../board/shape'
import { definitionOf } from '../shapes/index'
import type { Env } from './define'

/** Style of a new shape: what the person chose, of the keys that mean something to its type, over its defaults. */
export function styleFor(type: ShapeType, chosen: Style): Style {
  const { styles, defaults } = definitionOf(type)
  const style: Record<string, unknown> = { ...defaults.style }
  for (const key of styles) if (chosen[key] !== undefined) style[key] = chosen[key]
  return style
}

/** A new shape over `box` (page units), in the frame that `under` (and `upTo`) is in, above everything else there. */
export function newShape(
  env: Env,
  shape: {
    id: ShapeId
    type: ShapeType
    box: Box
    under: Point
    upTo?: Point
    points?: Uint8Array
    data?: ShapeData
  },
): ShapeRecord {
  // A frame is put on the page: frames in frames come from dragging one into another.
  const frame = shape.type === 'frame' ? null : env.frameAt(shape.under)
  // A frame would cut what reaches out of it: a line that ends elsewhere is the page's.
  const parent = shape.upTo && env.frameAt(shape.upTo) !== frame ? null : frame
  const { x, y } = subtract(shape.box, originIn(env.board, parent))
  const { data } = definitionOf(shape.type).defaults
  return {
    id: shape.id,
    type: shape.type,
    geo: [x, y, shape.box.w, shape.box.h, 0],
    style: styleFor(shape.type, env.style),
    order: env.topOrder(parent),
    parent,
    ...(shape.points ? { points: shape.points } : {}),
    data: { ...data, ...shape.data },
  }
}
