import { createHash, randomBytes } from 'node:crypto'
import { isBoardId, err, ok, type Result } from '../../lib/board/ids'
import { SESSION_KEY_PATTERN, type ConnectRefusal } from '../../lib/protocol/session'
import type { Access } from '../access/access'
import type { BoardRow, BoardStore } from '../storage/storage'
import { Session } from './session'

/** What a connection says of itself: the board in the address, the tab's key, and the browser's cookie. */
export interface Handshake {
  readonly board: unknown
  readonly key: unknown
  readonly cookie: string | undefined
  readonly socketId: string
}

const digest = (...parts: string[]) =>
  createHash('sha256').update(parts.join('\n')).digest('base64url').slice(0, 16)

/** Who a connection is and what it may do here, from the cookie and the board alone; nothing else is believed. */
export async function admit(
  handshake: Handshake,
  deps: {
    readonly access: Pick<Access, 'identify' | 'roleOn'>
    readonly boards: Pick<BoardStore, 'get'>
    readonly now: () => number
  },
): Promise<Result<{ session: Session; board: BoardRow }, { readonly code: ConnectRefusal }>> {
  const boardId = handshake.board
  if (!isBoardId(boardId)) return err({ code: 'no-such-board' })
  const [identity, board] = await Promise.all([
    deps.access.identify(handshake.cookie),
    deps.boards.get(boardId),
  ])
  if (!board) return err({ code: 'no-such-board' })
  const role = deps.access.roleOn(identity, board)
  if (!role) return err({ code: 'forbidden' })

  const isKey = typeof handshake.key === 'string' && SESSION_KEY_PATTERN.test(handshake.key)
  const key = isKey ? handshake.key : randomBytes(24).toString('base64url')
  const id = digest('session', key)
  // Per board, so that nobody can follow a person from one board to the next by it.
  const person = identity ? digest('person', boardId, identity.id) : digest('guest', key)
  const { socketId } = handshake
  return ok({ session: new Session({ id, key, boardId, identity, person, role, socketId }, deps.now), board })
}
