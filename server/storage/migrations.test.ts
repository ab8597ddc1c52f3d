import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely, Migrator, sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { migrations, type Tables } from './migrations'
import { sqliteDialect } from './sqlite-dialect'

/** Digest of the tables after each released migration: append a line for a new one, never edit an old one. */
const RELEASED: Record<string, string> = {
  '001-boards-and-log': '97777ab20800d572',
  '002-lives': '915090962eac22a1',
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
