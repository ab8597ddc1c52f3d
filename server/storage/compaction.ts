import type { Kysely } from 'kysely'
import * as Y from 'yjs'
import type { BoardId } from '../../lib/board/ids'
import { cutCausally } from './causal-pieces'
import { rowChecksum } from './checksum'
import type { Tables } from './migrations'
import { contentHash, documentOf, takeHeldBack, wholeDocument } from './snapshot'
import {
  dropBefore,
  dropStrayPieces,
  lifeOf,
  newestSnapshot,
  writeSnapshot,
  type SnapshotStep,
} from './sqlite-snapshots'

/**
 * Folds a board's log into a new snapshot, and drops the rows that the snapshot before it already holds: one
 * earlier generation stays, so a damaged snapshot costs nothing. What builds on a lost row goes along, beside the
 * pieces: the row may still come back. `skipped` when there is nothing to fold, when something is damaged (loading sees
 * to that), or when the board changed hands meanwhile.
 *
 * Killed at any moment it leaves a board that reads the same: what is half written does not count, what is half
 * deleted is not read any more, and both are finished by the next run. [F02]
 */
export async function compactBoard(
  db: Kysely<Tables>,
  board: BoardId,
  reached: (step: SnapshotStep) => void = () => {},
): Promise<'done' | 'skipped'> {
  const { snapshot, damaged } = await newestSnapshot(db, board)
  const rows = await db
    .selectFrom('updates')
    .select(['seq', 'bytes', 'checksum'])
    .where('board_id', '=', board)
    .where('seq', '>', snapshot?.uptoSeq ?? 0)
    .orderBy('seq')
    .execute()
  const seq = rows.at(-1)?.seq
  if (seq === undefined || damaged.length > 0) return 'skipped'
  if (rows.some((row) => rowChecksum(board, row.seq, row.bytes) !== row.checksum)) return 'skipped'
  const epoch = await lifeOf(db, board, seq)
  if (epoch === undefined) return 'skipped'

  const doc = documentOf([
    ...(snapshot?.pieces ?? []),
    ...(snapshot?.held ?? []),
    ...rows.map((row) => row.bytes),
  ])
  const held = takeHeldBack(doc)
  const pieces = cutCausally(Y.encodeStateAsUpdate(doc))
  const reloaded = wholeDocument(pieces)
  if (!reloaded || contentHash(reloaded) !== contentHash(doc))
    throw new Error(`board ${board}: the snapshot up to ${seq} does not give the same document`)

  await dropStrayPieces(db, board)
  if (!(await writeSnapshot(db, board, { epoch, seq }, { pieces, held }, reached))) return 'skipped'
  await dropBefore(db, board, snapshot?.uptoSeq ?? 0, reached)
  return 'done'
}
