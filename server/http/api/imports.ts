import { createRoute } from '@hono/zod-openapi'
import type { BoardDocument, BoardMeta } from '../../../lib/board/document'
import { newBoardId, type BoardId } from '../../../lib/board/ids'
import { MAX_BOARD_NAME_LENGTH, MAX_SHAPES } from '../../../lib/board/limits'
import type { Edit } from '../../../lib/board/shape'
import { toEdits, type ImportedBoard } from '../../../lib/formats'
import { MAX_IMPORT_BYTES, type ImportReport } from '../../../lib/protocol/api'
import { sanitiseName } from '../../../lib/protocol/person-name'
import { readBody } from '../body'
import { ProblemError } from '../problems'
import type { HttpDeps } from '../ports'
import { putDrawing, tooManyShapes } from '../put-drawing'
import { readDrawing } from '../read-drawing'
import { newRouter, spending, withBoard, withPerson } from './context'
import { answers, jsonOf } from './describe'
import { boardParams, importQuery, importReport } from './schemas'

/** Files of 100 MB and what they parse to, at once in memory: more than this and the process is at risk. */
const MAX_READINGS = 3
/** Of all files that are arriving: who sends slowly holds up nobody but themselves. [B61] */
const MAX_ARRIVING_BYTES = 3 * MAX_IMPORT_BYTES
const UNNAMED_FILE = 'Imported drawing'
const fileBody = {
  required: true,
  description: 'The file itself',
  content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
} as const

/** Files of ours and of other programs, as a new board or onto one. */
export function importRoutes(deps: HttpDeps) {
  const { log, rooms, storage } = deps
  let arriving = 0
  let readings = 0
  const busy = () =>
    new ProblemError('busy', 'Other files are being imported. Try again shortly.', { 'retry-after': '5' })

  /** Reads a whole drawing or refuses it; nothing is written before. */
  async function receive(request: Request, name: string): Promise<ImportedBoard> {
    let held = 0
    const hold = (bytes: number) => {
      if (arriving + bytes > MAX_ARRIVING_BYTES) throw busy()
      arriving += bytes
      held += bytes
    }
    try {
      const bytes = await readBody(request, MAX_IMPORT_BYTES, { onBytes: hold })
      if (readings >= MAX_READINGS) throw busy()
      readings++
      const drawing = await readDrawing({ name, bytes }).finally(() => readings--)
      if (drawing.ok) return drawing.value
      throw new ProblemError(`file-${drawing.error.code}`, `${drawing.error.detail} Nothing was added.`)
    } finally {
      arriving -= held
    }
  }

  /** One import onto a board after the other: the ids that one brings are known to the next. */
  const turns = new Map<BoardId, Promise<unknown>>()
  async function inTurn(board: BoardId, work: () => Promise<void>): Promise<void> {
    const turn = (turns.get(board) ?? Promise.resolve()).then(work, work)
    turns.set(board, turn)
    await turn.finally(() => {
      if (turns.get(board) === turn) turns.delete(board)
    })
  }

  async function put(
    drawing: ImportedBoard,
    board: BoardId,
    meta: Partial<BoardMeta> = {},
  ): Promise<ImportReport> {
    await inTurn(board, () =>
      rooms.edit(board, async (document, room) => {
        document.setMeta(meta)
        await putDrawing(editsFor(drawing, document), document, room)
      }),
    )
    const { imported, changed, skipped } = drawing
    return { id: board, imported, changed, skipped }
  }

  /** A board that nobody was told of. What refused its drawing may refuse this too: then it goes as soon as that is over. */
  async function discard(id: BoardId): Promise<void> {
    const remove = () => storage.boards.remove(id)
    const later = async () => {
      await rooms.settled(id)
      await remove()
    }
    await remove().catch(() => {
      later().catch((error: unknown) =>
        log.error({ err: error, board: id }, 'a board without its drawing stays'),
      )
    })
    await rooms.closeBoard(id)
  }

  return newRouter()
    .openapi(
      createRoute({
        method: 'post',
        path: '/boards/import',
        summary: 'Make a board of a file (.ardoise.json, .excalidraw, .excalidrawlib)',
        middleware: [spending(deps, 'imports'), spending(deps, 'boards'), withPerson(deps)],
        request: { query: importQuery, body: fileBody },
        responses: answers(
          { 201: jsonOf(importReport, 'The board, and what of the file is on it') },
          'file-not-json',
          'file-too-large',
          'board-full',
          'file-too-many',
          'too-many-requests',
        ),
      }),
      async (c) => {
        const fileName = c.req.valid('query').name ?? UNNAMED_FILE
        const drawing = await receive(c.req.raw, fileName)
        const name = sanitiseName(drawing.name ?? '', MAX_BOARD_NAME_LENGTH) || UNNAMED_FILE
        const { id } = await storage.boards.create({
          id: newBoardId(),
          name,
          ownerId: c.var.identity?.id ?? null,
        })
        c.header('Location', `/api/v1/boards/${id}`)
        try {
          return c.json(await put(drawing, id, { name, background: drawing.background }), 201)
        } catch (error) {
          await discard(id)
          throw error
        }
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/boards/{id}/import',
        summary: 'Add what is in a file to a board',
        middleware: [withBoard(deps, 'edit'), spending(deps, 'imports')],
        request: { params: boardParams, query: importQuery, body: fileBody },
        responses: answers(
          { 200: jsonOf(importReport, 'What of the file is on the board') },
          'file-not-json',
          'file-too-large',
          'board-full',
          'file-too-many',
          'forbidden',
          'no-such-board',
          'too-many-requests',
        ),
      }),
      async (c) => {
        const drawing = await receive(c.req.raw, c.req.valid('query').name ?? UNNAMED_FILE)
        return c.json(await put(drawing, c.var.board.id), 200)
      },
    )
}

/** What makes a board hold a drawing too; refused when that is more than a board holds. */
function editsFor(drawing: ImportedBoard, document: BoardDocument): Edit[] {
  // On an empty board nothing collides: the drawing stays as it is, its order to the letter.
  if (document.size === 0) return drawing.shapes.map((shape): Edit => ({ do: 'create', shape }))
  if (document.size + drawing.shapes.length <= MAX_SHAPES) return toEdits(drawing, document)
  throw tooManyShapes()
}
