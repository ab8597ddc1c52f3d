import type { Kysely, Transaction } from 'kysely'
import type { BoardId } from '../../lib/board/ids'
import { snapshotDigest } from './checksum'
import type { Tables } from './migrations'
import type { LogPlace } from './storage'

/** A board up to a row of its log. */
export interface Snapshot extends SnapshotParts {
  readonly uptoSeq: number
}
export interface SnapshotParts {
  /** Standalone updates in causal order. */
  readonly pieces: readonly Uint8Array[]
  /** What builds on something that is lost, as updates; stored under negative piece numbers. */
  readonly held: readonly Uint8Array[]
}

/** Rows deleted in one transaction: an append on another board waits for it. */
const ROWS_PER_DELETE = 200
/** Between two transactions of a long job, so that whoever waits for the lock gets it. */
const BREATH_MS = 4
const breath = () => new Promise((resolve) => setTimeout(resolve, BREATH_MS))

/** The newest snapshot that is whole, and where the damaged ones newer than it end. */
export async function newestSnapshot(
  db: Kysely<Tables>,
  board: BoardId,
): Promise<{ snapshot: Snapshot | null; damaged: number[] }> {
  const damaged: number[] = []
  const heads = await db
    .selectFrom('snapshots')
    .select(['upto_seq', 'sha256'])
    .where('board_id', '=', board)
    .orderBy('upto_seq', 'desc')
    .execute()
  for (const { upto_seq: uptoSeq, sha256 } of heads) {
    const rows = await db
      .selectFrom('snapshot_pieces')
      .select(['piece', 'bytes'])
      .where('board_id', '=', board)
      .where('upto_seq', '=', uptoSeq)
      .orderBy('piece')
      .execute()
    const all = rows.map(({ bytes }) => bytes)
    const held = rows.filter(({ piece }) => piece < 0).length
    if (snapshotDigest(board, uptoSeq, all) === sha256)
      return { snapshot: { uptoSeq, pieces: all.slice(held), held: all.slice(0, held) }, damaged }
    damaged.push(uptoSeq)
  }
  return { snapshot: null, damaged }
}

/** Kept for a person to look at, and never read again. */
export async function quarantineSnapshot(
  tx: Transaction<Tables>,
  board: BoardId,
  uptoSeq: number,
): Promise<void> {
  await tx
    .insertInto('quarantine')
    .columns(['board_id', 'kind', 'seq', 'bytes', 'found_at'])
    .expression((is) =>
      is
        .selectFrom('snapshot_pieces')
        .select((value) => [
          'board_id',
          value.val('snapshot').as('kind'),
          'upto_seq as seq',
          'bytes',
          value.val(Date.now()).as('found_at'),
        ])
        .where('board_id', '=', board)
        .where('upto_seq', '=', uptoSeq),
    )
    .execute()
  for (const table of ['snapshots', 'snapshot_pieces'] as const)
    await tx.deleteFrom(table).where('board_id', '=', board).where('upto_seq', '=', uptoSeq).execute()
}

/** Where a crash may strike while a snapshot is written; tests kill the process at each. [F02] */
export type SnapshotStep = 'piece written' | 'pieces written' | 'snapshot written' | 'rows dropped'

/**
 * Writes a snapshot in small transactions, one for each piece, so that nobody's append waits for long; only the last
 * one makes it count. Each asks first whether the log still has the row that the snapshot ends with, under the epoch
 * that it was read under. False when it has not: the board is gone, or another life of the server goes on from
 * before it.
 */
export async function writeSnapshot(
  db: Kysely<Tables>,
  board: BoardId,
  end: LogPlace,
  { pieces, held }: SnapshotParts,
  reached: (step: SnapshotStep) => void,
): Promise<boolean> {
  const fenced = (write: (tx: Transaction<Tables>) => Promise<void>) =>
    db.transaction().execute(async (tx) => {
      const life = await lifeOf(tx, board, end.seq)
      if (life !== end.epoch) return false
      await write(tx)
      return true
    })
  const key = { board_id: board, upto_seq: end.seq }
  const all = [...held, ...pieces]
  for (const [i, bytes] of all.entries()) {
    const isWritten = await fenced(
      async (tx) =>
        void (await tx
          .insertInto('snapshot_pieces')
          .values({ ...key, piece: i - held.length, bytes })
          .execute()),
    )
    if (!isWritten) return false
    reached('piece written')
    await breath()
  }
  reached('pieces written')
  const sha256 = snapshotDigest(board, end.seq, all)
  const isWritten = await fenced(async (tx) => {
    await tx
      .insertInto('snapshots')
      .values({ ...key, sha256, created_at: Date.now() })
      .execute()
  })
  if (isWritten) reached('snapshot written')
  return isWritten
}

/** The epoch under which row `seq` was written; undefined when the log does not know. */
export async function lifeOf(db: Kysely<Tables>, board: BoardId, seq: number): Promise<number | undefined> {
  const life = await db
    .selectFrom('lives')
    .select('epoch')
    .where('board_id', '=', board)
    .where('seq', '<=', seq)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return life?.epoch
}

/** Pieces of snapshots that do not count: half written when the process was killed, or older than what is kept. */
export async function dropStrayPieces(db: Kysely<Tables>, board: BoardId): Promise<void> {
  const strays = await db
    .selectFrom('snapshot_pieces')
    .select(['upto_seq', 'piece'])
    .where('board_id', '=', board)
    .where('upto_seq', 'not in', (is) =>
      is.selectFrom('snapshots').select('upto_seq').where('board_id', '=', board),
    )
    .execute()
  for (const { upto_seq, piece } of strays) {
    await db
      .deleteFrom('snapshot_pieces')
      .where('board_id', '=', board)
      .where('upto_seq', '=', upto_seq)
      .where('piece', '=', piece)
      .execute()
    await breath()
  }
}

/** Drops snapshots that end before `kept`, and the rows that the one that ends there holds. */
export async function dropBefore(
  db: Kysely<Tables>,
  board: BoardId,
  kept: number,
  reached: (step: SnapshotStep) => void,
): Promise<void> {
  await db.deleteFrom('snapshots').where('board_id', '=', board).where('upto_seq', '<', kept).execute()
  await dropStrayPieces(db, board)
  for (let isMore = true; isMore;) {
    const past = await db
      .selectFrom('updates')
      .select('seq')
      .where('board_id', '=', board)
      .where('seq', '<=', kept)
      .orderBy('seq')
      .limit(ROWS_PER_DELETE)
      .execute()
    const last = past.at(-1)
    if (last) {
      await db.deleteFrom('updates').where('board_id', '=', board).where('seq', '<=', last.seq).execute()
      reached('rows dropped')
      await breath()
    }
    isMore = past.length === ROWS_PER_DELETE
  }
}
