import type { BoardDocument } from '../../lib/board/document'
import type { ShapeId } from '../../lib/board/ids'
import { MAX_SHAPES, MAX_SHAPES_PER_TRANSACTION } from '../../lib/board/limits'
import type { Edit } from '../../lib/board/shape'
import type { EditedBoard } from './ports'
import { ProblemError } from './problems'

/** Lets others draw between two pieces. */
const nextTask = () => new Promise<void>((resolve) => setImmediate(resolve))

/**
 * Makes all of the edits, or none of them: when storage refuses, what was made already is taken back before the refusal
 * is passed on, so that whoever tries again has the drawing once. A transaction for 500 shapes, each its own turn of the
 * event loop and a commit of its own. [F05]
 */
export async function putDrawing(
  edits: readonly Edit[],
  document: BoardDocument,
  { committed }: EditedBoard,
): Promise<void> {
  const created: ShapeId[] = []
  try {
    await committed() // while storage fails nothing is begun
    for (let from = 0; from < edits.length; from += MAX_SHAPES_PER_TRANSACTION) {
      const piece = edits.slice(from, from + MAX_SHAPES_PER_TRANSACTION)
      const applied = document.apply(piece)
      if (!applied.ok && applied.error.code === 'too-many') throw tooManyShapes() // of others, who drew meanwhile
      if (!applied.ok) throw new Error(`an imported shape was refused: ${JSON.stringify(applied.error)}`)
      for (const edit of piece) if (edit.do === 'create') created.push(edit.shape.id)
      await committed()
    }
  } catch (error) {
    await takeBack(created, document)
    throw error
  }
}

export const tooManyShapes = () =>
  new ProblemError(
    'file-too-many',
    `A board holds ${MAX_SHAPES} shapes; with this file it would hold more. Nothing was added.`,
  )

/** Not waited for: what is not committed yet is behind these in the log, and both are committed together. */
async function takeBack(created: readonly ShapeId[], document: BoardDocument): Promise<void> {
  for (let from = 0; from < created.length; from += MAX_SHAPES_PER_TRANSACTION) {
    const piece = created.slice(from, from + MAX_SHAPES_PER_TRANSACTION)
    document.apply(piece.map((id) => ({ do: 'remove', id })))
    await nextTask()
  }
}
