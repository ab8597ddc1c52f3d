import { randomInt } from 'node:crypto'
import { workerData } from 'node:worker_threads'
import { Kysely, Migrator, sql } from 'kysely'
import type { BoardId } from '../../lib/board/ids'
import { migrations, type Tables } from './migrations'
import { sqliteBoards, sqliteIdentities } from './sqlite-boards'
import { sqliteDialect } from './sqlite-dialect'
import { explainSqliteError } from './sqlite-errors'
import { appendAll, loadBoard, nextClientId, type Append } from './sqlite-journal'
import type { BoardStore, IdentityStore } from './storage'
import { serve } from './worker-rpc'

/** A thread with a connection to the database: neither flushing nor reading holds up the event loop. */
const { path, busyTimeoutMs, livesKept } = workerData as {
  path: string
  busyTimeoutMs?: number
  livesKept?: number
}
const db = new Kysely<Tables>({ dialect: sqliteDialect(path, busyTimeoutMs) })
/** Drawn, not counted: a backup would count from where it was made. */
const epoch = randomInt(1, 2 ** 48 - 1)
const boards = sqliteBoards(db, epoch)
const identities = sqliteIdentities(db)

const methods = {
  async open() {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
    const { error } = await migrator.migrateToLatest()
    if (error) throw error as Error
    // A file that can only be read opens just as well; it is better to hear of it now than with the first stroke.
    await sql`delete from boards where false`.execute(db)
  },
  createBoard: (board: Parameters<BoardStore['create']>[0]) => boards.create(board),
  getBoard: (id: BoardId) => boards.get(id),
  listBoards: (identity: string, page: Parameters<BoardStore['listFor']>[1]) =>
    boards.listFor(identity, page),
  renameBoard: (id: BoardId, name: string) => boards.rename(id, name),
  removeBoard: (id: BoardId) => boards.remove(id),
  visited: (id: BoardId, identity: string) => boards.visited(id, identity),
  createIdentity: (identity: Parameters<IdentityStore['create']>[0]) => identities.create(identity),
  getIdentity: (id: string) => identities.get(id),
  renameIdentity: (id: string, name: string) => identities.rename(id, name),
  append: (appends: Append[]) => appendAll(db, epoch, appends, livesKept),
  load: (board: BoardId) => loadBoard(db, board),
  nextClientId: () => nextClientId(db),
  async ping() {
    await sql`select 1`.execute(db)
  },
  close: () => db.destroy(),
}
export type StorageMethods = typeof methods

serve(methods, (error) => explainSqliteError(error, path))
