import { createHash } from 'node:crypto'
import { sql, type Kysely, type Migration } from 'kysely'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { snapshotDigest } from './checksum'

interface Head {
  readonly board_id: string
  readonly upto_seq: number
  readonly sha256: string
}
const heads = async (db: Kysely<unknown>) =>
  (await sql<Head>`select board_id, upto_seq, sha256 from snapshots`.execute(db)).rows

/** Snapshots were one value each; since then a piece is a row, and they are written one by one. */
export const unpackSnapshots: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`create table snapshot_pieces (board_id text not null references boards (id) on delete cascade,
      upto_seq integer not null, piece integer not null, bytes blob not null,
      primary key (board_id, upto_seq, piece))`.execute(db)
    for (const { board_id: board, upto_seq: seq, sha256 } of await heads(db)) {
      const packed = await sql<{ bytes: Uint8Array }>`
        select bytes from snapshots where board_id = ${board} and upto_seq = ${seq}`.execute(db)
      const { bytes } = packed.rows[0]!
      const isWhole = packedDigest(board, seq, bytes) === sha256
      const pieces = isWhole ? unpackPieces(bytes) : [bytes]
      for (const [piece, part] of pieces.entries())
        await sql`insert into snapshot_pieces values (${board}, ${seq}, ${piece}, ${part})`.execute(db)
      if (isWhole) await setDigest(db, board, seq, snapshotDigest(board, seq, pieces))
    }
    await sql`alter table snapshots drop column bytes`.execute(db)
  },

  async down(db: Kysely<unknown>) {
    await sql`alter table snapshots add column bytes blob not null default x''`.execute(db)
    for (const { board_id: board, upto_seq: seq, sha256 } of await heads(db)) {
      const { rows } = await sql<{ bytes: Uint8Array }>`
        select bytes from snapshot_pieces where board_id = ${board} and upto_seq = ${seq} order by piece`.execute(
        db,
      )
      const pieces = rows.map(({ bytes }) => bytes)
      const bytes = packPieces(pieces)
      await sql`update snapshots set bytes = ${bytes} where board_id = ${board} and upto_seq = ${seq}`.execute(
        db,
      )
      if (snapshotDigest(board, seq, pieces) === sha256)
        await setDigest(db, board, seq, packedDigest(board, seq, bytes))
    }
    await db.schema.dropTable('snapshot_pieces').execute()
  },
}

const setDigest = (db: Kysely<unknown>, board: string, seq: number, sha256: string) =>
  sql`update snapshots set sha256 = ${sha256} where board_id = ${board} and upto_seq = ${seq}`.execute(db)

const packedDigest = (board: string, uptoSeq: number, bytes: Uint8Array): string =>
  createHash('sha256').update(`${board}:${uptoSeq}:`).update(bytes).digest('hex')

function packPieces(pieces: readonly Uint8Array[]): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, pieces.length)
  for (const piece of pieces) encoding.writeVarUint8Array(encoder, piece)
  return encoding.toUint8Array(encoder)
}

function unpackPieces(bytes: Uint8Array): Uint8Array[] {
  const decoder = decoding.createDecoder(bytes)
  const count = decoding.readVarUint(decoder)
  const pieces: Uint8Array[] = []
  while (pieces.length < count) pieces.push(decoding.readVarUint8Array(decoder))
  return pieces
}
