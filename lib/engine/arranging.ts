import type { ShapeId } from '../board/ids'
import { alignShapes, distributeShapes, flipShapes, type Alignment } from '../board/operations'
import type { BoardView, Edit } from '../board/shape'
import { boxAroundShapes } from './selection'

/** What a person can have done with where the selected shapes stand among each other. */
export type Arrangement = Alignment | `${'distribute' | 'flip'}-${'horizontally' | 'vertically'}`

/** The edits that bring shapes into an arrangement. */
export function arranged(board: BoardView, ids: readonly ShapeId[], how: Arrangement): Edit[] {
  const boundsOf = (id: ShapeId) => boxAroundShapes(board, [id])
  switch (how) {
    case 'distribute-horizontally':
      return distributeShapes(board, ids, 'x', boundsOf)
    case 'distribute-vertically':
      return distributeShapes(board, ids, 'y', boundsOf)
    case 'flip-horizontally':
      return flipShapes(board, ids, 'x', boundsOf)
    case 'flip-vertically':
      return flipShapes(board, ids, 'y', boundsOf)
    default:
      return alignShapes(board, ids, how, boundsOf)
  }
}
