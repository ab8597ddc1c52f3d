import { sql, type Kysely, type Transaction } from 'kysely'
import type { BoardId } from '../../lib/board/ids'
import { rowChecksum } from './checksum'
import type { Tables } from './migrations'
import { explainSqliteError } from './sqlite-errors'
import { newestSnapshot, quarantineSnapshot } from './sqlite-snapshots'
import { LIVES_KEPT, StorageError, type LogPlace, type StoredBoard } from './storage'

export interface Append {
  readonly board: BoardId
  readonly bytes: Uint8Array
}
/** What a load found damaged, and left out. */
export interface Damage {
  readonly snapshots: number
  readonly rows: number
  /** Why it could not be moved to the quarantine table; the next load tries again. */
  readonly refusal?: string
}
export type LoadedBoard = StoredBoard & { readonly damage: Damage | null }

/** Rows of one insert: few enough bound values for SQLite, many enough to cost little. */
const ROWS_PER_INSERT = 100

/** One transaction, flushed once, for the batches of all boards. `null` where the board does not exist. */
export function appendAll(
  db: Kysely<Tables>,
  epoch: number,
  appends: readonly Append[],
  livesKept: number = LIVES_KEPT,
): Promise<(LogPlace | null)[]> {
  const now = Date.now()
  return db.transaction().execute(async (tx) => {
    const heads = new Map<string, number>()
    for (const board of new Set(appends.map((append) => append.board))) {
      const row = await tx
        .selectFrom('boards')
        .select(['epoch', 'head_seq'])
        .where('id', '=', board)
        .executeTakeFirst()
      if (!row) continue
      heads.set(board, row.head_seq)
      if (row.head_seq === 0 || row.epoch !== epoch)
        await beginLife(tx, board, { epoch, seq: row.head_seq + 1 }, livesKept)
    }
    const rows: Tables['updates'][] = []
    const places = appends.map(({ board, bytes }) => {
      const head = heads.get(board)
      if (head === undefined) return null
      const seq = head + 1
      heads.set(board, seq)
      rows.push({ board_id: board, seq, bytes, checksum: rowChecksum(board, seq, bytes), created_at: now })
      return { epoch, seq }
    })
    for (let start = 0; start < rows.length; start += ROWS_PER_INSERT)
      await tx
        .insertInto('updates')
        .values(rows.slice(start, start + ROWS_PER_INSERT))
        .execute()
    for (const [board, head] of heads)
      await tx
        .updateTable('boards')
        .set({ head_seq: head, updated_at: now, epoch })
        .where('id', '=', board)
        .execute()
    return places
  })
}

/** The first row that this life of the server writes to a board; of lives long past it forgets the oldest. */
async function beginLife(
  tx: Transaction<Tables>,
  board: BoardId,
  { epoch, seq }: LogPlace,
  livesKept: number,
): Promise<void> {
  await tx.insertInto('lives').values({ board_id: board, epoch, seq }).execute()
  await tx
    .deleteFrom('lives')
    .where('board_id', '=', board)
    .where('seq', '<=', (is) =>
      is
        .selectFrom('lives')
        .select('seq')
        .where('board_id', '=', board)
        .orderBy('seq', 'desc')
        .limit(1)
        .offset(livesKept),
    )
    .execute()
}

/** The newest snapshot that is whole, and the rows after it. What is damaged goes to quarantine, where that can be written. */
export async function loadBoard(db: Kysely<Tables>, board: BoardId): Promise<LoadedBoard | null> {
  // Reading asks for nothing that a full disk, or a program that holds the lock, could refuse.
  const read = await db
    .transaction()
    .setAccessMode('read only')
    .execute((tx) => readBoard(tx, board))
  if (!read) return null
  const { damaged, lost, ...loaded } = read
  if (damaged.length + lost.length === 0) return { ...loaded, damage: null }
  const damage: Damage = { snapshots: damaged.length, rows: lost.length }
  try {
    await db.transaction().execute(async (tx) => {
      for (const uptoSeq of damaged) await quarantineSnapshot(tx, board, uptoSeq)
      for (const row of lost) await quarantineRow(tx, board, row)
    })
    return { ...loaded, damage }
  } catch (cause) {
    const { error, isFatal } = explainSqliteError(cause)
    if (isFatal) throw cause
    return { ...loaded, damage: { ...damage, refusal: error.message } }
  }
}

async function readBoard(tx: Transaction<Tables>, board: BoardId) {
  const row = await tx
    .selectFrom('boards')
    .select(['epoch', 'head_seq'])
    .where('id', '=', board)
    .executeTakeFirst()
  if (!row) return null
  const { snapshot, damaged } = await newestSnapshot(tx, board)
  const start = snapshot?.uptoSeq ?? 0
  const tail = await tx
    .selectFrom('updates')
    .select(['seq', 'bytes', 'checksum'])
    .where('board_id', '=', board)
    .where('seq', '>', start)
    .orderBy('seq')
    .execute()
  const lives = await tx
    .selectFrom('lives')
    .select(['epoch', 'seq'])
    .where('board_id', '=', board)
    .orderBy('seq')
    .execute()

  // Rows before the first generation's end are gone, so a hole there cannot be filled from the log.
  const firstSeq = tail[0]?.seq ?? row.head_seq + 1
  if (damaged.length > 0 && firstSeq > start + 1)
    throw new StorageError('failed', `board ${board}: no whole snapshot, and the log starts at ${firstSeq}`)

  // The rows after a damaged one are good: what builds on it waits for somebody to bring it back, the rest is seen.
  const isWhole = (update: LogRow) => rowChecksum(board, update.seq, update.bytes) === update.checksum
  const valid = tail.filter(isWhole)
  return {
    epoch: row.epoch,
    lives,
    seq: row.head_seq,
    updates: [...(snapshot?.pieces ?? []), ...valid.map((update) => update.bytes)],
    held: snapshot?.held ?? [],
    tail: {
      rows: valid.length,
      bytes: valid.reduce((sum, update) => sum + update.bytes.length, 0),
      after: start,
    },
    damaged,
    lost: tail.filter((update) => !isWhole(update)),
  }
}
type LogRow = Pick<Tables['updates'], 'seq' | 'bytes' | 'checksum'>

/** Kept for a person to look at, and never read again. */
async function quarantineRow(tx: Transaction<Tables>, board: BoardId, { seq, bytes }: LogRow): Promise<void> {
  await tx
    .insertInto('quarantine')
    .values({ board_id: board, kind: 'update', seq, bytes, found_at: Date.now() })
    .execute()
  await tx.deleteFrom('updates').where('board_id', '=', board).where('seq', '=', seq).execute()
}

/** Ids from 1 to 65 535, each given once before any is given again. */
export async function nextClientId(db: Kysely<Tables>): Promise<number> {
  const { value } = await db
    .insertInto('counters')
    .values({ name: 'client-id', value: 1 })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: sql`counters.value % 65535 + 1` }))
    .returning('value')
    .executeTakeFirstOrThrow()
  return value
}
