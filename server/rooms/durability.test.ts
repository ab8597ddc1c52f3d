import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'
import { newBoardId, type BoardId, type ShapeId } from '../../lib/board/ids'
import { openSqliteStorage, DATABASE_FILE } from '../storage/sqlite-storage'
import { wholeDocument } from '../storage/snapshot'
import { StorageError } from '../storage/storage'
import { LIMITS } from './limits'
import { bundleServer, startServer } from './server-process.fixture'
import {
  BARRIER,
  barrier,
  CLOSE,
  drawShape,
  RawClient,
  saved,
  shapeIds,
  synced,
  stageOfTest,
  until,
  updateOf,
  xOf,
  type Stage,
} from './stage.fixture'

/** A database that another program holds locked. */
function lock(stage: Stage): () => void {
  const database = new DatabaseSync(join(stage.dataDir, DATABASE_FILE))
  database.exec('begin exclusive')
  return () => {
    database.exec('rollback')
    database.close()
  }
}

test('[SY5] a barrier is answered after the commit of everything before it, and not before', async () => {
  const flushes: (() => void)[] = []
  const stage = await stageOfTest({
    journal: (real) => ({
      ...real,
      append: async (board, update) => {
        await new Promise<void>((resolve) => flushes.push(resolve))
        return real.append(board, update)
      },
    }),
  })
  const client = await (await stage.raw(await stage.newBoard())).ready()
  client.update(updateOf((doc) => drawShape(doc, 'a')))
  const answered = client.barrier(1)
  await until(() => flushes.length === 1)
  // Another round trip on the same socket: the barrier would have been answered by now.
  client.ws.send(Uint8Array.of(0, 0, 1, 0))
  await until(() => client.count(0, 1) === 2)
  expect(client.barriers(1)).toEqual([])
  flushes[0]!()
  expect(await answered).toBe(BARRIER.durable)
})

test('[SY6] [K4] [F07] while storage fails nothing is acknowledged, drawing goes on, and all is kept and tried again', async () => {
  const stage = await stageOfTest()
  const health = vi.fn()
  stage.rooms.onHealth = health
  const board = await stage.newBoard()
  const [ana, bea] = [stage.join(board), stage.join(board)]
  await Promise.all([synced(ana.provider), synced(bea.provider)])
  const release = lock(stage)
  drawShape(ana.doc, 'kept', 1)
  await until(() => xOf(bea.doc, 'kept') === 1)
  expect(await saved(ana.provider, 1)).toBe(BARRIER.storageUnavailable)
  expect(health).toHaveBeenLastCalledWith({ ok: false, code: 'slow' })
  drawShape(ana.doc, 'more', 2)
  await until(() => xOf(bea.doc, 'more') === 2)
  release()
  let n = 2
  await until(async () => (await saved(ana.provider, n++)) === BARRIER.durable)
  expect(health).toHaveBeenLastCalledWith({ ok: true })
  expect((await stage.storage.journal.load(board))!.seq).toBe(2)
})

test('a barrier told of a failure is told again when everything is durable', async () => {
  let isFailing = true
  const stage = await stageOfTest({
    journal: (real) => ({
      ...real,
      append: (board, update) =>
        isFailing ? Promise.reject(new StorageError('full', 'no space')) : real.append(board, update),
    }),
  })
  const health = vi.fn()
  stage.rooms.onHealth = health
  const client = await (await stage.raw(await stage.newBoard())).ready()
  client.update(updateOf((doc) => drawShape(doc, 'a')))
  expect(await client.barrier(1)).toBe(BARRIER.storageUnavailable)
  expect(health).toHaveBeenLastCalledWith({ ok: false, code: 'full' })
  isFailing = false
  await until(() => client.barriers(1).length === 2)
  expect(client.barriers(1)).toEqual([BARRIER.storageUnavailable, BARRIER.durable])
})

