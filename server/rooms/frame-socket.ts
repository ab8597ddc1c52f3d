import type { IncomingMessage } from 'node:http'

/** What carries the frames of one client: a `ws` WebSocket, or what stands in for one where those are blocked. */
export interface FrameSocket {
  readonly readyState: number
  readonly OPEN: number
  readonly CLOSED: number
  on(event: 'message', listener: (data: Buffer, isBinary: boolean) => void): unknown
  on(event: 'ping' | 'pong', listener: (payload: Buffer) => void): unknown
  on(event: 'close', listener: (code: number, reason: Buffer) => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  once(event: 'close', listener: () => void): unknown
  off(event: 'message', listener: (data: Buffer, isBinary: boolean) => void): unknown
  emit(event: 'message', data: Buffer, isBinary: boolean): boolean
  /** `taken` is told when the other side's network took the frame, or that it never will. */
  send(frame: Uint8Array, taken: (error?: Error | null) => void): void
  /** Asks the other side for a sign of life. */
  ping(): void
  close(code: number, reason: string): void
  terminate(): void
  /** Nothing is read, and so nothing buffered, until `resume`. */
  pause(): void
  resume(): void
}

/** What says who is behind a socket: its address with the query, and the cookie. */
export type SyncRequest = Pick<IncomingMessage, 'url' | 'headers'>
