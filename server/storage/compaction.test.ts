import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { Kysely, Migrator, sql } from 'kysely'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { newBoardId } from '../../lib/board/ids'
import { compactBoard } from './compaction'
import { migrations, type Tables } from './migrations'
import { reclaim } from './reclaim'
import { contentHash, wholeDocument } from './snapshot'
import { sqliteBoards } from './sqlite-boards'
import { sqliteDialect } from './sqlite-dialect'
import { appendAll, loadBoard } from './sqlite-journal'
import type { SnapshotStep } from './sqlite-snapshots'

const EPOCH = 35
const SHAPES_PER_UPDATE = 8
/** Enough rows for more than one step of deleting, and bytes for more than one piece. */
const UPDATES = 250

const updates: Uint8Array[] = []
let crash = ''
beforeAll(async () => {
  const doc = new Y.Doc()
  doc.on('update', (update) => updates.push(update))
  for (let i = 0; i < UPDATES; i++)
    doc.transact(() => {
      for (let shape = 0; shape < SHAPES_PER_UPDATE; shape++)
        doc
          .getMap('shapes')
          .set(`${i}.${shape}`, new Y.Map<unknown>([['points', new Uint8Array(300).fill(i)]]))
      doc.getMap('shapes').delete(`${i - 1}.0`)
    })
  const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))
  // In the tree, so that it finds the packages.
  const outdir = mkdtempSync(join(source('../../node_modules'), '.ardoise-crash-'))
  crash = join(outdir, 'crash.mjs')
  await build({
    entryPoints: [source('./compaction-crash.fixture.ts')],
    outfile: crash,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
  })
  return () => rmSync(outdir, { recursive: true, force: true })
})

/** The parts that the workers are made of, on one connection. */
async function openBoard() {
  const dir = mkdtempSync(join(tmpdir(), 'ardoise-compaction-'))
  const path = join(dir, 'test.db')
  const db = new Kysely<Tables>({ dialect: sqliteDialect(path) })
  onTestFinished(async () => {
    await db.destroy()
    rmSync(dir, { recursive: true, force: true })
  })
  await new Migrator({ db, provider: { getMigrations: async () => migrations } }).migrateToLatest()
  const boards = sqliteBoards(db, EPOCH)
  const board = (await boards.create({ id: newBoardId(), name: 'Plan', ownerId: null })).id
  const append = (from: number, to: number) =>
    appendAll(
      db,
      EPOCH,
      updates.slice(from, to).map((bytes) => ({ board, bytes })),
    )
  const read = async (query: string) =>
    (await sql<Record<string, number>>`${sql.raw(query)}`.execute(db)).rows
  const content = async () => {
    const stored = await loadBoard(db, board)
    expect(stored!.damage).toBeNull()
    return contentHash(wholeDocument(stored!.updates)!)
  }
  return { db, boards, board, path, append, read, content }
}

const steps: [SnapshotStep, number][] = [
  ['piece written', 1],
  ['piece written', 2],
  ['pieces written', 1],
  ['snapshot written', 1],
  ['rows dropped', 1],
  ['rows dropped', 2],
]
test.each(steps)('[F02] killed at «%s» (time %i), folding loses nothing', async (step, times) => {
  const { db, board, path, append, read, content } = await openBoard()
  await append(0, 240)
  expect(await compactBoard(db, board)).toBe('done')
  await append(240, 245)
  const whole = contentHash(wholeDocument(updates.slice(0, 245))!)
  const { signal } = spawnSync(process.execPath, [crash, path, board, step, String(times)])
  expect(signal).toBe('SIGKILL')

  expect(await content()).toBe(whole)
  await append(245, UPDATES)
  const all = contentHash(wholeDocument(updates)!)
  expect(await content()).toBe(all)
  expect(await compactBoard(db, board)).toBe('done')
  expect(await content()).toBe(all)
  // Two generations, and nothing of what was half done.
  const snapshots = (await read('select upto_seq from snapshots order by 1')).map((row) => row['upto_seq']!)
  expect(snapshots).toHaveLength(2)
  expect(snapshots.at(-1)).toBe(UPDATES)
  const withPieces = await read('select distinct upto_seq from snapshot_pieces order by 1')
  expect(withPieces.map((row) => row['upto_seq'])).toEqual(snapshots)
  expect(await read('select min(seq) as first from updates')).toEqual([{ first: snapshots[0]! + 1 }])
})

test('a snapshot whose end is not on the log any more is not written', async () => {
  const { db, board, append, read, content } = await openBoard()
  await append(0, 40)
  // While it is being written, a backup takes the place of the log, and another life of the server goes on there.
  const onceWritten = (step: SnapshotStep) => {
    if (step !== 'pieces written') return
    void db
      .updateTable('lives')
      .set({ epoch: EPOCH + 1 })
      .execute()
  }
  expect(await compactBoard(db, board, onceWritten)).toBe('skipped')
  expect(await read('select * from snapshots')).toEqual([])
  expect(await compactBoard(db, board)).toBe('done')
  expect(await content()).toBe(contentHash(wholeDocument(updates.slice(0, 40))!))
})

test('what a large board leaves free is given back to the disk', async () => {
  const { db, boards, board, append, read } = await openBoard()
  await append(0, UPDATES)
  await boards.remove(board)
  const pages = async () => (await read('pragma page_count'))[0]!['page_count']!
  const free = async () => (await read('pragma freelist_count'))[0]!['freelist_count']!
  const before = await pages()
  expect(await free()).toBeGreaterThan(before / 2)
  await reclaim(db)
  expect(await pages()).toBe(before) // not enough to be worth it
  await reclaim(db, 64 * 1024)
  expect(await free()).toBeLessThanOrEqual(16)
  expect(await pages()).toBeLessThan(before / 2)
})
