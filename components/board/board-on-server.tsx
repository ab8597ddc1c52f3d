import type { BoardProps } from './board'

export type { BoardProps } from './board'

/** What the server renders of an open board: nothing. Its document engine is the browser's, and would be there twice. */
export function Board(_: BoardProps) {
  return null
}
