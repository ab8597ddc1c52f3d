import type { BoardId } from '../board/ids'
import { openingPath, SYNC_PATH } from '../protocol/sync'

/** What the script begins, for the code that comes after it. */
export interface EarlyConnection {
  readonly boardId: string
  readonly sessionKey: string
  /** Has been asked for all of the board. */
  readonly socket: WebSocket
  /** When it was begun: ms since the page was. */
  readonly begunAt: number
  /** What came while there was nobody to take it, in order. */
  readonly messages: ArrayBuffer[]
}

/** The same of a large board, all of which is fetched before there is a connection. */
export interface EarlyOpening {
  readonly boardId: string
  /** Null when the server was not reached. */
  readonly answer: Promise<Response | null>
}

declare global {
  interface Window {
    ardoiseEarly?: EarlyConnection
    ardoiseOpening?: EarlyOpening
  }
}

/** Sync step 1 of a document that has nothing: «send me all». */
export const ASK_FOR_ALL: readonly number[] = [0, 0, 1, 0]
/**
 * A board holds no more: all of it is taken in while there is no code yet. Left with the browser it would keep one of the six
 * connections that all tabs have to a server, and six such tabs the code from each other.
 */
const MOST_AHEAD_BYTES = 64 * 1024 * 1024
/** Bytes of a session key: 192 bits. */
const KEY_BYTES = 24

/**
 * A script for the page itself, run before any of its code has come: it asks the server for the document, which is
 * then on its way while the browser fetches and reads what will draw it.
 */
export const earlyScript = (boardId: BoardId, isLarge = false): string =>
  isLarge ? openingScript(boardId) : connectionScript(boardId)

const openingScript = (boardId: BoardId) => `window.ardoiseOpening = {
boardId: ${JSON.stringify(boardId)},
answer: fetch('${openingPath(boardId)}', { cache: 'no-store' }).then(({ body, status }) => {
const ahead = new ByteLengthQueuingStrategy({ highWaterMark: ${MOST_AHEAD_BYTES} })
return new Response(body?.pipeThrough(new TransformStream(undefined, undefined, ahead)), { status })
}).catch(() => null),
}`

const connectionScript = (boardId: BoardId) => `{
const bytes = crypto.getRandomValues(new Uint8Array(${KEY_BYTES}))
const sessionKey = btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_')
const boardId = ${JSON.stringify(boardId)}
const socket = new WebSocket(location.origin.replace('http', 'ws') + '${SYNC_PATH}' + boardId + '?s=' + sessionKey)
const messages = []
socket.binaryType = 'arraybuffer'
socket.onopen = () => socket.send(new Uint8Array(${JSON.stringify(ASK_FOR_ALL)}))
socket.onmessage = ({ data }) => messages.push(data)
window.ardoiseEarly = { boardId, sessionKey, socket, begunAt: performance.now(), messages }
}`
