import type { ShapeId } from '../../lib/board/ids'
import type { BoardView } from '../../lib/board/shape'
import type { Point } from '../../lib/geometry/point'
import { hitShape, place } from '../../lib/shapes'
import type { Placed } from '../../lib/shapes/define'

/**
 * What a click at a page point means: the shape that lies uppermost there, where there is none the hollow shape
 * around it; for one in a group the outermost group, unless it or a group around it is among `chosen`.
 */
export function topmostAt(
  board: BoardView,
  at: Point,
  slop: number,
  chosen: readonly ShapeId[] = [],
): ShapeId | null {
  const search = (parent: ShapeId | null, isHit: (shape: Placed) => boolean): ShapeId | null => {
    for (const id of [...board.childrenOf(parent)].reverse()) {
      const type = board.get(id)?.type
      const inside = type === 'frame' || type === 'group' ? search(id, isHit) : null
      if (inside !== null) return type === 'group' && !chosen.includes(inside) ? id : inside
      const placed = type === 'group' ? undefined : place(board, id)
      if (placed && isHit(placed)) return id
    }
    return null
  }
  return (
    search(null, (shape) => hitShape(shape, at, slop)) ??
    search(null, (shape) => hitShape(filled(shape), at, slop))
  )
}

const filled = ({ record, ...rest }: Placed): Placed => ({
  ...rest,
  record: { ...record, style: { ...record.style, fill: 'ink' } },
})
