import { isBoardId, type BoardId } from '../board/ids'
import type { Role } from './session'

/** How the server tells the page of a board which board it is; removed from every request that comes in. */
export const BOARD_HEADER = 'x-ardoise-board'

/** In place of a board, when the storage did not say which it is. */
export const BOARD_UNAVAILABLE = 'unavailable'

/** What a board's own link gives to whoever has it. */
export type LinkRole = 'none' | 'view' | 'edit'

export interface PageBoard {
  readonly id: BoardId
  readonly name: string
  /** Null: the visitor may do nothing here. */
  readonly role: Role | null
  readonly linkRole: LinkRole
}

/** Headers are Latin-1; names are not. */
export const writeBoardHeader = (board: PageBoard): string => encodeURIComponent(JSON.stringify(board))

/** The board of a request; null when the server knows of none, thrown when it could not know. */
export function readBoardHeader(value: string | null): PageBoard | null {
  if (value === null) return null
  if (value === BOARD_UNAVAILABLE) throw new Error('the storage does not answer')
  const board = JSON.parse(decodeURIComponent(value)) as PageBoard
  return isBoardId(board.id) ? board : null
}
