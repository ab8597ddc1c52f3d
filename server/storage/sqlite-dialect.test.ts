import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely, sql } from 'kysely'
import { expect, test } from 'vitest'
import { sqliteDialect } from './sqlite-dialect'
import { explainSqliteError } from './sqlite-errors'

test('[F05] a transaction that found the disk full says so, and the next one is made when there is room', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ardoise-dialect-'))
  const db = new Kysely<{ rows: { bytes: Uint8Array } }>({ dialect: sqliteDialect(join(dataDir, 'full.db')) })
  try {
    await sql`create table rows (bytes blob)`.execute(db)
    const write = () =>
      db.transaction().execute((tx) =>
        tx
          .insertInto('rows')
          .values({ bytes: new Uint8Array(64 * 1024) })
          .execute(),
      )
    // As full as a disk can be made from here: no page more than there is.
    await sql`pragma max_page_count = 8`.execute(db)
    const failure = await write().catch((error: unknown) => explainSqliteError(error).error.code)
    expect(failure).toBe('full')
    await sql`pragma max_page_count = 1000`.execute(db)
    await write()
    expect(await db.selectFrom('rows').selectAll().execute()).toHaveLength(1)
  } finally {
    await db.destroy()
    rmSync(dataDir, { recursive: true, force: true })
  }
})
