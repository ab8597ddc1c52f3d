import type { IncomingMessage, ServerResponse } from 'node:http'
import type { BoardDocument } from '../../lib/board/document'
import type { BoardId } from '../../lib/board/ids'
import type { Access } from '../access/access'
import type { Budgets } from '../access/budgets'
import type { Config } from '../config'
import type { Log } from '../observe/log'
import type { Metrics } from '../observe/metrics'
import type { Previews } from '../pictures/previews'
import type { Opening } from '../rooms/room'
import type { EditedBoard } from '../rooms/rooms'
import type { Storage } from '../storage/storage'

export type { EditedBoard }

/** The open boards, as much of them as HTTP needs. */
export interface BoardRooms {
  /** Resolves when what `run` did is committed. */
  edit<T>(board: BoardId, run: (document: BoardDocument, room: EditedBoard) => T | Promise<T>): Promise<T>
  /** Resolves when everything on the board is committed, however long storage refuses it. */
  settled(board: BoardId): Promise<void>
  read<T>(board: BoardId, run: (document: BoardDocument) => T): Promise<T>
  /** The board in Yjs updates, in order. */
  updatesOf(board: BoardId): Promise<readonly Uint8Array[]>
  /** All of the board for whoever has nothing of it. */
  openingOf(board: BoardId): Promise<Opening>
  /** Of a board in memory; else null. */
  bytesOf(board: BoardId): number | null
  closeBoard(board: BoardId): void | Promise<void>
}

/** The session channel, as much of it as HTTP needs. */
export interface BoardSessions {
  handleRequest(req: IncomingMessage, res: ServerResponse): void
  peopleOn(board: BoardId): number
  boardRenamed(board: BoardId, name: string): void
  boardDeleted(board: BoardId): void
}

/** Renders pages; in development it makes their scripts and styles too. */
export type PageHandler = (req: IncomingMessage, res: ServerResponse) => Promise<void>

export interface HttpDeps {
  readonly config: Config
  readonly storage: Storage
  readonly access: Access
  readonly budgets: Budgets
  readonly rooms: BoardRooms
  readonly session: BoardSessions
  readonly previews: Pick<Previews, 'of' | 'read' | 'forget'>
  readonly next: PageHandler
  /** Folder of the scripts, styles and fonts that were built; null in development. */
  readonly assets: string | null
  readonly metrics: Metrics
  readonly log: Log
  /** How long a reader of a board may take nothing in; tests do not wait as long. */
  readonly stallMs?: number
}
