import type { Kysely, Transaction } from 'kysely'
import * as Y from 'yjs'
import type { BoardId } from '../../lib/board/ids'
import { cutCausally } from './causal-pieces'
import { rowChecksum, snapshotDigest } from './checksum'
import type { Tables } from './migrations'
import { contentHash, packPieces, unpackPieces, wholeDocument } from './snapshot'
import { newestSnapshot } from './sqlite-journal'

/**
 * Folds a board's log into a new snapshot, and drops the rows that the snapshot before it already holds: one
 * earlier generation stays, so a damaged snapshot costs nothing. `skipped` when there is nothing to fold, when
 * something is damaged or incomplete (loading sees to that), or when the board changed hands meanwhile.
 */
export async function compactBoard(db: Kysely<Tables>, board: BoardId): Promise<'done' | 'skipped'> {
  const stored = await db.transaction().execute(async (tx) => {
    const row = await tx.selectFrom('boards').select('epoch').where('id', '=', board).executeTakeFirst()
    if (!row) return null
    const { snapshot, damaged } = await newestSnapshot(tx, board)
    const rows = await tx
      .selectFrom('updates')
      .select(['seq', 'bytes', 'checksum'])
      .where('board_id', '=', board)
      .where('seq', '>', snapshot?.upto_seq ?? 0)
      .orderBy('seq')
      .execute()
    return { epoch: row.epoch, snapshot, damaged, rows }
  })
  const uptoSeq = stored?.rows.at(-1)?.seq
  if (!stored || uptoSeq === undefined || stored.damaged.length > 0) return 'skipped'
  if (stored.rows.some((row) => rowChecksum(board, row.seq, row.bytes) !== row.checksum)) return 'skipped'

  const previous = stored.snapshot ? unpackPieces(stored.snapshot.bytes) : []
  const doc = wholeDocument([...previous, ...stored.rows.map((row) => row.bytes)])
  if (!doc) return 'skipped' // folding what is pending would freeze the gap
  const bytes = packPieces(cutCausally(Y.encodeStateAsUpdate(doc)))
  const reloaded = wholeDocument(unpackPieces(bytes))
  if (!reloaded || contentHash(reloaded) !== contentHash(doc))
    throw new Error(`board ${board}: the snapshot up to ${uptoSeq} does not give the same document`)

  return db.transaction().execute(async (tx) => {
    const fence = await tx
      .selectFrom('boards')
      .select('id')
      .where('id', '=', board)
      .where('epoch', '=', stored.epoch)
      .executeTakeFirst()
    if (!fence) return 'skipped'
    await tx
      .insertInto('snapshots')
      .values({
        board_id: board,
        upto_seq: uptoSeq,
        bytes,
        sha256: snapshotDigest(board, uptoSeq, bytes),
        created_at: Date.now(),
      })
      .execute()
    const kept = stored.snapshot?.upto_seq ?? 0
    await tx.deleteFrom('snapshots').where('board_id', '=', board).where('upto_seq', '<', kept).execute()
    await tx.deleteFrom('updates').where('board_id', '=', board).where('seq', '<=', kept).execute()
    await dropPastLives(tx, board, kept)
    return 'done'
  })
}

/** Lives of which no row is left: the one that wrote row `kept + 1` and all after it stay. */
async function dropPastLives(tx: Transaction<Tables>, board: BoardId, kept: number): Promise<void> {
  const first = await tx
    .selectFrom('lives')
    .select((is) => is.fn.max('seq').as('seq'))
    .where('board_id', '=', board)
    .where('seq', '<=', kept + 1)
    .executeTakeFirst()
  if (first?.seq)
    await tx.deleteFrom('lives').where('board_id', '=', board).where('seq', '<', first.seq).execute()
}