test('[SY7] [K5] [F08] a slow disk makes larger batches: one on its way, one collecting', async () => {
  let running = 0
  let most = 0
  const batches: number[] = []
  const stage = await stageOfTest({
    journal: (real) => ({
      ...real,
      append: async (board, update) => {
        if (running++ === 0) batches.push(0)
        batches[batches.length - 1]!++
        most = Math.max(most, running)
        await new Promise((resolve) => setTimeout(resolve, 40))
        running--
        return real.append(board, update)
      },
    }),
  })
  const client = await (await stage.raw(await stage.newBoard())).ready()
  for (let i = 0; i < 60; i++) {
    client.update(updateOf((doc) => drawShape(doc, `s${i}`)))
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(await client.barrier(1)).toBe(BARRIER.durable)
  expect(batches.length).toBeLessThan(30)
  expect(most).toBeGreaterThan(2)
})

/** A board on a slow disk, with somebody who draws on without a pause: something is always on its way. */
async function busyBoard(isFailing: () => boolean = () => false) {
  const stage = await stageOfTest({
    journal: (real) => ({
      ...real,
      append: async (board, update) => {
        if (isFailing()) throw new StorageError('full', 'no space')
        const place = await real.append(board, update)
        await new Promise((resolve) => setTimeout(resolve, 30))
        return place
      },
    }),
  })
  const board = await stage.newBoard()
  const client = await (await stage.raw(board)).ready()
  const doc = new Y.Doc()
  let drawn = 0
  const drawing = setInterval(() => client.update(updateOf((its) => drawShape(its, `s${drawn++}`), doc)), 5)
  void client.closed.then(() => clearInterval(drawing))
  onTestFinished(() => clearInterval(drawing))
  await until(async () => (await stage.rooms.read(board, ({ size }) => size)) > 20)
  return { stage, board, client }
}

test('[F25] the end comes while people draw on, and what was taken in up to then is committed', async () => {
  const { stage, board, client } = await busyBoard()
  await stage.rooms.close()
  expect(await client.closed).toMatchObject({ code: CLOSE.restarting })
  expect(stage.rooms.unsaved).toEqual([])
  expect((await stage.storage.journal.load(board))!.seq).toBeGreaterThan(20)
})

test('[F07] that storage takes things in again is told by the first that it took, however many follow', async () => {
  let isFailing = true
  const { stage } = await busyBoard(() => isFailing)
  const told: boolean[] = []
  stage.rooms.onHealth = ({ ok }) => told.push(ok)
  isFailing = false
  await until(() => told.length > 0)
  expect(told).toEqual([true])
})

test('[B10] [F07] barriers that wait for storage are bounded', async () => {
  let isFailing = true
  const stage = await stageOfTest({
    journal: (real) => ({
      ...real,
      append: (board, update) =>
        isFailing ? Promise.reject(new StorageError('full', 'no space')) : real.append(board, update),
    }),
  })
  onTestFinished(() => void (isFailing = false))
  const client = await (await stage.raw(await stage.newBoard())).ready()
  client.update(updateOf((doc) => drawShape(doc, 'one')))
  expect(await client.barrier(1)).toBe(BARRIER.storageUnavailable)
  for (let n = 2; n <= LIMITS.barriers + 1; n++) client.ws.send(barrier(n))
  expect((await client.closed).code).toBe(CLOSE.tooFast)
})

test('[K6] coming and going writes nothing', async () => {
  const append = vi.fn()
  const stage = await stageOfTest({
    unloadIdleMs: 1,
    journal: (real) => ({ ...real, append: (board, update) => (append(), real.append(board, update)) }),
  })
  const board = await stage.newBoard()
  for (let i = 0; i < 50; i++) (await (await stage.raw(board)).ready()).ws.close()
  expect(append).not.toHaveBeenCalled()
})

test(
  '[SY8] [F31] a client that takes in nothing is closed with 4529, and the others are not held up',
  { timeout: 60_000 },
  async () => {
    const stage = await stageOfTest({ roundMs: 1e6 })
    const board = await stage.newBoard()
    const slow = await (await stage.raw(board)).ready()
    slow.ws.pause()
    const fast = stage.join(board)
    await synced(fast.provider)
    const writers = await Promise.all([1, 2, 3].map(async () => (await stage.raw(board)).ready()))
    const connections = vi.fn<Stage['rooms']['onPrograms']>()
    stage.rooms.onPrograms = connections
    const ink = new Uint8Array(60_000)
    let n = 0
    await until(async () => {
      const writer = writers[n % 3]!
      const doc = new Y.Doc()
      const ids = Array.from({ length: 20 }, () => `s${n++}`)
      writer.update(
        updateOf(() => doc.transact(() => ids.forEach((id) => drawShape(doc, id, 0, 'ink', ink))), doc),
      )
      await writer.barrier(n % 100)
      writer.frames.length = 0
      return connections.mock.lastCall?.[1].length === 1 + writers.length
    })
    slow.ws.resume()
    expect((await slow.closed).code).toBe(CLOSE.tooFast)
    await until(() => shapeIds(fast.doc).length === n)
  },
)

test('[F07] [F09] a database that answers nothing for a while is told of within 5 s, and then that it is well again', async () => {
  let passed = 0
  let answer: (() => void) | null = null
  const stage = await stageOfTest({
    now: () => performance.now() + passed,
    journal: (real) => ({
      ...real,
      append: async (board, update) => {
        await new Promise<void>((resolve) => (answer = resolve))
        return real.append(board, update)
      },
    }),
  })
  const health = vi.fn()
  stage.rooms.onHealth = health
  const board = await stage.newBoard()
  const client = await (await stage.raw(board)).ready()
  client.update(updateOf((doc) => drawShape(doc, 'a')))
  await until(() => answer !== null)
  passed = 3_500 // and a second until somebody looks
  await until(() => health.mock.calls.length === 1)
  expect(health).toHaveBeenLastCalledWith({ ok: false, code: 'slow' })
  // Whoever comes meanwhile sees what is drawn.
  const late = stage.join(board)
  await synced(late.provider)
  expect(shapeIds(late.doc)).toEqual(['a'])
  answer!()
  expect(await client.barrier(1)).toBe(BARRIER.durable)
  await until(() => health.mock.calls.length === 2)
  expect(health).toHaveBeenLastCalledWith({ ok: true })
})

test('what the server writes at length is folded once, and not by the first stroke after it', async () => {
  const compact = vi.fn()
  const stage = await stageOfTest({
    journal: (real) => ({ ...real, compact: (board) => (compact(), real.compact(board)) }),
  })
  const board = await stage.newBoard()
  const shape = { type: 'rectangle', parent: null, style: {}, data: {}, geo: [0, 0, 10, 10, 0] } as const
  await stage.rooms.edit(board, async (document, { committed }) => {
    for (let i = 0; i < LIMITS.tail.rows + 10; i++) {
      document.apply([{ do: 'create', shape: { ...shape, id: `s${i}` as ShapeId, order: 'a0' } }])
      if (i % 50 === 0) await committed()
    }
    expect(compact).not.toHaveBeenCalled()
  })
  await until(async () => (await stage.storage.journal.load(board))!.tail.rows === 0)
  const ana = stage.join(board)
  await synced(ana.provider)
  drawShape(ana.doc, 'first')
  expect(await saved(ana.provider, 1)).toBe(BARRIER.durable)
  expect(compact).toHaveBeenCalledOnce()
})

test('[F01] what was acknowledged survives kill -9, round after round', { timeout: 120_000 }, async () => {
  const bundle = await bundleServer()
  onTestFinished(bundle.remove)
  const dataDir = mkdtempSync(join(tmpdir(), 'ardoise-kill-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  const log = { warn: vi.fn(), error: vi.fn() }
  const setup = await openSqliteStorage({ dataDir, log, onFatal: () => {} })
  const boards: BoardId[] = []
  for (let i = 0; i < 3; i++)
    boards.push((await setup.boards.create({ id: newBoardId(), name: 'Plan', ownerId: null })).id)
  await setup.close()

  const acknowledged: { board: BoardId; id: string }[] = []
  let sent = 0
  for (let round = 0; round < 3; round++) {
    const server = await startServer(bundle, dataDir)
    let isKilled = false
    const writers = boards.map(async (board) => {
      const client = await (await RawClient.open(`${server.url}/${board}`)).ready()
      for (let i = 0; !isKilled && client.ws.readyState === client.ws.OPEN; i++) {
        const id = `r${round}.${i}`
        client.update(updateOf((doc) => drawShape(doc, id)))
        sent++
        const answer = await Promise.race([client.barrier((i % 120) + 1), client.closed])
        if (answer === BARRIER.durable) acknowledged.push({ board, id })
        client.frames.length = 0
      }
    })
    const target = acknowledged.length + 20 + Math.floor(Math.random() * 30)
    await until(() => acknowledged.length > target)
    isKilled = true
    server.process.kill('SIGKILL')
    await once(server.process, 'exit')
    await Promise.allSettled(writers)
  }
  const after = await openSqliteStorage({ dataDir, log, onFatal: () => {} })
  for (const board of boards) {
    const doc = wholeDocument((await after.journal.load(board))!.updates)!
    const there = new Set(shapeIds(doc))
    expect(acknowledged.filter((one) => one.board === board && !there.has(one.id))).toEqual([])
  }
  await after.close()
  expect(acknowledged.length).toBeGreaterThan(60)
  expect(sent).toBeGreaterThanOrEqual(acknowledged.length)
  expect(log.warn).not.toHaveBeenCalled()
})
