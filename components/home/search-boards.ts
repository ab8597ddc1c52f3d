import type { BoardSummary } from '../../lib/protocol/api'

/** Without accents and case, so that `ete` finds `Été`. */
const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** The boards whose names hold every word of the query, in the order given. */
export function searchBoards(boards: readonly BoardSummary[], query: string): readonly BoardSummary[] {
  const words = fold(query).split(/\s+/).filter(Boolean)
  return words.length === 0
    ? boards
    : boards.filter((board) => words.every((word) => fold(board.name).includes(word)))
}
