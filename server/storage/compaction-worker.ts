import { workerData } from 'node:worker_threads'
import { Kysely } from 'kysely'
import type { BoardId } from '../../lib/board/ids'
import { compactBoard } from './compaction'
import { Halt } from './halt'
import type { Tables } from './migrations'
import { reclaim } from './reclaim'
import { sqliteDialect } from './sqlite-dialect'
import { explainSqliteError } from './sqlite-errors'
import { serve } from './worker-rpc'

/** The thread that makes snapshots, over its own connection: appends go on while it decodes and encodes. */
const { path, halt: buffer } = workerData as { path: string; halt: SharedArrayBuffer }
const halt = new Halt(buffer)
const db = new Kysely<Tables>({ dialect: sqliteDialect(path, undefined, halt) })

const methods = {
  async compact(board: BoardId) {
    const outcome = await compactBoard(db, board)
    if (outcome === 'done') await reclaim(db)
    return outcome
  },
}
export type CompactionMethods = typeof methods

serve(methods, (error) => explainSqliteError(error, path))
halt.loaded()
