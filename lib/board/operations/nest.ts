import { isContainer } from '../hierarchy'
import type { ShapeId } from '../ids'
import { MAX_NESTING } from '../limits'
import type { BoardView, Edit, ShapeRecord } from '../shape'
import { keysAbove, keysOnTop } from './arrange'
import { freeArrows } from './remove'
import { geoAt, inPaintOrder, outermost, type LastPoint } from './tree'

/** Origin on the page of what is inside `parent`. */
export function originIn(
  view: BoardView,
  parent: ShapeId | null,
): { readonly x: number; readonly y: number } {
  if (parent === null) return { x: 0, y: 0 }
  const { x, y } = view.originOf(parent)
  const record = view.get(parent)
  return record?.type === 'frame' ? { x: x + record.geo[0], y: y + record.geo[1] } : { x, y }
}

function depthOf(view: BoardView, id: ShapeId | null): number {
  let depth = 0
  for (let at = id; at !== null; at = view.parentOf(at)) depth++
  return depth
}

/** Containers inside one another below a shape, itself included. */
function heightOf(view: BoardView, id: ShapeId): number {
  let height = 0
  for (let level: readonly ShapeId[] = [id]; level.length > 0; height++) {
    level = level.flatMap((parent) => view.childrenOf(parent))
  }
  return height
}

/** Patches that shift what a shape's own units hold by `dx`, `dy`: itself, or a group's children. */
function shifted(
  view: BoardView,
  record: ShapeRecord,
  dx: number,
  dy: number,
): Map<ShapeId, ShapeRecord['geo']> {
  const geos = new Map<ShapeId, ShapeRecord['geo']>()
  if (dx === 0 && dy === 0) return geos
  const queue = [record]
  for (const { id, type, geo } of queue) {
    if (type === 'group') queue.push(...view.childrenOf(id).map((child) => view.get(child)!))
    else geos.set(id, geoAt(geo, geo[0] + dx, geo[1] + dy))
  }
  return geos
}

/** Edits that put one shape into `parent` under `order`, at the same place on the page. */
function adopt(view: BoardView, id: ShapeId, parent: ShapeId | null, origin: Point, order?: string): Edit[] {
  const record = view.get(id)!
  const old = view.originOf(id)
  const geos = shifted(view, record, old.x - origin.x, old.y - origin.y)
  const geo = geos.get(id)
  geos.delete(id)
  const own = { parent, ...(order === undefined ? {} : { order }), ...(geo ? { geo } : {}) }
  return [
    { do: 'patch', id, patch: own },
    ...[...geos].map(([child, place]): Edit => ({ do: 'patch', id: child, patch: { geo: place } })),
  ]
}
type Point = { readonly x: number; readonly y: number }

/**
 * Put shapes into a frame, a group or onto the page, on top of what is there, at the same place on the page. A
 * shape that would end up inside itself or nested too deep stays where it is; a group left empty goes.
 */
export function reparentShapes(view: BoardView, ids: Iterable<ShapeId>, parent: ShapeId | null): Edit[] {
  if (parent !== null && !isContainer(view.get(parent))) return []
  const room = MAX_NESTING + 1 - depthOf(view, parent)
  const moving = inPaintOrder(view, outermost(view, ids)).filter(
    (id) => view.parentOf(id) !== parent && !isInside(view, parent, id) && heightOf(view, id) <= room,
  )
  if (moving.length === 0) return []
  const { keys, edits } = keysOnTop(view, parent, moving.length)
  const origin = originIn(view, parent)
  return [
    ...edits,
    ...settled(view, moving),
    ...moving.flatMap((id, i) => adopt(view, id, parent, origin, keys[i])),
    ...emptied(view, new Set(moving)),
  ]
}

/**
 * A circle of containers is broken by every reader at the same place. Taking a member out of it would undo that and
 * move another one, so what the readers see is written first.
 */
function settled(view: BoardView, moving: readonly ShapeId[]): Edit[] {
  const edits = new Map<ShapeId, Edit>()
  for (const id of moving) {
    const seen = new Set<ShapeId>()
    for (
      let at = view.get(id);
      at && !seen.has(at.id);
      at = at.parent === null ? undefined : view.get(at.parent)
    ) {
      seen.add(at.id)
      const parent = view.parentOf(at.id)
      if (at.parent !== parent && at.id !== id)
        edits.set(at.id, { do: 'patch', id: at.id, patch: { parent } })
    }
  }
  return [...edits.values()]
}

function isInside(view: BoardView, id: ShapeId | null, container: ShapeId): boolean {
  for (let at = id; at !== null; at = view.parentOf(at)) if (at === container) return true
  return false
}

/** Removal of groups whose children all leave. */
function emptied(view: BoardView, leaving: Set<ShapeId>): Edit[] {
  const edits: Edit[] = []
  for (const id of leaving) {
    const parent = view.parentOf(id)
    if (parent === null || leaving.has(parent) || view.get(parent)?.type !== 'group') continue
    if (!view.childrenOf(parent).every((child) => leaving.has(child))) continue
    leaving.add(parent)
    edits.push({ do: 'remove', id: parent })
  }
  return edits
}

/** The innermost container that all of `ids` are in. */
function commonParent(view: BoardView, ids: readonly ShapeId[]): ShapeId | null {
  const [first, ...others] = ids
  for (let parent = first === undefined ? null : view.parentOf(first); ; parent = view.parentOf(parent)) {
    if (parent === null) return null
    const container = parent
    if (others.every((id) => isInside(view, id, container))) return container
  }
}

/**
 * Make a group of two shapes or more, right above the topmost of them in the innermost container they share. None
 * when there are fewer, or when it would be nested too deep.
 */
export function groupShapes(view: BoardView, ids: Iterable<ShapeId>, groupId: ShapeId): Edit[] {
  const members = inPaintOrder(view, outermost(view, ids))
  if (members.length < 2) return []
  const parent = commonParent(view, members)
  const tallest = Math.max(...members.map((id) => heightOf(view, id)))
  if (depthOf(view, parent) + 1 + tallest > MAX_NESTING + 1) return []

  let top = members.at(-1)!
  for (let up = view.parentOf(top); up !== parent && up !== null; up = view.parentOf(up)) top = up
  const { keys, edits } = keysAbove(view, top, 1)
  const origin = originIn(view, parent)
  const { keys: inner } = keysOnTop(view, groupId, members.length)
  const group: ShapeRecord = {
    id: groupId,
    type: 'group',
    geo: [0, 0, 0, 0, 0],
    style: {},
    order: keys[0]!,
    parent,
    data: {},
  }
  return [
    ...edits,
    { do: 'create', shape: group },
    ...settled(view, members),
    ...members.flatMap((id, i) => adopt(view, id, groupId, origin, inner[i])),
    ...emptied(view, new Set(members)),
  ]
}

/**
 * Take groups apart: their children go to the group's own parent, in the group's place. Arrows attached to the
 * group keep their last points. Returns the edits; the freed shapes are the groups' children.
 */
export function ungroupShapes(view: BoardView, ids: Iterable<ShapeId>, lastPoint?: LastPoint): Edit[] {
  const groups = outermost(view, ids).filter((id) => view.get(id)!.type === 'group')
  return groups.flatMap((id): Edit[] => {
    const parent = view.parentOf(id)
    const children = view.childrenOf(id)
    const { keys, edits } = keysAbove(view, id, children.length)
    return [
      ...edits,
      ...children.flatMap((child, i) => adopt(view, child, parent, originIn(view, parent), keys[i])),
      ...freeArrows(view, new Set([id]), lastPoint),
      { do: 'remove', id },
    ]
  })
}
