import type { IncomingMessage, ServerResponse } from 'node:http'
import { isBoardId, type BoardId } from '../../lib/board/ids'
import type { Identity } from '../access/access'
import { BOARD_HEADER, BOARD_UNAVAILABLE, writeBoardHeader } from '../../lib/protocol/page'
import { AHEAD_BYTES } from '../../lib/protocol/sync'
import type { HttpDeps } from './ports'
import { setContentSecurityPolicy } from './security'

const BOARD_PAGE = /^\/b\/([^/]*)\/?$/

type PageDeps = Pick<
  HttpDeps,
  'config' | 'storage' | 'access' | 'budgets' | 'rooms' | 'previews' | 'next' | 'log'
>

/**
 * Pages: the visitor gets an identity with the first one, and the board's page is told by a header which board
 * it is and what the visitor may do there. The header cannot come from outside; without it there is no board.
 */
export function createPages(deps: PageDeps) {
  const { config, storage, access, budgets, rooms, previews, next, log } = deps

  /** Asked for by the browser ahead of a visit that may never happen. */
  const isPrefetch = (req: IncomingMessage) =>
    req.headers['next-router-prefetch'] !== undefined || req.headers['purpose'] === 'prefetch'

  async function introduceBoard(
    req: IncomingMessage,
    res: ServerResponse,
    id: BoardId,
    identity: Identity | null,
  ) {
    const board = await storage.boards.get(id)
    if (!board) return
    const role = access.roleOn(identity, board)
    const preview = role === null ? null : await previews.of(board)
    req.headers[BOARD_HEADER] = writeBoardHeader({
      id,
      name: board.name,
      role,
      linkRole: config.defaultLinkRole,
      preview,
      // Of one that is not in memory a picture was drawn, if it is large.
      isLarge: preview !== null || (rooms.bytesOf(id) ?? 0) > AHEAD_BYTES,
    })
    if (role === null) res.statusCode = 403
    if (role === null || identity === null || isPrefetch(req)) return
    // Whether it shows up on their home page decides nothing about this visit, nor is it waited for.
    storage.boards.visited(id, identity.id).catch((error: unknown) => {
      log.warn({ err: error, board: id }, 'visit not recorded')
    })
  }

  /** Who visits, and which board. */
  async function introduce(req: IncomingMessage, res: ServerResponse, boardId: string | undefined) {
    // Over its budget an address is still shown pages, to people whom nobody remembers.
    const mayIssue = async () => (await budgets.spend(req, 'guests')) === null
    const { identity, setCookie } = await access.welcome(req, mayIssue)
    if (setCookie) res.setHeader('Set-Cookie', setCookie)
    if (isBoardId(boardId)) await introduceBoard(req, res, boardId, identity)
  }

  return async function servePage(req: IncomingMessage, res: ServerResponse, path: string): Promise<void> {
    setContentSecurityPolicy(req, res, config.isDevelopment)
    const boardId = BOARD_PAGE.exec(path)?.[1]
    if (path === '/' || boardId !== undefined) {
      await introduce(req, res, boardId).catch((error: unknown) => {
        // The page itself says what is wrong, better than no page.
        log.error({ err: error }, 'a page is served without its visitor')
        req.headers[BOARD_HEADER] = BOARD_UNAVAILABLE
      })
    }
    await next(req, res)
  }
}
