import { createRoute, z } from '@hono/zod-openapi'
import { newBoardId } from '../../../lib/board/ids'
import { MAX_BOARD_NAME_LENGTH } from '../../../lib/board/limits'
import type { BoardSummary } from '../../../lib/protocol/api'
import type { PictureRequest } from '../../../lib/formats/picture'
import { sanitiseName } from '../../../lib/protocol/person-name'
import type { Role } from '../../../lib/protocol/session'
import type { BoardRow } from '../../storage/storage'
import { ProblemError } from '../problems'
import type { HttpDeps } from '../ports'
import { exportDrawing } from '../write-drawing'
import { jsonBody, newRouter, spending, withBoard, withPerson } from './context'
import { answers, jsonOf } from './describe'
import {
  boardList,
  boardParams,
  boardSummary,
  createBoardBody,
  exportQuery,
  listQuery,
  previewQuery,
  renameBoardBody,
} from './schemas'

/** What a board is written as: media type, ending of its file, and which of the query's other keys mean something. */
const EXPORTS: Readonly<
  Record<'json' | PictureRequest['format'], { type: string; ending: string; takes: readonly string[] }>
> = {
  json: { type: 'application/json; charset=utf-8', ending: 'ardoise.json', takes: [] },
  svg: { type: 'image/svg+xml; charset=utf-8', ending: 'svg', takes: ['theme', 'background'] },
  png: { type: 'image/png', ending: 'png', takes: ['scale', 'theme', 'background'] },
}

/** What a board is called until somebody names it. */
const UNNAMED = 'Untitled board'

