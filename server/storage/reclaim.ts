import { sql, type Kysely } from 'kysely'
import type { Tables } from './migrations'

/** Free pages are used again by whatever is written next; only what is more than this is given back. */
const KEPT_BYTES = 32 * 1024 * 1024
/** Pages (of 4 KiB) given back in one transaction: an append waits for it. */
const PAGES_PER_STEP = 128

/**
 * Gives the file's unused end back to the disk, in small steps, when a great deal is unused: after a large board was
 * folded or deleted. A database made before this was so keeps its size until somebody says `VACUUM`.
 */
export async function reclaim(db: Kysely<Tables>, keptBytes = KEPT_BYTES): Promise<void> {
  const pageSize = await pragma(db, 'page_size')
  const keptPages = Math.ceil(keptBytes / pageSize)
  if ((await pragma(db, 'auto_vacuum')) !== INCREMENTAL) return
  for (let left = await pragma(db, 'freelist_count'); left > keptPages;) {
    await db.transaction().execute(async (tx) => {
      // One page each: the statement stops at every page, and nobody asks it to go on.
      for (let i = 0; i < PAGES_PER_STEP; i++) await sql`pragma incremental_vacuum(1)`.execute(tx)
    })
    const now = await pragma(db, 'freelist_count')
    if (now >= left) return
    left = now
  }
}
const INCREMENTAL = 2

async function pragma(db: Kysely<Tables>, name: string): Promise<number> {
  const { rows } = await sql<Record<string, number>>`${sql.raw(`pragma ${name}`)}`.execute(db)
  return rows[0]![name]!
}
