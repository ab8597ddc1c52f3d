/**
 * The document channel inside of the session channel, for networks that let no WebSocket through. Its frames are those
 * of `/sync`, as a stream in pieces (`frame-stream.ts`). A tab has one such connection at a time; `n` numbers them, so
 * that what is late is not taken for a part of the next one.
 */
export interface TunnelToServer {
  /** Begins connection `n`; `query` is what `/sync/<boardId>` would have behind its question mark. */
  'sync:open'(n: number, query: string): void
  'sync:piece'(n: number, piece: Uint8Array, acknowledge?: () => void): void
  'sync:close'(n: number): void
}
export interface TunnelToClient {
  /** `acknowledge` is called once the piece is taken in; no piece but one of several has it. */
  'sync:piece'(n: number, piece: ArrayBuffer | Uint8Array, acknowledge?: () => void): void
  /** The end of connection `n`, with a code of `CLOSE`. */
  'sync:closed'(n: number, code: number, reason: string, acknowledge?: () => void): void
}

/** A session key and a place in a log; what is longer is none of ours. */
export const MAX_QUERY_LENGTH = 512
