import type { ShapeId } from '../../lib/board/ids'
import type { BoardView } from '../../lib/board/shape'
import type { Point } from '../../lib/geometry/point'
import { hitShape, place } from '../../lib/shapes'

/** The shape that lies uppermost at a page point; for one in a group, the outermost group. */
export function topmostAt(board: BoardView, at: Point, slop: number): ShapeId | null {
  const search = (parent: ShapeId | null): ShapeId | null => {
    for (const id of [...board.childrenOf(parent)].reverse()) {
      const type = board.get(id)?.type
      const inside = type === 'frame' || type === 'group' ? search(id) : null
      if (inside !== null) return type === 'group' ? id : inside
      const placed = type === 'group' ? undefined : place(board, id)
      if (placed && hitShape(placed, at, slop)) return id
    }
    return null
  }
  return search(null)
}
