import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import * as encoding from 'lib0/encoding'
import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { DATABASE_FILE } from '../storage/sqlite-storage'
import { PIECE_BYTES } from '../storage/causal-pieces'
import { contentHash } from '../storage/snapshot'
import { StorageError } from '../storage/storage'
import {
  BARRIER,
  CLOSE,
  drawShape,
  openStage,
  saved,
  shapeIds,
  synced,
  stageOfTest,
  until,
  updateOf,
  xOf,
} from './stage.fixture'

/** What happens to people who come back: after a cut, a crash, a damaged disk. */
test('[SY5] who comes back while storage fails is not told that what the lost connection sent is saved', async () => {
  let isFailing = true
  const stage = await stageOfTest({
    journal: (real) => ({
      ...real,
      append: (board, update) =>
        isFailing ? Promise.reject(new StorageError('full', 'no space')) : real.append(board, update),
    }),
  })
  const board = await stage.newBoard()
  const ana = stage.join(board)
  await synced(ana.provider)
  drawShape(ana.doc, 'drawn')
  expect(await saved(ana.provider, 1)).toBe(BARRIER.storageUnavailable)
  ana.provider.disconnect()
  ana.provider.connect()
  await synced(ana.provider)
  // The server knows every change already, and has none of them on disk.
  expect(await saved(ana.provider, 2)).toBe(BARRIER.storageUnavailable)
  isFailing = false
  let n = 3
  await until(async () => (await saved(ana.provider, n++)) === BARRIER.durable)
  expect((await stage.storage.journal.load(board))!.updates).toHaveLength(1)
})

test('[SY5] who only watched is not told that what others drew is saved before it is', async () => {
  let isFailing = true
  const stage = await stageOfTest({
    journal: (real) => ({
      ...real,
      append: (board, update) =>
        isFailing ? Promise.reject(new StorageError('full', 'no space')) : real.append(board, update),
    }),
  })
  const board = await stage.newBoard()
  const [ana, bea] = [stage.join(board), stage.join(board)]
  await Promise.all([synced(ana.provider), synced(bea.provider)])
  drawShape(ana.doc, 'drawn')
  await until(() => xOf(bea.doc, 'drawn') === 0)
  expect(await saved(bea.provider, 1)).toBe(BARRIER.storageUnavailable)
  isFailing = false
  let n = 2
  await until(async () => (await saved(bea.provider, n++)) === BARRIER.durable)
})

test("the same tab's new socket takes over from the one it lost, also without a cookie", async () => {
  const stage = await stageOfTest()
  const board = await stage.newBoard()
  const doc = Object.assign(new Y.Doc(), { clientID: 5_252 })
  const lost = await (await stage.raw(board, '?s=tab-of-ana')).ready()
  lost.update(updateOf((its) => drawShape(its, 'one'), doc))
  expect(await lost.barrier(1)).toBe(BARRIER.durable)
  const again = await (await stage.raw(board, '?s=tab-of-ana')).ready()
  again.update(updateOf((its) => drawShape(its, 'two'), doc))
  expect(await again.barrier(1)).toBe(BARRIER.durable)
  expect((await lost.closed).code).toBe(CLOSE.clientIdTaken)
})

/** An awareness frame of one entry. */
const awareness = (clientId: number, clock: number, json: string) =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint8Array(
      encoder,
      encoding.encode((inner) => {
        for (const value of [1, clientId, clock]) encoding.writeVarUint(inner, value)
        encoding.writeVarString(inner, json)
      }),
    )
  })

test('who repeats what somebody said who has just left does not become them', async () => {
  const stage = await stageOfTest()
  const board = await stage.newBoard()
  const ana = stage.join(board)
  await synced(ana.provider)
  const idle = await (await stage.raw(board)).ready()
  ana.provider.awareness.setLocalState({ tool: 'pen' })
  await until(() => idle.count(1) > 0)
  ana.provider.disconnect()
  const left = idle.count(1)
  await until(() => idle.count(1) > left)
  // A stock client answers what it heard a moment ago.
  idle.ws.send(awareness(ana.doc.clientID, 1, '{"tool":"pen"}'))
  expect(await idle.barrier(1)).toBe(BARRIER.durable)
  const closed = vi.fn()
  ana.provider.connect()
  await synced(ana.provider)
  ana.provider.on('connection-close', closed)
  drawShape(ana.doc, 'hers')
  expect(await saved(ana.provider, 1)).toBe(BARRIER.durable)
  const bea = stage.join(board)
  await until(() => bea.provider.awareness.getStates().get(ana.doc.clientID)?.tool === 'pen')
  expect(closed).not.toHaveBeenCalled()
})

test('much that was missed comes in pieces, each a sign of life on a slow line', async () => {
  const stage = await stageOfTest()
  const board = await stage.newBoard()
  const [ana, bea] = [stage.join(board), stage.join(board)]
  await Promise.all([synced(ana.provider), synced(bea.provider)])
  drawShape(bea.doc, 'hers')
  await until(() => xOf(ana.doc, 'hers') === 0)
  ana.provider.disconnect()
  const ink = new Uint8Array(60_000)
  bea.doc.transact(() => {
    for (let i = 0; i < 30; i++) drawShape(bea.doc, `s${i}`, i, 'ink', ink)
  })
  bea.doc.getMap('shapes').delete('s7')
  expect(await saved(bea.provider, 1)).toBe(BARRIER.durable)
  let largest = 0
  ana.provider.on('status', ({ status }) => {
    if (status === 'connecting')
      ana.provider.ws!.addEventListener('message', ({ data }) => {
        largest = Math.max(largest, (data as ArrayBuffer).byteLength)
      })
  })
  ana.provider.connect()
  await synced(ana.provider)
  expect(contentHash(ana.doc)).toBe(contentHash(bea.doc))
  expect(largest).toBeLessThan(2 * PIECE_BYTES)
})

