import { Kysely } from 'kysely'
import type { BoardId } from '../../lib/board/ids'
import { compactBoard } from './compaction'
import type { Tables } from './migrations'
import { sqliteDialect } from './sqlite-dialect'

/** Folds a board in a process of its own, which kills itself when it reaches a step for the n-th time. */
const [path, board, at, times] = process.argv.slice(2) as [string, BoardId, string, string]
const db = new Kysely<Tables>({ dialect: sqliteDialect(path) })
let left = Number(times)
await compactBoard(db, board, (step) => {
  if (step === at && --left === 0) process.kill(process.pid, 'SIGKILL')
})
await db.destroy()
