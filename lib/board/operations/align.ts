import { boxAround, centreOf, cornersOf, type Box } from '../../geometry/box'
import type { ShapeId } from '../ids'
import type { BoardView, Edit } from '../shape'
import { moveShapes, resizeShapes } from './transform'
import { outermost } from './tree'

export type Alignment = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom'
export type Axis = 'x' | 'y'
/** The upright box of a shape on the page, as it is turned; of a group, around what is in it. */
export type BoundsOf = (id: ShapeId) => Box | null

interface Unit {
  readonly id: ShapeId
  readonly box: Box
}

/** Bring shapes to a common edge or middle, that of the box around them all. A group moves as one. */
export function alignShapes(
  view: BoardView,
  ids: Iterable<ShapeId>,
  to: Alignment,
  boundsOf: BoundsOf,
): Edit[] {
  const units = unitsOf(view, ids, boundsOf)
  const all = around(units)
  const middle = centreOf(all)
  return units.flatMap(({ id, box }) => {
    const own = centreOf(box)
    const by = {
      left: { x: all.x - box.x, y: 0 },
      centre: { x: middle.x - own.x, y: 0 },
      right: { x: all.x + all.w - box.x - box.w, y: 0 },
      top: { x: 0, y: all.y - box.y },
      middle: { x: 0, y: middle.y - own.y },
      bottom: { x: 0, y: all.y + all.h - box.y - box.h },
    }[to]
    return by.x === 0 && by.y === 0 ? [] : moveShapes(view, [id], by.x, by.y)
  })
}

/**
 * Even out the spaces between shapes along an axis, inside the box around them all. Where there is no room for
 * spaces, their middles are evened out instead.
 */
export function distributeShapes(
  view: BoardView,
  ids: Iterable<ShapeId>,
  axis: Axis,
  boundsOf: BoundsOf,
): Edit[] {
  const side = axis === 'x' ? 'w' : 'h'
  const middle = ({ box }: Unit) => box[axis] + box[side] / 2
  const units = unitsOf(view, ids, boundsOf).sort((a, b) => middle(a) - middle(b))
  const [first, last] = [units[0], units.at(-1)]
  if (!first || !last || units.length < 3) return []
  const all = around(units)
  const space = (all[side] - units.reduce((sum, { box }) => sum + box[side], 0)) / (units.length - 1)
  const step = (middle(last) - middle(first)) / (units.length - 1)
  let next = all[axis]
  return units.flatMap((unit, i) => {
    const { id, box } = unit
    const by = space >= 0 ? next - box[axis] : middle(first) + i * step - middle(unit)
    next += box[side] + space
    return by === 0 ? [] : axis === 'x' ? moveShapes(view, [id], by, 0) : moveShapes(view, [id], 0, by)
  })
}

/** Mirror shapes about the middle of the box around them: `x` swaps left and right. */
export function flipShapes(view: BoardView, ids: Iterable<ShapeId>, axis: Axis, boundsOf: BoundsOf): Edit[] {
  const units = unitsOf(view, ids, boundsOf)
  if (units.length === 0) return []
  const anchor = centreOf(around(units))
  const scaling = axis === 'x' ? { anchor, sx: -1, sy: 1 } : { anchor, sx: 1, sy: -1 }
  return resizeShapes(
    view,
    units.map(({ id }) => id),
    scaling,
  )
}

/** What is arranged: arrows tied to something are left out, because they follow it by themselves. */
function unitsOf(view: BoardView, ids: Iterable<ShapeId>, boundsOf: BoundsOf): Unit[] {
  return outermost(view, ids).flatMap((id) => {
    const { type, data } = view.get(id)!
    const isTied = [data.start, data.end].some((end) => end !== undefined && 'shape' in end)
    const box = type === 'arrow' && isTied ? null : boundsOf(id)
    return box ? [{ id, box }] : []
  })
}

const around = (units: readonly Unit[]): Box => boxAround(units.flatMap(({ box }) => cornersOf(box)))
