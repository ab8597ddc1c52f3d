import * as encoding from 'lib0/encoding'
import type { BoardDocument } from '../../lib/board/document'
import type { ShapeId } from '../../lib/board/ids'
import { MAX_SHAPES, MAX_SHAPES_PER_TRANSACTION } from '../../lib/board/limits'
import type { Edit } from '../../lib/board/shape'
import type { EditedBoard } from './ports'
import { ProblemError } from './problems'

/** A slow link carries it between two heartbeats; a shape alone may have more. */
const MAX_PIECE_BYTES = 256 * 1024
/** What Yjs writes around a shape and its keys. */
const SHAPE_OVERHEAD_BYTES = 100

/** Lets others draw between two pieces. */
const nextTask = () => new Promise<void>((resolve) => setImmediate(resolve))

/**
 * Makes all of the edits, or none of them: when storage refuses, what was made already is taken back before the refusal
 * is passed on, so that whoever tries again has the drawing once. A transaction for 500 shapes or 256 KiB, each its own turn of the
 * event loop and a commit of its own. [F05]
 */
export async function putDrawing(
  edits: readonly Edit[],
  document: BoardDocument,
  { committed, hasRoomFor }: EditedBoard,
): Promise<void> {
  const created: ShapeId[] = []
  const pieces: Piece[] = []
  for (const piece of cut(edits)) {
    pieces.push(piece)
    await nextTask()
  }
  try {
    await committed() // while storage fails nothing is begun
    if (!(await hasRoomFor(pieces.reduce((sum, { bytes }) => sum + bytes, 0)))) throw boardFull()
    for (const { edits: piece, bytes } of pieces) {
      if (!(await hasRoomFor(bytes))) throw boardFull() // of what others drew meanwhile
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

interface Piece {
  readonly edits: readonly Edit[]
  readonly bytes: number
}

/** Transactions that fit: each is one frame on the wire. */
function* cut(edits: readonly Edit[]): Iterable<Piece> {
  let piece: Edit[] = []
  let bytes = 0
  for (const edit of edits) {
    const size = bytesOf(edit)
    if (piece.length === MAX_SHAPES_PER_TRANSACTION || (piece.length > 0 && bytes + size > MAX_PIECE_BYTES)) {
      yield { edits: piece, bytes }
      ;[piece, bytes] = [[], 0]
    }
    piece.push(edit)
    bytes += size
  }
  if (piece.length > 0) yield { edits: piece, bytes }
}

/** About what an edit adds to the board as it is stored. */
function bytesOf(edit: Edit): number {
  if (edit.do !== 'create') return SHAPE_OVERHEAD_BYTES
  const encoder = encoding.createEncoder()
  encoding.writeAny(encoder, edit.shape as unknown as Parameters<typeof encoding.writeAny>[1])
  return SHAPE_OVERHEAD_BYTES + encoding.length(encoder)
}

const boardFull = () =>
  new ProblemError(
    'board-full',
    'With this file the board would be larger than a board may be. Nothing was added. Delete what is not needed, or import it as a new board, in several files if need be.',
  )

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