/** Boards: made, listed, renamed, deleted, exported. */
export function boardRoutes(deps: HttpDeps) {
  const { access, previews, rooms, session, storage } = deps

  const summaryOf = (board: BoardRow, role: Role): BoardSummary => ({
    id: board.id,
    name: board.name,
    role,
    createdAt: new Date(board.createdAt).toISOString(),
    updatedAt: new Date(board.updatedAt).toISOString(),
    people: session.peopleOn(board.id),
  })

  /** The list is the truth about names; the document carries a copy for programs that read nothing else. */
  async function nameDocument(board: BoardRow): Promise<BoardRow> {
    try {
      await rooms.edit(board.id, (document) => document.setName(board.name))
    } catch (error) {
      deps.log.warn({ err: error, board: board.id }, 'the name was not written into the document')
    }
    return (await storage.boards.get(board.id)) ?? board // writing it is a change, and changes are dated
  }

  return newRouter()
    .openapi(
      createRoute({
        method: 'get',
        path: '/boards',
        summary: 'The boards that the caller made or opened, last changed first',
        request: { query: listQuery },
        responses: answers({ 200: jsonOf(boardList, 'A page of boards') }, 'bad-request'),
      }),
      async (c) => {
        const { identity } = c.var
        if (!identity) return c.json({ boards: [], next: null }, 200)
        const { limit, cursor } = c.req.valid('query')
        const page = await storage.boards.listFor(identity.id, { limit, cursor: cursor ?? null })
        const boards = page.boards.flatMap((board) => {
          const role = access.roleOn(identity, board)
          const openedAt = board.openedAt === null ? null : new Date(board.openedAt).toISOString()
          return role === null ? [] : [{ ...summaryOf(board, role), openedAt }]
        })
        return c.json({ boards, next: page.next }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/boards',
        summary: 'Make a board; a caller without a cookie becomes a guest and gets one',
        middleware: [spending(deps, 'boards'), jsonBody, withPerson(deps)],
        request: { body: { required: true, ...jsonOf(createBoardBody, 'Its name') } },
        responses: answers(
          { 201: jsonOf(boardSummary, 'The board') },
          'bad-request',
          'wrong-origin',
          'too-many-requests',
        ),
      }),
      async (c) => {
        const { name } = c.req.valid('json')
        const board = await storage.boards.create({
          id: newBoardId(),
          name: name === undefined ? UNNAMED : cleanBoardName(name),
          ownerId: c.var.identity?.id ?? null,
        })
        c.header('Location', `/api/v1/boards/${board.id}`)
        return c.json(summaryOf(await nameDocument(board), 'owner'), 201)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/boards/{id}',
        summary: 'A board',
        middleware: [withBoard(deps, 'see')],
        request: { params: boardParams },
        responses: answers({ 200: jsonOf(boardSummary, 'The board') }, 'forbidden', 'no-such-board'),
      }),
      (c) => c.json(summaryOf(c.var.board, c.var.role), 200),
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/boards/{id}',
        summary: 'Rename a board',
        middleware: [withBoard(deps, 'rename'), jsonBody],
        request: { params: boardParams, body: { required: true, ...jsonOf(renameBoardBody, 'Its name') } },
        responses: answers(
          { 200: jsonOf(boardSummary, 'The board') },
          'bad-request',
          'forbidden',
          'no-such-board',
        ),
      }),
      async (c) => {
        const { id } = c.var.board
        const name = cleanBoardName(c.req.valid('json').name)
        const board = await storage.boards.rename(id, name)
        if (!board) throw new ProblemError('no-such-board', 'The board was deleted meanwhile.')
        session.boardRenamed(id, name)
        return c.json(summaryOf(await nameDocument(board), c.var.role), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/boards/{id}',
        summary: 'Delete a board with everything on it; only its owner may',
        middleware: [withBoard(deps, 'delete')],
        request: { params: boardParams },
        responses: answers({ 204: { description: 'It is gone' } }, 'forbidden', 'no-such-board'),
      }),
      async (c) => {
        const { id } = c.var.board
        await storage.boards.remove(id)
        session.boardDeleted(id)
        await rooms.closeBoard(id)
        await previews.forget(id)
        return c.body(null, 204)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/boards/{id}/preview',
        summary: 'The picture of a large board that its page shows until the board is there',
        middleware: [withBoard(deps, 'see')],
        request: { params: boardParams, query: previewQuery },
        responses: answers(
          { 200: { description: 'The picture', content: { 'image/webp': { schema: z.unknown() } } } },
          'bad-request',
          'forbidden',
          'no-such-board',
          'no-such-preview',
        ),
      }),
      async (c) => {
        const { at, theme } = c.req.valid('query')
        const picture = await previews.read(c.var.board, at, theme)
        if (!picture) throw new ProblemError('no-such-preview', 'The board has changed since; open its page.')
        // Asked for again each time: whoever may not see the board any more is not shown it by their browser.
        return new Response(new Uint8Array(picture), {
          headers: { 'content-type': 'image/webp', 'cache-control': 'private, no-store' },
        })
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/boards/{id}/export',
        summary: 'A board as a file: lossless as json, as it looks as svg or png',
        middleware: [withBoard(deps, 'see')],
        request: { params: boardParams, query: exportQuery },
        responses: answers(
          {
            200: {
              description: 'The file',
              content: Object.fromEntries(
                Object.values(EXPORTS).map(({ type }) => [type.split(';')[0]!, { schema: z.unknown() }]),
              ),
            },
          },
          'unknown-format',
          'bad-request',
          'forbidden',
          'no-such-board',
          'board-too-large',
          'busy',
        ),
      }),
      async (c) => {
        const { format, scale, theme, background } = c.req.valid('query')
        const kind = Object.hasOwn(EXPORTS, format) ? EXPORTS[format as keyof typeof EXPORTS] : null
        if (!kind) {
          const known = Object.keys(EXPORTS).map((name) => `format=${name}`)
          throw new ProblemError(
            'unknown-format',
            `There is ${known.join(', ')}, and not ${JSON.stringify(format)}.`,
          )
        }
        const asked = { scale, theme, background }
        const stray = Object.entries(asked).find(
          ([key, value]) => value !== undefined && !kind.takes.includes(key),
        )
        if (stray) throw new ProblemError('bad-request', `${stray[0]}: means nothing with format=${format}`)
        const { id, name } = c.var.board
        const picture: PictureRequest | null =
          format === 'svg' || format === 'png'
            ? {
                format,
                scale: Number(scale ?? 1),
                theme: theme ?? 'paper',
                background: background !== 'false',
              }
            : null
        const file = await exportDrawing({
          updates: await rooms.updatesOf(id),
          name,
          ...(picture && { picture }),
        })
        return new Response(file, {
          headers: {
            'content-type': kind.type,
            'cache-control': 'no-store',
            'content-disposition': attachment(`${name}.${kind.ending}`),
            // An SVG opened on its own is a document of this origin: it may show itself and nothing else.
            'content-security-policy':
              "default-src 'none'; style-src 'unsafe-inline'; font-src data:; sandbox",
          },
        })
      },
    )
}

function cleanBoardName(text: string): string {
  const name = sanitiseName(text, MAX_BOARD_NAME_LENGTH)
  if (name) return name
  throw new ProblemError('bad-request', 'name: a name needs at least one visible character')
}

/** A download under its own name: an ASCII fallback, and the real one percent-encoded (RFC 6266). */
function attachment(name: string): string {
  const safe = name.replace(/[/\\:*?"<>|]/g, '-')
  const encoded = encodeURIComponent(safe).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)
  return `attachment; filename="${safe.replace(/[^\x20-\x7E]/g, '_')}"; filename*=UTF-8''${encoded}`
}
