import type { ShapeId } from '../board/ids'
import type { BoardView, ShapeRecord } from '../board/shape'

/** The shapes themselves in place of groups, however deep. */
export function* leavesOf(board: BoardView, ids: Iterable<ShapeId>): Generator<ShapeRecord, void> {
  for (const id of ids) {
    const record = board.get(id)
    if (record?.type === 'group') yield* leavesOf(board, board.childrenOf(id))
    else if (record) yield record
  }
}
