import type { ArrowEnd, BoardView, ShapeRecord } from '../board/shape'
import type { ShapeId } from '../board/ids'
import { boxAround, cornersOf } from '../geometry/box'
import type { Point } from '../geometry/point'
import { boxOfRoute } from './arrow'
import type { Place, Placed } from './define'
import { definitionOf } from './registry'
import { arrowRoute, type Target } from './route'

/** An arrow as it was placed, and what its route was made from. */
interface KeptArrow {
  readonly placed: Placed
  readonly x: number
  readonly y: number
  readonly start: Placed | undefined
  readonly end: Placed | undefined
}
const arrows = new WeakMap<ShapeRecord, KeptArrow>()

/**
 * Where a shape is on the page. Arrows are kept by record and by what else they depend on (the frames' origin, their
 * targets), so that their way is worked out anew only when one of these changes.
 */
export const place: Place = (view, id) => {
  const record = view.get(id)
  if (!record) return undefined
  if (record.type === 'group') return placeGroup(view, record)
  const origin = view.originOf(id)
  if (record.type === 'arrow') return placeArrow(view, record, origin)
  const [x, y, w, h, rotation] = record.geo
  const box = { x: x + origin.x, y: y + origin.y, w: Math.max(0, w), h: Math.max(0, h) }
  return { record, box, rotation: record.type === 'frame' ? 0 : rotation }
}

/** A place follows from the record and from where its coordinates begin. */
const isSamePlace = (a: Placed | undefined, b: Placed | undefined): boolean =>
  a?.record === b?.record && a?.box.x === b?.box.x && a?.box.y === b?.box.y

function targetOf(view: BoardView, end: ArrowEnd | undefined): Target | null {
  if (!end || !('shape' in end)) return null
  const record = view.get(end.shape)
  const attach = record && definitionOf(record.type).attach
  const shape = attach && place(view, end.shape)
  return attach && shape ? { shape, attach: (...args) => attach(...args) } : null
}

function placeArrow(view: BoardView, record: ShapeRecord, origin: Point): Placed {
  const [start, end] = [targetOf(view, record.data.start), targetOf(view, record.data.end)]
  const known = arrows.get(record)
  const isThere = known?.x === origin.x && known.y === origin.y
  if (isThere && isSamePlace(known.start, start?.shape) && isSamePlace(known.end, end?.shape))
    return known.placed
  const route = arrowRoute(record, origin, start, end)
  const placed: Placed = { record, box: boxOfRoute(record, route), rotation: 0, route }
  arrows.set(record, { placed, x: origin.x, y: origin.y, start: start?.shape, end: end?.shape })
  return placed
}

/** A group lies around its children; an empty one nowhere in particular, without a size. */
function placeGroup(view: BoardView, record: ShapeRecord): Placed {
  const corners: Point[] = []
  const visit = (id: ShapeId) => {
    for (const child of view.childrenOf(id)) {
      if (view.get(child)?.type === 'group') visit(child)
      else {
        const placed = place(view, child)
        if (placed) corners.push(...cornersOf(placed.box, placed.rotation))
      }
    }
  }
  visit(record.id)
  return { record, box: boxAround(corners), rotation: 0 }
}
