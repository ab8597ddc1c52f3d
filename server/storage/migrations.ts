import { sql, type Kysely, type Migration } from 'kysely'
import { unpackSnapshots } from './packed-snapshot'

/** The tables, as the queries see them. Times are epoch milliseconds. */
export interface Tables {
  boards: {
    id: string
    name: string
    owner_id: string | null
    created_at: number
    updated_at: number
    /** Of the last row: drawn anew by every life of the server. */
    epoch: number
    /** Sequence of the last row ever appended; it never falls, whatever happens to the rows. */
    head_seq: number
  }
  identities: { id: string; name: string | null; created_at: number }
  visits: { board_id: string; identity_id: string; opened_at: number }
  updates: { board_id: string; seq: number; bytes: Uint8Array; checksum: number; created_at: number }
  /** Counts as soon as it is there; `snapshot_pieces` without one do not. */
  snapshots: { board_id: string; upto_seq: number; sha256: string; created_at: number }
  snapshot_pieces: { board_id: string; upto_seq: number; piece: number; bytes: Uint8Array }
  /** What failed its checksum, kept for a person to look at. `kind`: `update` or `snapshot`. */
  quarantine: { board_id: string; kind: string; seq: number; bytes: Uint8Array; found_at: number }
  counters: { name: string; value: number }
  /** Where each life of the server began to write to a board's log. */
  lives: { board_id: string; epoch: number; seq: number }
}

const first: Migration = {
  async up(db: Kysely<unknown>) {
    const board = 'board_id text not null references boards (id) on delete cascade'
    for (const statement of [
      `create table boards (id text primary key, name text not null, owner_id text, created_at integer not null,
        updated_at integer not null, epoch integer not null default 1, head_seq integer not null default 0)`,
      `create index boards_by_owner on boards (owner_id, updated_at)`,
      `create table identities (id text primary key, name text, created_at integer not null)`,
      `create table visits (${board}, identity_id text not null, opened_at integer not null,
        primary key (identity_id, board_id))`,
      `create index visits_by_board on visits (board_id)`,
      `create table updates (${board}, seq integer not null, bytes blob not null, checksum integer not null,
        created_at integer not null, primary key (board_id, seq))`,
      `create table snapshots (${board}, upto_seq integer not null, bytes blob not null, sha256 text not null,
        created_at integer not null, primary key (board_id, upto_seq))`,
      `create table quarantine (${board}, kind text not null, seq integer not null, bytes blob not null,
        found_at integer not null)`,
      `create table counters (name text primary key, value integer not null)`,
    ])
      await sql.raw(statement).execute(db)
  },
  async down(db: Kysely<unknown>) {
    for (const table of ['counters', 'quarantine', 'snapshots', 'updates', 'visits', 'identities', 'boards'])
      await db.schema.dropTable(table).execute()
  },
}

/** A restored backup has other lives in its log than what was written after it was made. */
const second: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of [
      `create table lives (board_id text not null references boards (id) on delete cascade, epoch integer not null,
        seq integer not null, primary key (board_id, seq))`,
      `insert into lives select id, epoch, 1 from boards where head_seq > 0`,
    ])
      await sql.raw(statement).execute(db)
  },
  async down(db: Kysely<unknown>) {
    await db.schema.dropTable('lives').execute()
  },
}

/** Append only: a released migration is never changed, renamed or removed (migrations.test.ts holds their digests). */
export const migrations: Record<string, Migration> = {
  '001-boards-and-log': first,
  '002-lives': second,
  '003-snapshot-pieces': unpackSnapshots,
}
