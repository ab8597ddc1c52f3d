import type { Peer, Role, StorageHealth } from '../protocol/session'

/** What the interface shows about the connection; subscribe to slices of it. */
export interface ConnectionState {
  /** `closed` is final (see `closed`); `offline` tries again by itself. */
  readonly link: 'connecting' | 'online' | 'offline' | 'closed'
  /** The server's document has been received at least once. */
  readonly isLoaded: boolean
  /** How the document travels, and since when (epoch ms) on this connection; null before the first one. */
  readonly way: { readonly transport: Transport; readonly since: number } | null
  /**
   * `saved`: every change made in this tab is committed and flushed by the server, acknowledged on this very
   * connection. `offline`: no connection. `saving`: neither, yet.
   */
  readonly saved: 'saved' | 'saving' | 'offline'
  /** Local changes that the server has not acknowledged. */
  readonly unsaved: number
  /** How many of them are written to this browser's storage. */
  readonly kept: number
  /** False where the browser has no storage, refuses, or does not answer: not all that is unsaved will be written. */
  readonly keepsOnDevice: boolean
  /** Nothing would be lost if the tab closed now: everything is saved, or written to this device. */
  readonly isSafeToClose: boolean
  /**
   * Epoch ms since when the server owes an answer: the oldest unsaved change was made, or the connection came back after
   * a long time; one that comes and goes does not count as back. Null when it owes none, or cannot be asked.
   */
  readonly savingSince: number | null
  readonly problem: SyncProblem | null
  /** Changes refused by the server in earlier visits; kept on this device, not on the board. */
  readonly setAside: number
  /** Per cent of what the board may hold, once that is nearly all; beyond 99 only deletions are taken in. */
  readonly fill: number | null
  /** Null until the server said so. */
  readonly role: Role | null
  readonly boardName: string | null
  /** This tab, as the others see it; null until the server said so. */
  readonly self: Peer | null
  /** Everyone else, this tab left out. */
  readonly peers: readonly Peer[]
  readonly closed: { readonly code: number; readonly reason: string } | null
}

/** A WebSocket, or where those are not let through, one request after the other. */
export type Transport = 'websocket' | 'polling'

/** Why changes are not, or may not be, saved. With the first two the state is never `saved`. */
export type SyncProblem =
  /** The server refused a change; nothing made in this tab since can be saved. `code` as in docs/protocol.md. */
  | { readonly kind: 'refused'; readonly code: string; readonly shapes: readonly string[] }
  /** This person may look, not change. */
  | { readonly kind: 'read-only' }
  /** The server cannot write at the moment; it keeps trying. */
  | { readonly kind: 'storage'; readonly code: NonNullable<StorageHealth['code']> }

export const initialState: ConnectionState = {
  link: 'connecting',
  isLoaded: false,
  way: null,
  saved: 'saving',
  unsaved: 0,
  kept: 0,
  keepsOnDevice: true,
  isSafeToClose: true,
  savingSince: null,
  problem: null,
  setAside: 0,
  fill: null,
  role: null,
  boardName: null,
  self: null,
  peers: [],
  closed: null,
}
