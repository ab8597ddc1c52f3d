import { boxAround, centreOf, cornersOf, type Box } from '../../geometry/box'
import type { Point } from '../../geometry/point'
import { err, newShapeId, ok, type Result, type ShapeId } from '../ids'
import { fromJson, shapeToJson, type JsonProblem, type ShapeJson } from '../json'
import { SCHEMA_VERSION } from '../migrations'
import { isPlainObject } from '../plain'
import type { ArrowEnd, BoardView, Edit, Geo, ShapeData, ShapeRecord } from '../shape'
import { insertKeys } from '../order'
import { RecordView } from '../view'
import { keysAbove, keysOnTop } from './arrange'
import { originIn } from './nest'
import { freedEnds, geoAt, inPaintOrder, movable, outermost, withDescendants, type LastPoint } from './tree'

/** Shapes on the clipboard, outermost ones in page units, with nothing that refers outside. */
export interface ClipboardPayload {
  readonly type: 'ardoise/shapes'
  readonly version: number
  readonly shapes: readonly ShapeJson[]
}

/** New shapes as edits, and which of them are to be selected. */
export interface Copies {
  readonly edits: Edit[]
  readonly ids: ShapeId[]
}

/** The records of a copy: outermost shapes on the page, arrow ends free where their target is not copied. */
function detached(view: BoardView, roots: readonly ShapeId[], lastPoint?: LastPoint): ShapeRecord[] {
  const all = withDescendants(view, roots)
  const copied = new Set(all)
  const isOutside = (id: ShapeId): boolean => !copied.has(id)
  const records = all.map((id) => {
    const record = view.get(id)!
    const freed = record.type === 'arrow' ? freedEnds(view, record, isOutside, lastPoint) : null
    return freed ? { ...record, data: { ...record.data, ...freed } } : record
  })
  return records.map((record) => {
    const parent = view.parentOf(record.id)
    return copied.has(parent as ShapeId) ? { ...record, parent } : { ...record, parent: null }
  })
}

/** What copy puts on the clipboard. */
export function copyShapes(view: BoardView, ids: Iterable<ShapeId>, lastPoint?: LastPoint): ClipboardPayload {
  const chosen = [...ids]
  const moves = new Map<ShapeId, Geo>()
  for (const { id, geo } of movable(view, chosen)) {
    const origin = view.originOf(id)
    moves.set(id, geoAt(geo, geo[0] + origin.x, geo[1] + origin.y))
  }
  const roots = inPaintOrder(view, outermost(view, chosen))
  // Keys of different parents do not compare: on the clipboard they are siblings.
  const keys = new Map(insertKeys([], 0, roots.length).keys.map((key, i) => [roots[i]!, key]))
  const shapes = detached(view, roots, lastPoint).map((record) =>
    shapeToJson({
      ...record,
      geo: moves.get(record.id) ?? record.geo,
      order: keys.get(record.id) ?? record.order,
    }),
  )
  return { type: 'ardoise/shapes', version: SCHEMA_VERSION, shapes }
}

export interface PasteOptions {
  /** Where the middle of what is pasted goes, page units; default: where it was copied. */
  readonly at?: Point
  readonly parent?: ShapeId | null
}

/**
 * Shapes from the clipboard as new shapes on top of `parent`, with new ids and the references among them kept.
 * The payload may come from anywhere: it is checked like a file, and refused when it is not ours.
 */
export function pasteShapes(
  view: BoardView,
  payload: unknown,
  { at, parent = null }: PasteOptions = {},
): Result<Copies, JsonProblem> {
  if (!isPlainObject(payload) || payload.type !== 'ardoise/shapes') return err({ code: 'not-ours' })
  const read = fromJson({ ...payload, type: 'ardoise' })
  if (!read.ok) return read
  const source = new RecordView(read.value.shapes)
  const box = roughBox(source)
  const middle = centreOf(box)
  const origin = originIn(view, parent)
  const dx = (at ? at.x - middle.x : 0) - origin.x
  const dy = (at ? at.y - middle.y : 0) - origin.y
  const roots = source.childrenOf(null)
  const { keys, edits } = keysOnTop(view, parent, roots.length)
  const copies = copied(source, roots, { dx, dy, place: (_, i) => ({ parent, order: keys[i]! }) })
  return ok({ edits: [...edits, ...copies.edits], ids: copies.ids })
}

