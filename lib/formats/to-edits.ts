import { newShapeId, type ShapeId } from '../board/ids'
import { MAX_COORDINATE } from '../board/limits'
import { insertKeys } from '../board/order'
import type { ArrowEnd, BoardView, Edit, Geo, ShapeRecord } from '../board/shape'
import { RecordView } from '../board/view'
import { centreOf, union, type Box } from '../geometry/box'
import { subtract, type Point } from '../geometry/point'
import { boundsOf, place } from '../shapes'
import type { ImportedBoard } from './imported'

export interface Placement {
  /** The page point that the middle of the drawing goes to; absent: where the file has it. */
  readonly centre?: Point
}

type Rename = (id: ShapeId) => ShapeId

const renamedEnd = (end: ArrowEnd, rename: Rename): ArrowEnd =>
  'shape' in end ? { ...end, shape: rename(end.shape) } : end

function renamed(shape: ShapeRecord, rename: Rename): ShapeRecord {
  const { start, end } = shape.type === 'arrow' ? shape.data : {}
  const ends = {
    ...(start ? { start: renamedEnd(start, rename) } : {}),
    ...(end ? { end: renamedEnd(end, rename) } : {}),
  }
  const parent = shape.parent === null ? null : rename(shape.parent)
  return { ...shape, id: rename(shape.id), parent, data: { ...shape.data, ...ends } }
}

const clamp = (value: number): number => Math.min(MAX_COORDINATE, Math.max(-MAX_COORDINATE, value))
const moved = ([x, y, w, h, rotation]: Geo, by: Point): Geo => [
  clamp(x + by.x),
  clamp(y + by.y),
  w,
  h,
  rotation,
]

/** How far the drawing has to move for its middle to be at `centre`. */
function wayTo(centre: Point, drawing: BoardView): Point {
  let cover: Box | null = null
  for (const id of drawing.childrenOf(null)) {
    const placed = place(drawing, id)
    if (placed) cover = cover ? union(cover, boundsOf(placed)) : boundsOf(placed)
  }
  return cover ? subtract(centre, centreOf(cover)) : { x: 0, y: 0 }
}

/** Shapes in the page's units: those in no frame. */
function onPage(drawing: BoardView): Set<ShapeId> {
  const found = new Set<ShapeId>(drawing.childrenOf(null))
  for (const id of found) {
    if (drawing.get(id)!.type !== 'frame') for (const child of drawing.childrenOf(id)) found.add(child)
  }
  return found
}

/**
 * The edits that put an imported drawing on a board, above what is there. Ids that the board uses already
 * are replaced, and so is every reference to them.
 */
export function toEdits(imported: ImportedBoard, view: BoardView, { centre }: Placement = {}): Edit[] {
  const renames = new Map<ShapeId, ShapeId>()
  const rename: Rename = (id) => {
    // Also an id that the file only refers to: on this board it is something else.
    if (!view.get(id)) return id
    const fresh = renames.get(id) ?? newShapeId()
    renames.set(id, fresh)
    return fresh
  }
  const drawing = new RecordView(imported.shapes)
  const roots = drawing.childrenOf(null)
  const siblings = view.childrenOf(null).map((id) => ({ id, order: view.get(id)!.order }))
  const { keys, rekeyed } = insertKeys(siblings, siblings.length, roots.length)
  const orders = new Map(roots.map((id, i) => [id, keys[i]!]))
  const way = centre && wayTo(centre, drawing)
  const loose = way && onPage(drawing)

  return [
    ...[...rekeyed].map(([id, order]): Edit => ({ do: 'patch', id, patch: { order } })),
    ...imported.shapes.map((shape): Edit => {
      const order = orders.get(shape.id) ?? shape.order
      const geo = way && loose?.has(shape.id) ? moved(shape.geo, way) : shape.geo
      return { do: 'create', shape: { ...renamed(shape, rename), order, geo } }
    }),
  ]
}
