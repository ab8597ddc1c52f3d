import { boxAround, cornersOf, type Box } from '../geometry/box'
import type { ShapeId } from '../board/ids'
import type { BoardView } from '../board/shape'
import { place } from '../shapes/index'

/** Ids that are on the board, without those that are inside another of them. */
export function sane(board: BoardView, ids: readonly ShapeId[]): readonly ShapeId[] {
  const wanted = new Set(ids.filter((id) => board.get(id) !== undefined))
  const isCovered = (id: ShapeId) => {
    for (let at = board.parentOf(id); at !== null; at = board.parentOf(at)) if (wanted.has(at)) return true
    return false
  }
  return [...wanted].filter((id) => !isCovered(id))
}

/** The shapes themselves in place of groups, however deep. */
export function leavesOf(board: BoardView, ids: readonly ShapeId[]): ShapeId[] {
  return ids.flatMap((id) => (board.get(id)?.type === 'group' ? leavesOf(board, board.childrenOf(id)) : [id]))
}

/** The upright page box around shapes, as they are turned; null when none is there. */
export function boxAroundShapes(board: BoardView, ids: readonly ShapeId[]): Box | null {
  const placed = ids.flatMap((id) => place(board, id) ?? [])
  if (placed.length === 0) return null
  return boxAround(placed.flatMap(({ box, rotation }) => cornersOf(box, rotation)))
}
