import type { IncomingMessage, ServerResponse } from 'node:http'
import { isBoardId } from '../../lib/board/ids'
import { frameHeader } from '../../lib/protocol/frame-stream'
import { OPENING_TYPE, SYNC_PATH } from '../../lib/protocol/sync'
import { announce } from '../rooms/announce'
import { positionFrame, updateFrame } from '../rooms/frames'
import { LIMITS } from '../rooms/limits'
import type { Opening } from '../rooms/room'
import type { HttpDeps } from './ports'
import { ProblemError, tooManyRequests } from './problems'

const PATH = new RegExp(`^${SYNC_PATH}([^/]+)/opening$`)

/** The board whose opening is asked for; null when the address is another. */
export const openingOf = (path: string): string | null => PATH.exec(path)?.[1] ?? null

type OpeningDeps = Pick<HttpDeps, 'access' | 'budgets' | 'metrics' | 'rooms' | 'stallMs' | 'storage'>

/**
 * `GET /sync/<board>/opening`: what a socket that has nothing is sent, as the body of an answer. Browsers take that in
 * many times faster than the messages of a socket. It costs its address what a socket does, and asks for the same
 * right. [SY14]
 */
export async function answerOpening(
  req: IncomingMessage,
  res: ServerResponse,
  id: string,
  { access, budgets, metrics, rooms, stallMs = LIMITS.queue.maxStallMs, storage }: OpeningDeps,
): Promise<void> {
  const seconds = await budgets.spend(req, 'joins')
  if (seconds !== null) throw tooManyRequests(seconds)
  const board = isBoardId(id) ? await storage.boards.get(id) : null
  if (!board) throw new ProblemError('no-such-board', 'The board does not exist, or was deleted.')
  if (access.roleOn(await access.identify(req.headers.cookie), board) === null)
    throw new ProblemError('forbidden', 'The board is not shared with you.')
  const opening = await rooms.openingOf(board.id)
  res.writeHead(200, { 'content-type': OPENING_TYPE, 'cache-control': 'no-store' })
  // Of one that takes nothing in any more, nothing is kept.
  res.setTimeout(stallMs, () => res.destroy())
  for (const frame of framesOf(opening)) {
    metrics.traffic.sync.out.board.add(frame.length)
    if (!(await take(res, frame))) return
  }
  res.end()
}

/** One after the other, so that no more than one is held for a slow reader. */
function* framesOf({ pieces, place }: Opening): Generator<Uint8Array> {
  const ahead = announce(pieces)
  if (ahead) yield ahead
  for (const piece of pieces) yield updateFrame(piece)
  // Last: whoever has it has everything before it.
  if (place) yield positionFrame(place)
}

/** Resolves when the next may be sent; false when nobody is there any more. */
async function take(res: ServerResponse, frame: Uint8Array): Promise<boolean> {
  if (res.destroyed) return false
  res.cork()
  res.write(frameHeader(frame))
  const hasRoom = res.write(frame)
  res.uncork()
  if (hasRoom) return true
  return new Promise((resolve) => {
    const over = () => {
      res.off('drain', over)
      res.off('close', over)
      resolve(!res.destroyed)
    }
    res.on('drain', over)
    res.on('close', over)
  })
}
