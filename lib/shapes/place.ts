import type { ArrowEnd, BoardView, ShapeRecord } from '../board/shape'
import type { ShapeId } from '../board/ids'
import { boxAround, cornersOf } from '../geometry/box'
import type { Point } from '../geometry/point'
import { boxOfRoute } from './arrow'
import type { Place, Placed } from './define'
import { definitionOf } from './registry'
import { arrowRoute, type Target } from './route'

interface Kept {
  readonly placed: Placed
  readonly x: number
  readonly y: number
  /** Arrows: what the route was made from. Placed shapes are kept too, so identity tells whether they moved. */
  readonly start?: Placed | undefined
  readonly end?: Placed | undefined
}
const kept = new WeakMap<ShapeRecord, Kept>()

/**
 * Where a shape is on the page. Kept by record and by what else it depends on (the frames' origin, an arrow's
 * targets), so asking again is a look-up, and the same object comes back as long as nothing has changed.
 */
export const place: Place = (view, id) => {
  const record = view.get(id)
  if (!record) return undefined
  if (record.type === 'group') return placeGroup(view, record)
  const origin = view.originOf(id)
  if (record.type === 'arrow') return placeArrow(view, record, origin)
  const known = kept.get(record)
  if (known && known.x === origin.x && known.y === origin.y) return known.placed
  const [x, y, w, h, rotation] = record.geo
  const box = { x: x + origin.x, y: y + origin.y, w: Math.max(0, w), h: Math.max(0, h) }
  const placed: Placed = { record, box, rotation: record.type === 'frame' ? 0 : rotation }
  kept.set(record, { placed, x: origin.x, y: origin.y })
  return placed
}

function targetOf(view: BoardView, end: ArrowEnd | undefined): Target | null {
  if (!end || !('shape' in end)) return null
  const record = view.get(end.shape)
  const attach = record && definitionOf(record.type).attach
  const shape = attach && place(view, end.shape)
  return attach && shape ? { shape, attach: (...args) => attach(...args) } : null
}

function placeArrow(view: BoardView, record: ShapeRecord, origin: Point): Placed {
  const [start, end] = [targetOf(view, record.data.start), targetOf(view, record.data.end)]
  const known = kept.get(record)
  const isSame =
    known?.x === origin.x && known.y === origin.y && known.start === start?.shape && known.end === end?.shape
  if (isSame) return known.placed
  const route = arrowRoute(record, origin, start, end)
  const placed: Placed = { record, box: boxOfRoute(record, route), rotation: 0, route }
  kept.set(record, { placed, x: origin.x, y: origin.y, start: start?.shape, end: end?.shape })
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
