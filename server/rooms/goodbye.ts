import { MAX_PIECE_BYTES } from '../../lib/protocol/frame-stream'
import { CLOSE } from '../../lib/protocol/sync'
import type { Metrics } from '../observe/metrics'
import type { FrameSocket } from './frame-socket'
import { LIMITS } from './limits'

/** A connection that broke without a word; never sent. */
const CUT = 1006
/** What `ws` has said already: the frame is longer than it was told to read [B11], or is none. */
const SAID_BY_WS = { tooLong: 1009, notWebSocket: 1002 }

/** Every way in which the server ends a `/sync` connection. The key is the reason it is counted by. */
export const GOODBYE = {
  restart: { code: CLOSE.restarting, says: 'the server restarts' },
  'no-such-board': { code: CLOSE.noSuchBoard, says: 'no such board' },
  deleted: { code: CLOSE.noSuchBoard, says: 'this board was deleted' },
  recovered: { code: CLOSE.recovered, says: 'the board was recovered from a backup' },
  'not-shared': { code: CLOSE.forbidden, says: 'this board is not shared with you' },
  'slow-to-authenticate': { code: CLOSE.slowToAuthenticate, says: 'too slow' },
  'board-full': { code: CLOSE.tryLater, says: 'the board is full' },
  'board-closed': { code: CLOSE.tryLater, says: 'the board cannot be opened now' },
  'too-many-joins': { code: CLOSE.tooFast, says: 'too many connections from this address' },
  internal: { code: CLOSE.tryLater, says: 'internal error' },

  'frame-too-long': { code: SAID_BY_WS.tooLong, says: '' },
  'bad-websocket': { code: SAID_BY_WS.notWebSocket, says: '' },
  'viewer-frame': { code: CLOSE.tooLarge, says: `frames end at ${LIMITS.viewerFrameBytes} bytes` },
  'state-vector': { code: CLOSE.tooLarge, says: `state vectors end at ${LIMITS.step1Bytes} bytes` },
  'awareness-frame': { code: CLOSE.tooLarge, says: `awareness ends at ${LIMITS.awarenessFrameBytes} bytes` },
  'byte-rate': { code: CLOSE.tooFast, says: 'too many bytes a second' },
  'message-rate': { code: CLOSE.tooFast, says: 'too many messages a second' },
  'awareness-flood': { code: CLOSE.tooFast, says: 'too many awareness entries' },

  'bad-piece': { code: CLOSE.malformed, says: 'not a piece of a document connection' },
  'piece-too-long': { code: CLOSE.tooLarge, says: `pieces end at ${MAX_PIECE_BYTES} bytes` },
  'frame-in-pieces-too-long': { code: CLOSE.tooLarge, says: `frames end at ${LIMITS.frameBytes} bytes` },
  'pieces-ahead': { code: CLOSE.tooFast, says: 'too much before the board is open' },
  'too-many-tunnels': { code: CLOSE.tooFast, says: 'too many connections of this tab' },

  'text-frame': { code: CLOSE.malformed, says: 'text frames are not spoken here' },
  'bad-frame': { code: CLOSE.malformed, says: 'not a message of this protocol' },
  'bad-state-vector': { code: CLOSE.malformed, says: 'not a state vector' },
  'bad-awareness': { code: CLOSE.malformed, says: 'not awareness' },
  'bad-update': { code: CLOSE.malformed, says: 'not a whole update' },
  'too-many-writers': { code: CLOSE.malformed, says: 'too many writers' },
  'clock-out-of-bounds': { code: CLOSE.malformed, says: 'clock out of bounds' },
  'gap-stays': { code: CLOSE.malformed, says: 'what an update builds on never came' },
  'gap-too-large': { code: CLOSE.malformed, says: 'too much waits for what never came' },
  'too-many-refusals': { code: CLOSE.malformed, says: 'too many refused updates' },

  'viewer-writes': { code: CLOSE.forbidden, says: 'this link only allows to look' },
  'client-id-taken': { code: CLOSE.clientIdTaken, says: 'this client id belongs to another connection' },
  superseded: { code: CLOSE.clientIdTaken, says: 'superseded by a newer connection' },
  'storage-behind': { code: CLOSE.tooFast, says: 'storage is not taking anything in' },
  // On a line that is slow now: the same is tried again, and arrives when it is better.
  'unfinished-frame': { code: CLOSE.tooFast, says: 'too slow: a frame was not finished' },
  'client-behind': { code: CLOSE.tooFast, says: 'cannot keep up with the board' },
  'no-sign-of-life': { code: CUT, says: '' },
} as const satisfies Record<string, { readonly code: number; readonly says: string }>
export type Goodbye = keyof typeof GOODBYE

type Ending = Pick<FrameSocket, 'resume' | 'close' | 'terminate'>

/** Ends a socket and counts why: the only place of the server that does either. */
export function sayGoodbye(socket: Ending, why: Goodbye, metrics: Pick<Metrics, 'refused'>): void {
  const { code, says } = GOODBYE[why]
  metrics.refused('sync', code, why)
  if (code === CUT) return socket.terminate()
  socket.resume() // the other side's answer has to be read
  if (says !== '') socket.close(code, says)
}
