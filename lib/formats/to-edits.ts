import { newShapeId, type ShapeId } from '../board/ids'
import { insertKeys } from '../board/order'
import type { ArrowEnd, BoardView, Edit, ShapeRecord } from '../board/shape'
import type { ImportedBoard } from './imported'

type Rename = (id: ShapeId) => ShapeId

function renamedEnd(end: ArrowEnd, rename: Rename): ArrowEnd {
  return 'shape' in end ? { ...end, shape: rename(end.shape) } : end
}

function renamed(shape: ShapeRecord, rename: Rename): ShapeRecord {
  const { start, end } = shape.type === 'arrow' ? shape.data : {}
  const ends = {
    ...(start ? { start: renamedEnd(start, rename) } : {}),
    ...(end ? { end: renamedEnd(end, rename) } : {}),
  }
  const parent = shape.parent === null ? null : rename(shape.parent)
  return { ...shape, id: rename(shape.id), parent, data: { ...shape.data, ...ends } }
}

/**
 * The edits that put an imported drawing on a board, where the file has it and above what is there. Ids that
 * the board uses already are replaced, and so is every reference to them; containers come before what
 * they contain, so the list can be applied in parts.
 */
export function toEdits(imported: ImportedBoard, view: BoardView): Edit[] {
  const renames = new Map<ShapeId, ShapeId>()
  for (const { id } of imported.shapes) if (view.get(id)) renames.set(id, newShapeId())
  const rename: Rename = (id) => renames.get(id) ?? id

  const roots = imported.shapes.filter(({ parent }) => parent === null)
  const siblings = view.childrenOf(null).map((id) => ({ id, order: view.get(id)!.order }))
  const { keys, rekeyed } = insertKeys(siblings, siblings.length, roots.length)
  const ordered = roots.toSorted((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0))
  const orders = new Map(ordered.map((shape, i) => [shape.id, keys[i]!]))

  return [
    ...[...rekeyed].map(([id, order]): Edit => ({ do: 'patch', id, patch: { order } })),
    ...imported.shapes.map((shape): Edit => {
      const order = orders.get(shape.id) ?? shape.order
      return { do: 'create', shape: { ...renamed(shape, rename), order } }
    }),
  ]
}