/** Boxes of the outermost shapes, and the free points of arrows. */
function roughBox(view: BoardView): Box {
  const points = movable(view, view.childrenOf(null)).flatMap((record): Point[] => {
    const [x, y, w, h, rotation] = record.geo
    if (record.type !== 'arrow') return cornersOf({ x, y, w, h }, rotation)
    const free = [record.data.start, record.data.end].flatMap((end) =>
      end && 'point' in end ? [end.point] : [],
    )
    return [...free, ...(record.data.mid ?? [])].map((p) => ({ x: x + p[0], y: y + p[1] }))
  })
  return boxAround(points)
}

/** Copies above the topmost of the originals, in the same frames and groups, `by` away from them. */
export function duplicateShapes(
  view: BoardView,
  ids: Iterable<ShapeId>,
  by: Point,
  lastPoint?: LastPoint,
): Copies {
  const roots = inPaintOrder(view, outermost(view, ids))
  const source = new RecordView(detached(view, roots, lastPoint))
  const orders = new Map<ShapeId, string>()
  const edits: Edit[] = []
  for (const parent of new Set(roots.map((id) => view.parentOf(id)))) {
    const siblings = roots.filter((id) => view.parentOf(id) === parent)
    const above = keysAbove(view, siblings.at(-1)!, siblings.length)
    edits.push(...above.edits)
    siblings.forEach((id, i) => orders.set(id, above.keys[i]!))
  }
  const place = (id: ShapeId) => ({ parent: view.parentOf(id), order: orders.get(id)! })
  const copies = copied(source, roots, { dx: by.x, dy: by.y, place })
  return { edits: [...edits, ...copies.edits], ids: copies.ids }
}

interface CopyOptions {
  readonly dx: number
  readonly dy: number
  readonly place: (root: ShapeId, index: number) => { parent: ShapeId | null; order: string }
}

/** New shapes like those of `source`, ids and the references among them renewed. */
function copied(source: RecordView, roots: readonly ShapeId[], { dx, dy, place }: CopyOptions): Copies {
  const renewed = new Map<ShapeId, ShapeId>()
  const all = withDescendants(source, roots)
  for (const id of all) renewed.set(id, newShapeId())
  const places = new Map(roots.map((id, i) => [id, place(id, i)]))
  const moved = new Map(
    movable(source, roots).map(({ id, geo }) => [id, geoAt(geo, geo[0] + dx, geo[1] + dy)]),
  )
  const edits = all.map((id): Edit => {
    const record = source.get(id)!
    const parent = source.parentOf(id)
    const own = places.get(id) ?? { parent: parent && renewed.get(parent)!, order: record.order }
    const data = renewedEnds(record, renewed)
    const shape = { ...record, ...own, id: renewed.get(id)!, geo: moved.get(id) ?? record.geo, data }
    return { do: 'create', shape }
  })
  return { edits, ids: roots.map((id) => renewed.get(id)!) }
}

function renewedEnds({ type, data }: ShapeRecord, renewed: ReadonlyMap<ShapeId, ShapeId>): ShapeData {
  if (type !== 'arrow') return data
  const renew = (end: ArrowEnd): ArrowEnd => {
    if (!('shape' in end)) return end
    const shape = renewed.get(end.shape)
    return shape ? { shape, anchor: end.anchor } : { point: [0, 0] }
  }
  return {
    ...data,
    ...(data.start ? { start: renew(data.start) } : {}),
    ...(data.end ? { end: renew(data.end) } : {}),
  }
}
