import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { Kysely, sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'
import { newBoardId, type BoardId } from '../../lib/board/ids'
import { Lineage } from './lineage'
import { sqliteDialect } from './sqlite-dialect'
import { DATABASE_FILE, openSqliteStorage } from './sqlite-storage'
import type { Storage } from './storage'
import { storageContract } from './storage.contract'

const log = { warn: vi.fn(), error: vi.fn() }
const onFatal = (error: Error) => {
  throw error
}
const openIn = (dataDir: string, busyTimeoutMs?: number) =>
  openSqliteStorage({ dataDir, log, onFatal, ...(busyTimeoutMs === undefined ? {} : { busyTimeoutMs }) })
const temporaryDir = () => mkdtempSync(join(tmpdir(), 'ardoise-storage-'))

storageContract('SQLite', async () => {
  const dir = temporaryDir()
  let storage = await openIn(dir)
  return {
    storage,
    async restart(livesKept) {
      await storage.close()
      return (storage = await openSqliteStorage({ dataDir: dir, log, onFatal, livesKept }))
    },
    async end() {
      await storage.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
})

describe('SQLite', () => {
  let dir: string
  let storage: Storage
  let board: BoardId
  const updates: Uint8Array[] = []
  const doc = new Y.Doc()
  doc.on('update', (update) => updates.push(update))
  for (let i = 0; i < 60; i++) doc.getMap('board').set(`key${i % 5}`, i)

  beforeEach(async () => {
    dir = temporaryDir()
    log.warn.mockClear()
    storage = await openIn(dir)
    board = (await storage.boards.create({ id: newBoardId(), name: 'Plan', ownerId: null })).id
  })
  afterEach(async () => {
    await storage.close()
    rmSync(dir, { recursive: true, force: true })
  })

  const append = (from: number, to: number) =>
    Promise.all(updates.slice(from, to).map((update) => storage.journal.append(board, update)))
  const damage = (statement: string) => {
    const database = new DatabaseSync(join(dir, DATABASE_FILE))
    const { changes } = database.prepare(statement).run()
    database.close()
    expect(Number(changes)).toBeGreaterThan(0)
  }
  const query = (statement: string) => {
    const database = new DatabaseSync(join(dir, DATABASE_FILE))
    const rows = database.prepare(statement).all()
    database.close()
    return rows as Record<string, number | string>[]
  }
  const content = async () => {
    const loaded = new Y.Doc()
    for (const update of (await storage.journal.load(board))!.updates) Y.applyUpdate(loaded, update)
    return loaded.getMap('board').toJSON()
  }
  const contentOf = (count: number) => {
    const expected = new Y.Doc()
    for (const update of updates.slice(0, count)) Y.applyUpdate(expected, update)
    return expected.getMap('board').toJSON()
  }

  test('commits are flushed: WAL with synchronous=FULL', async () => {
    expect(query('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }])
    // The setting belongs to a connection, so it is asked of one opened as the workers open theirs.
    const db = new Kysely<never>({ dialect: sqliteDialect(join(dir, DATABASE_FILE)) })
    expect((await sql`PRAGMA synchronous`.execute(db)).rows).toEqual([{ synchronous: 2 }])
    await db.destroy()
  })

  test('what was acknowledged is there after the file is opened again', async () => {
    await append(0, 10)
    await storage.close()
    storage = await openIn(dir)
    expect(await content()).toEqual(contentOf(10))
  })

  test('[F35] after a backup is put back, what was written since it was made is known to be gone', async () => {
    const before = await append(0, 10)
    const copy = join(dir, 'copy.db')
    const database = new DatabaseSync(join(dir, DATABASE_FILE))
    database.exec(`vacuum into '${copy}'`)
    database.close()
    const lost = await append(10, 15)
    await storage.close()
    renameSync(copy, join(dir, DATABASE_FILE))
    storage = await openIn(dir)
    const after = await append(10, 20)
    const lineage = new Lineage((await storage.journal.load(board))!)
    expect(lineage.head).toEqual(after.at(-1))
    expect(lost[4]!.seq).toBe(after[4]!.seq)
    expect([...before, ...after].every((place) => lineage.holds(place))).toBe(true)
    expect(lost.some((place) => lineage.holds(place))).toBe(false)
    // Folded, it is the same for the rows that are left.
    for (const [from, to] of [
      [20, 25],
      [25, 30],
    ] as const) {
      await storage.journal.compact(board)
      await append(from, to)
    }
    await storage.journal.compact(board)
    const folded = new Lineage((await storage.journal.load(board))!)
    // Who was away for longer than the rows stay is told apart from who has what was lost.
    expect([folded.holds(after.at(-1)!), folded.holds(before[0]!), folded.holds(lost[4]!)]).toEqual([
      true,
      true,
      false,
    ])
  })

  test('rows that the previous snapshot holds are dropped, the generation before it is kept', async () => {
    await append(0, 20)
    await storage.journal.compact(board)
    expect(query('select min(seq) as first, max(seq) as last from updates')).toEqual([{ first: 1, last: 20 }])
    await append(20, 40)
    await storage.journal.compact(board)
    await append(40, 60)
    await storage.journal.compact(board)
    expect(query('select upto_seq from snapshots order by 1')).toEqual([{ upto_seq: 40 }, { upto_seq: 60 }])
    expect(query('select min(seq) as first, max(seq) as last from updates')).toEqual([
      { first: 41, last: 60 },
    ])
  })

  test('[F29] a damaged newest snapshot costs nothing: the one before it and the log are used', async () => {
    await append(0, 20)
    await storage.journal.compact(board)
    await append(20, 40)
    await storage.journal.compact(board)
    await append(40, 50)
    damage("update snapshot_pieces set bytes = x'00ff00' where upto_seq = 40")
    expect(await storage.journal.compact(board)).toBe('skipped')
    expect(await content()).toEqual(contentOf(50))
    expect(log.warn).toHaveBeenCalledOnce()
    expect(query('select distinct kind, seq from quarantine')).toEqual([{ kind: 'snapshot', seq: 40 }])
    expect(await storage.journal.compact(board)).toBe('done')
    expect(await content()).toEqual(contentOf(50))
  })

  test("[F29] another board's snapshot is no snapshot of this one", async () => {
    await append(0, 20)
    await storage.journal.compact(board)
    const other = (await storage.boards.create({ id: newBoardId(), name: 'Other', ownerId: null })).id
    damage(`insert into snapshots select '${other}', 0 + upto_seq, sha256, created_at from snapshots`)
    damage(`insert into snapshot_pieces select '${other}', upto_seq, piece, bytes from snapshot_pieces`)
    expect((await storage.journal.load(other))!.updates).toEqual([])
  })

  test('[F29] with no whole snapshot and no complete log, loading says so', async () => {
    await append(0, 20)
    await storage.journal.compact(board)
    await append(20, 40)
    await storage.journal.compact(board)
    damage('update snapshot_pieces set bytes = zeroblob(9)')
    await expect(storage.journal.load(board)).rejects.toMatchObject({ name: 'StorageError', code: 'failed' })
    expect(query('select count(*) as snapshots from snapshots')).toEqual([{ snapshots: 2 }])
  })

  test('[F04] [K15] a damaged last row is cut off with a warning, and the board goes on from there', async () => {
    await append(0, 20)
    damage('update updates set bytes = zeroblob(length(bytes)) where seq = 20')
    expect(await storage.journal.compact(board)).toBe('skipped')
    expect(await content()).toEqual(contentOf(19))
    expect(log.warn).toHaveBeenCalledOnce()
    expect(query('select kind, seq from quarantine')).toEqual([{ kind: 'update', seq: 20 }])
    expect(await storage.journal.append(board, updates[19]!)).toMatchObject({ seq: 21 })
    expect(await content()).toEqual(contentOf(20))
  })

  test('[F04] [F05] a board with a damaged row is opened also while nothing can be written', async () => {
    await append(0, 20)
    damage('update updates set bytes = zeroblob(length(bytes)) where seq = 20')
    const database = new DatabaseSync(join(dir, DATABASE_FILE))
    onTestFinished(() => database.close())
    database.exec("create trigger full before insert on quarantine begin select raise(fail, 'full'); end")
    for (let time = 1; time <= 2; time++) {
      expect(await content()).toEqual(contentOf(19))
      expect(log.warn).toHaveBeenCalledTimes(time)
    }
    expect(query('select count(*) as rows from updates')).toEqual([{ rows: 20 }])
    database.exec('drop trigger full')
    expect(await content()).toEqual(contentOf(19))
    expect(query('select kind, seq from quarantine')).toEqual([{ kind: 'update', seq: 20 }])
  })

  test('[F09] a database locked by another program refuses with a code, and works when it is free', async () => {
    await storage.close()
    storage = await openIn(dir, 50)
    const database = new DatabaseSync(join(dir, DATABASE_FILE))
    database.exec('begin exclusive')
    await expect(storage.journal.append(board, updates[0]!)).rejects.toMatchObject({ code: 'busy' })
    database.exec('rollback')
    database.close()
    expect(await storage.journal.append(board, updates[0]!)).toMatchObject({ seq: 1 })
  })

  test('[F02] [F25] closing does not wait for a folding, and what is half folded reads the same', async () => {
    await append(0, 60)
    const database = new DatabaseSync(join(dir, DATABASE_FILE))
    database.exec('begin immediate') // the folding waits for this before it writes, for longer than a test may take
    const outcome = storage.journal.compact(board)
    await storage.close()
    expect(await outcome).toBe('skipped')
    database.exec('rollback')
    database.close()
    expect(log.error).not.toHaveBeenCalled()
    storage = await openIn(dir)
    expect(await content()).toEqual(contentOf(60))
    expect(await storage.journal.compact(board)).toBe('done')
    expect(await content()).toEqual(contentOf(60))
  })

  test('appends of one moment share a transaction', async () => {
    const rows = await append(0, 60)
    expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1))
    expect(
      query('select count(distinct created_at) as moments from updates')[0]!.moments,
    ).toBeLessThanOrEqual(2)
  })

  test('a file that is no database is refused', async () => {
    const other = temporaryDir()
    writeFileSync(
      join(other, DATABASE_FILE),
      'this is not a database, but it is long enough to be read as one'.repeat(9),
    )
    await expect(openIn(other)).rejects.toMatchObject({ name: 'StorageError', code: 'failed' })
    rmSync(other, { recursive: true, force: true })
  })
})
