import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely, Migrator, sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import type { BoardId } from '../../lib/board/ids'
import { migrations, type Tables } from './migrations'
import { sqliteDialect } from './sqlite-dialect'
import { newestSnapshot } from './sqlite-snapshots'

/** Digest of the tables after each released migration: append a line for a new one, never edit an old one. */
const RELEASED: Record<string, string> = {
  '001-boards-and-log': '97777ab20800d572',
  '002-lives': '915090962eac22a1',
  '003-snapshot-pieces': 'a3c103fbb088ce27',
}

async function openDatabase() {
  const dir = mkdtempSync(join(tmpdir(), 'ardoise-migrations-'))
  const db = new Kysely<Tables>({ dialect: sqliteDialect(join(dir, 'test.db')) })
  onTestFinished(async () => {
    await db.destroy()
    rmSync(dir, { recursive: true, force: true })
  })
  return { db, migrator: new Migrator({ db, provider: { getMigrations: async () => migrations } }) }
}

test('migrations are append-only', async () => {
  const { db, migrator } = await openDatabase()
  const digests: Record<string, string> = {}
  for (const name of Object.keys(migrations).toSorted()) {
    expect((await migrator.migrateTo(name)).error).toBeUndefined()
    const { rows } = await sql<{ sql: string }>`
      select sql from sqlite_master where sql is not null and name not like 'kysely%' order by name`.execute(
      db,
    )
    const schema = rows.map((row) => row.sql.replace(/\s+/g, ' ')).join('\n')
    digests[name] = createHash('sha256').update(schema).digest('hex').slice(0, 16)
  }
  expect(digests).toEqual(RELEASED)
})

test('every migration runs, goes back, and runs again', async () => {
  const { db, migrator } = await openDatabase()
  const names = Object.keys(migrations)
  const tables = async () => (await db.introspection.getTables()).map((table) => table.name).toSorted()

  const up = await migrator.migrateToLatest()
  expect(up.results?.map((result) => [result.migrationName, result.status])).toEqual(
    names.map((name) => [name, 'Success']),
  )
  const made = await tables()
  expect(made).toContain('updates')
  for (const _ of names) expect((await migrator.migrateDown()).error).toBeUndefined()
  expect(await tables()).toEqual([])
  expect((await migrator.migrateToLatest()).error).toBeUndefined()
  expect(await tables()).toEqual(made)
})

test('snapshots of the first version are found again in pieces, damaged ones stay damaged', async () => {
  const { db, migrator } = await openDatabase()
  await migrator.migrateTo('002-lives')
  const packed = Buffer.from([2, 3, 1, 2, 3, 2, 8, 9]) // two pieces, of 3 bytes and of 2
  const digest = createHash('sha256').update('b:7:').update(packed).digest('hex')
  await sql`insert into boards (id, name, created_at, updated_at) values ('b', 'Plan', 0, 0)`.execute(db)
  await sql`insert into snapshots values ('b', 7, ${packed}, ${digest}, 0), ('b', 9, ${packed}, 'x', 0)`.execute(
    db,
  )
  expect((await migrator.migrateToLatest()).error).toBeUndefined()
  const { snapshot, damaged } = await newestSnapshot(db, 'b' as BoardId)
  expect(damaged).toEqual([9])
  expect(snapshot).toEqual({
    uptoSeq: 7,
    pieces: [new Uint8Array([1, 2, 3]), new Uint8Array([8, 9])],
    held: [],
  })
  await migrator.migrateTo('002-lives')
  const { rows } = await sql`select upto_seq, bytes, sha256 from snapshots where upto_seq = 7`.execute(db)
  expect(rows).toEqual([{ upto_seq: 7, bytes: new Uint8Array(packed), sha256: digest }])
})