test.each([
  ['behind a damaged row', false],
  ['when a log with a damaged row was folded', true],
])(
  '[F04] %s the others’ work is there, everybody stays, and who has what was lost brings it back',
  async (_, isFolded) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'ardoise-hole-'))
    const before = await openStage({ dataDir })
    const board = await before.newBoard()
    const [ana, bea] = [before.join(board), before.join(board)]
    await Promise.all([synced(ana.provider), synced(bea.provider)])
    const asleep = new Y.Doc() // a tab that has what will be lost, and nothing that came after it
    for (let i = 0; i < 4; i++) {
      drawShape(ana.doc, `ana${i}`, i)
      expect(await saved(ana.provider, i)).toBe(BARRIER.durable)
      if (i === 1) Y.applyUpdate(asleep, Y.encodeStateAsUpdate(ana.doc))
      drawShape(bea.doc, `bea${i}`, i)
      expect(await saved(bea.provider, i)).toBe(BARRIER.durable)
    }
    bea.doc.getMap('shapes').delete('ana1')
    expect(await saved(bea.provider, 5)).toBe(BARRIER.durable)
    await until(() => shapeIds(ana.doc).length === 7)
    const whole = ana.doc.getMap('shapes').toJSON()
    await before.end({ keep: true })
    const database = new DatabaseSync(join(dataDir, DATABASE_FILE))
    database.exec('update updates set bytes = zeroblob(length(bytes)) where seq = 3') // ana1
    database.close()
    if (isFolded) {
      const between = await openStage({ dataDir })
      await between.storage.journal.load(board) // finds the damage
      expect(await between.storage.journal.compact(board)).toBe('done')
      await between.end({ keep: true })
    }

    const stage = await stageOfTest({ dataDir, roundMs: 20 })
    const cleo = stage.join(board)
    const dropped = vi.fn()
    cleo.provider.on('connection-close', dropped)
    await synced(cleo.provider)
    expect(shapeIds(cleo.doc)).toEqual(['ana0', 'bea0', 'bea1', 'bea2', 'bea3'])
    expect(cleo.doc.store.pendingStructs).toBeNull()
    drawShape(cleo.doc, 'cleo')
    expect(await saved(cleo.provider, 1)).toBe(BARRIER.durable)

    const back = stage.join(board, {}, asleep)
    await synced(back.provider)
    expect(await saved(back.provider, 1)).toBe(BARRIER.durable)
    await until(() => shapeIds(cleo.doc).length === 8)
    const all = { ...whole, cleo: cleo.doc.getMap<Y.Map<unknown>>('shapes').get('cleo')!.toJSON() }
    expect(cleo.doc.getMap('shapes').toJSON()).toEqual(all)
    await until(() => shapeIds(back.doc).length === 8)
    expect(back.doc.getMap('shapes').toJSON()).toEqual(all)
    const late = stage.join(board)
    await synced(late.provider)
    expect(late.doc.getMap('shapes').toJSON()).toEqual(all)
    expect(await stage.storage.journal.compact(board)).toBe('done')
    const stored = new Y.Doc()
    for (const update of (await stage.storage.journal.load(board))!.updates) Y.applyUpdate(stored, update)
    expect(stored.getMap('shapes').toJSON()).toEqual(all)
    expect(dropped).not.toHaveBeenCalled()
  },
)

test('what was moved again and again offline, with undo, is taken in: replaced values come joined', async () => {
  const stage = await stageOfTest()
  const board = await stage.newBoard()
  const ana = stage.join(board)
  await synced(ana.provider)
  const shapes = ana.doc.getMap<Y.Map<unknown>>('shapes')
  const undo = new Y.UndoManager([shapes, ana.doc.getMap('board')], { captureTimeout: 0 })
  drawShape(ana.doc, 'moved')
  expect(await saved(ana.provider, 1)).toBe(BARRIER.durable)
  ana.provider.disconnect()
  for (let x = 1; x <= 5; x++) {
    shapes.get('moved')!.set('geo', [x, 0, 10, 10, 0])
    ana.doc.getMap('board').set('name', `Plan ${x}`)
  }
  undo.undo()
  ana.provider.connect()
  await synced(ana.provider)
  expect(await saved(ana.provider, 2)).toBe(BARRIER.durable)
  const bea = stage.join(board)
  await synced(bea.provider)
  expect(bea.doc.getMap('shapes').toJSON()).toEqual(shapes.toJSON())
  // Every one of the joined values is looked at.
  ana.provider.disconnect()
  shapes.get('moved')!.set('geo', [Number.NaN, 0, 10, 10, 0])
  for (let x = 1; x <= 3; x++) shapes.get('moved')!.set('geo', [x, 0, 10, 10, 0])
  ana.provider.connect()
  await synced(ana.provider)
  expect(await saved(ana.provider, 3)).toBe(BARRIER.rejected)
})
