import { boxAround, centreOf, cornersOf, intersects, type Box } from '../../geometry/box'
import type { ShapeId } from '../../board/ids'
import type { BoardView } from '../../board/shape'
import { place } from '../../shapes/index'
import type { Neighbours } from '../../tools/snap/snapper'
import type { Scene } from './scene'

/** More boxes than this to line up with would pull everywhere and mean nothing. */
const MOST_NEIGHBOURS = 120
/** Items looked at before the search ends: what is dragged itself, and what nothing lines up with, are many at times. */
const MOST_VISITED = 2_000
/** What was gathered is good for at least this share of the view, so that a crowd is not asked at every move. */
const LEAST_RADIUS = 1 / 8
/** Nobody sees the box around a stroke or an arrow, so a guide to it would lead to nothing. */
const WITHOUT_EDGES: ReadonlySet<string> = new Set(['pen', 'marker', 'arrow'])

/**
 * The upright boxes in view that are nearest to `around`, a group as one; without `own` and what is in it. Takes as
 * long on a full board as on an empty one.
 */
export function neighboursIn(scene: Scene, view: Box, around: Box, own: readonly ShapeId[]): Neighbours {
  const { board } = scene
  const ownIds = new Set(own)
  const entered = groupsAround(board, own)
  const units = new Set<ShapeId>()
  const boxes: Box[] = []
  let radius = Infinity
  let visited = 0
  for (const { item, distance } of scene.nearest(around, view)) {
    if (++visited > MOST_VISITED || boxes.length >= MOST_NEIGHBOURS) {
      radius = Math.max(distance, Math.max(view.w, view.h) * LEAST_RADIUS)
      break
    }
    const unit = unitOf(board, item.id, ownIds, entered)
    if (unit === null || units.has(unit)) continue
    if (unit === item.id && WITHOUT_EDGES.has(item.placed.record.type)) continue
    units.add(unit)
    const placed = place(board, unit)
    if (!placed) continue
    const box = boxAround(cornersOf(placed.box, placed.rotation))
    if (item.clip && !intersects(item.clip, { ...centreOf(box), w: 0, h: 0 })) continue
    boxes.push(box)
  }
  return { boxes, radius }
}

/** The groups that hold what is dragged: their other members line up one by one. */
function groupsAround(board: BoardView, ids: readonly ShapeId[]): ReadonlySet<ShapeId> {
  const around = new Set<ShapeId>()
  for (const id of ids) {
    let parent = board.parentOf(id)
    while (parent !== null && !around.has(parent)) {
      around.add(parent)
      parent = board.parentOf(parent)
    }
  }
  return around
}

/** What lines up as one with a shape: the outermost group around it that is not entered; null for what is dragged. */
function unitOf(
  board: BoardView,
  id: ShapeId,
  own: ReadonlySet<ShapeId>,
  entered: ReadonlySet<ShapeId>,
): ShapeId | null {
  let unit = id
  let isOpen = true
  for (let at: ShapeId | null = id; at !== null; at = board.parentOf(at)) {
    if (own.has(at)) return null
    if (at === id) continue
    if (board.get(at)?.type !== 'group' || entered.has(at)) isOpen = false
    else if (isOpen) unit = at
  }
  return unit
}
