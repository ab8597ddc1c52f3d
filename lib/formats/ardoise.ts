import { pointsOf } from '../board/points'
import type { BoardView } from '../board/shape'

/** A board as an `.ardoise.json` file: lossless, and the same bytes for the same board. */
export function writeArdoise(
  view: BoardView,
  board: { readonly name: string; readonly background: string | null },
): string {
  const shapes = [...view.all()].map((shape) => (shape.points ? { ...shape, points: pointsOf(shape) } : shape))
  return JSON.stringify({ type: 'ardoise', version: 1, board, shapes })
}
