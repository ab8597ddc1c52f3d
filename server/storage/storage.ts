import type { BoardId } from '../../lib/board/ids'
import type { LogPlace } from '../../lib/protocol/sync'

export type { LogPlace } from '../../lib/protocol/sync'

/**
 * Lives of the server that a board's log remembers. A tab that slept through more restarts than that, each with
 * changes to its board, is sent what it lacks as anybody is; and a board costs no more for each start of the server.
 */
export const LIVES_KEPT = 200

/** What the server keeps, behind one interface; `storage.contract.ts` is run on every implementation. */
export interface Storage {
  readonly boards: BoardStore
  readonly identities: IdentityStore
  readonly journal: Journal
  /** A small Y client id (below 65 536) for the server's own corrections, never given twice at once. */
  leaseClientId(): Promise<number>
  /** Rejects when the database does not answer; used by `/readyz`. */
  ping(): Promise<void>
  /** Flush what is pending and close; nothing may be called afterwards. */
  close(): Promise<void>
}

export interface BoardRow {
  readonly id: BoardId
  readonly name: string
  /** Identity that made it; null for boards made by nobody who stayed. */
  readonly ownerId: string | null
  /** Epoch ms. */
  readonly createdAt: number
  readonly updatedAt: number
  /** Of the last row of its log. */
  readonly epoch: number
  readonly headSeq: number
}
export interface BoardStore {
  create(board: { id: BoardId; name: string; ownerId: string | null }): Promise<BoardRow>
  get(id: BoardId): Promise<BoardRow | null>
  /** Boards the identity made or opened, last changed first. `cursor` is what the previous page returned. */
  listFor(
    identityId: string,
    page: { limit: number; cursor: string | null },
  ): Promise<{ boards: (BoardRow & { openedAt: number | null })[]; next: string | null }>
  rename(id: BoardId, name: string): Promise<BoardRow | null>
  /** Takes the log, snapshots and visits with it. False when there was none. */
  remove(id: BoardId): Promise<boolean>
  /** The identity opened the board: it appears on their home page. */
  visited(id: BoardId, identityId: string): Promise<void>
}

export interface IdentityRow {
  readonly id: string
  readonly name: string | null
  readonly createdAt: number
}
export interface IdentityStore {
  create(identity: { id: string }): Promise<IdentityRow>
  get(id: string): Promise<IdentityRow | null>
  rename(id: string, name: string): Promise<IdentityRow | null>
}

export interface StoredBoard {
  /** Of the last row. */
  readonly epoch: number
  /**
   * Where each life of the server began to write, oldest first: also of rows that are folded long since. The newest
   * `LIVES_KEPT` of them.
   */
  readonly lives: readonly LogPlace[]
  /** Encoded Yjs updates to apply in order: the snapshot's pieces, then the rows after it. */
  readonly updates: readonly Uint8Array[]
  /** Updates from before the snapshot that build on a lost row, to apply as well: they wait for it to come back. */
  readonly held: readonly Uint8Array[]
  /** Sequence of the last row. */
  readonly seq: number
  /** Rows beyond the snapshot, which goes up to row `after`, and their bytes: what compaction would fold. */
  readonly tail: { readonly rows: number; readonly bytes: number; readonly after: number }
}
/** The append-only log of received updates. Appends of all boards share a transaction (group commit). */
export interface Journal {
  /** Resolves when the bytes are committed and flushed; rejects with a `StorageError` when they are not. */
  append(board: BoardId, update: Uint8Array): Promise<LogPlace>
  load(board: BoardId): Promise<StoredBoard | null>
  /** Fold the log into a verified snapshot in a worker, fenced by the board's epoch; one earlier generation is kept. */
  compact(board: BoardId): Promise<'done' | 'skipped'>
}

/** Storage refused or failed; `code` decides what people are told. */
export class StorageError extends Error {
  constructor(
    readonly code: 'full' | 'read-only' | 'busy' | 'failed' | 'no-such-board',
    message: string,
  ) {
    super(message)
    this.name = 'StorageError'
  }
}
