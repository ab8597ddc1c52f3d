/** The document channel, `/sync/<boardId>`: what Ardoise adds to the stock y-websocket protocol. */

export const SYNC_PATH = '/sync/'
/** Where all of a board can be fetched at once: the frames of `/sync` in a stream (frame-stream.ts). */
export const openingPath = (boardId: string): string => `${SYNC_PATH}${boardId}/opening`
export const OPENING_TYPE = 'application/octet-stream'
/** Stock message types of y-protocols. */
export const MESSAGE = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  barrier: 100,
  position: 101,
  ahead: 102,
} as const

/** `varUint 100, varUint n` is answered by `varUint 100, varUint n, varUint status`. */
export const BARRIER = {
  /** Everything that was on the board when the barrier came is committed and flushed: what this socket sent, and others. */
  durable: 1,
  /** An update sent before it was refused; the reason is told on the session channel. */
  rejected: 2,
  readOnly: 3,
  /** Storage does not answer; the server keeps trying and answers again. */
  storageUnavailable: 4,
  /** An update with a gap waits outside the document; sync step 1 follows. */
  gap: 5,
} as const
export type BarrierStatus = (typeof BARRIER)[keyof typeof BARRIER]

/**
 * `varUint 102, varUint bytes`, to tabs of ours: about so many more bytes of the document follow. Said before a board
 * that is larger than this, so that waiting for it can be shown.
 */
export const AHEAD_BYTES = 512 * 1024

/**
 * A place in a board's log: the number of a row, and the life of the server that wrote it. `varUint 101, varUint epoch,
 * varUint seq` tells a tab of ours that it has everything up to there; it comes back with `?at=<epoch>.<seq>`, and is sent
 * what came since.
 */
export interface LogPlace {
  readonly epoch: number
  readonly seq: number
}
export const writePlace = ({ epoch, seq }: LogPlace): string => `${epoch}.${seq}`
/** Null for what is none. */
export function readPlace(text: string | null): LogPlace | null {
  const [, epoch, seq] = /^(\d{1,15})\.(\d{1,15})$/.exec(text ?? '') ?? []
  return epoch === undefined ? null : { epoch: Number(epoch), seq: Number(seq) }
}

/** 44xx are final (the pinned provider never comes back after one); the others may be retried. */
export const CLOSE = {
  malformed: 4400,
  notSignedIn: 4401,
  forbidden: 4403,
  noSuchBoard: 4404,
  /** What the tab has is not what is stored: the board was recovered from a backup. Load it anew. */
  recovered: 4409,
  tooLarge: 4413,
  tooOld: 4426,
  restarting: 1012,
  tryLater: 1013,
  slowToAuthenticate: 4508,
  clientIdTaken: 4509,
  tooFast: 4529,
} as const

/** A stock offline merge is one frame; nothing honest is larger. */
export const MAX_FRAME_BYTES = 16 * 1024 * 1024
/** Some message reaches every socket this often: the stock provider gives up after 30 s of silence. */
export const HEARTBEAT_MS = 5_000
