import { isBoardId, type BoardId } from '../board/ids'
import type { Role } from './session'

/** How the server tells the page of a board which board it is; removed from every request that comes in. */
export const BOARD_HEADER = 'x-ardoise-board'

/** In place of a board, when the storage did not say which it is. */
export const BOARD_UNAVAILABLE = 'unavailable'

/** What a board's own link gives to whoever has it. */
export type LinkRole = 'none' | 'view' | 'edit'

/** An upright box in page units. */
interface PageBox {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

/** A picture of the board as it is stored, shown until the board itself is there. */
export interface PagePreview {
  /** The place in the board's log that it shows, as it stands in the picture's address. */
  readonly at: string
  /** Around everything on the board: what a new visitor's view is fitted to. */
  readonly contents: PageBox
  /** What the picture shows. */
  readonly area: PageBox
  /** Px of the picture per page unit. */
  readonly scale: number
  /** The board's own colour, as CSS; null: that of the theme. */
  readonly background: string | null
}

/** The address of a preview's picture. */
export const previewPath = (board: BoardId, { at }: Pick<PagePreview, 'at'>, theme: string): string =>
  `/api/v1/boards/${board}/preview?at=${at}&theme=${theme}`

export interface PageBoard {
  readonly id: BoardId
  readonly name: string
  /** Null: the visitor may do nothing here. */
  readonly role: Role | null
  readonly linkRole: LinkRole
  /** Null: none was drawn of the board as it is. */
  readonly preview: PagePreview | null
  /** It takes long to come, whichever way it comes. */
  readonly isLarge: boolean
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
