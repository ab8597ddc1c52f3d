import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as decoding from 'lib0/decoding'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { BoardId } from '../../lib/board/ids'
import { MESSAGE } from '../../lib/protocol/sync'
import { DATABASE_FILE } from '../storage/sqlite-storage'
import { BARRIER, barrier, drawShape, openStage, saved, shapeIds, synced, until, updateOf, type Stage } from './stage.fixture' // prettier-ignore
import { readFrame, updateFrame } from './frames'

/** Boards that nobody has open: their documents are made of three pieces when somebody comes. */
const SHAPES = 80
const SHAPE_BYTES = 8 * 1024
const STEP1 = Uint8Array.of(MESSAGE.sync, 0, 1, 0)

let dataDir: string
let board: BoardId
let stage: Stage

const drawMany = (doc: Y.Doc, from: number, count: number) => {
  for (let i = from; i < from + count; i++)
    drawShape(doc, `s${String(i).padStart(4, '0')}`, i, 'pen', new Uint8Array(SHAPE_BYTES).fill(i))
}
const all = (count: number) => Array.from({ length: count }, (_, i) => `s${String(i).padStart(4, '0')}`)

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'ardoise-cold-'))
  stage = await openStage({ dataDir })
  board = await stage.newBoard()
  const ana = stage.join(board)
  await synced(ana.provider)
  drawMany(ana.doc, 0, SHAPES)
  expect(await saved(ana.provider, 1)).toBe(BARRIER.durable)
  expect(await stage.storage.journal.compact(board)).toBe('done')
  drawMany(ana.doc, SHAPES, 20)
  expect(await saved(ana.provider, 2)).toBe(BARRIER.durable)
  await reopen()
})
afterEach(async () => {
  await stage.end()
  rmSync(dataDir, { recursive: true, force: true })
})

async function reopen(change: () => void = () => {}): Promise<void> {
  await stage.end({ keep: true })
  change()
  stage = await openStage({ dataDir })
}

const isUpdate = (frame: Uint8Array) => frame[0] === MESSAGE.sync && frame[1] === 2
const isStep2 = (frame: Uint8Array) => frame[0] === MESSAGE.sync && frame[1] === 1
const isStep1 = (frame: Uint8Array) => frame[0] === MESSAGE.sync && frame[1] === 0

test('[K20] whoever has nothing is sent the snapshot before the document is made of it', async () => {
  const client = await stage.raw(board)
  await client.ready()
  expect(isUpdate(client.frames[0]!)).toBe(true)
  await until(() => client.frames.some(isStep1))
  const asked = client.frames.findIndex(isStep1)
  expect(client.frames.slice(0, asked).filter(isUpdate).length).toBeGreaterThan(1)
})

test('[K20, SY14] whoever fetches the board has it before the document is made of it, and a place from which to go on', async () => {
  const { pieces, place } = await stage.rooms.openingOf(board)
  expect(stage.rooms.bytesOf(board)).toBeNull()
  const doc = new Y.Doc()
  for (const piece of pieces) Y.applyUpdate(doc, piece)
  expect(shapeIds(doc)).toEqual(all(SHAPES + 20))
  expect(place).toMatchObject({ seq: (await stage.storage.boards.get(board))!.headSeq })
  await stage.rooms.read(board, () => {})
  expect(stage.rooms.bytesOf(board)).toBeGreaterThan(SHAPES * SHAPE_BYTES)
  expect((await stage.rooms.openingOf(board)).place).toEqual(place)
})

const isAhead = (frame: Uint8Array) => frame[0] === MESSAGE.ahead
/** Bytes that were announced, and bytes of updates that came. */
const announced = (frames: readonly Uint8Array[]) =>
  frames.filter(isAhead).reduce((sum, frame) => sum + decoding.readVarUint(decoding.createDecoder(frame.slice(1))), 0) // prettier-ignore
const received = (frames: readonly Uint8Array[]) =>
  frames.filter((frame) => isUpdate(frame) || isStep2(frame)).reduce((sum, { length }) => sum + length, 0)

test('a tab of ours is told before the pieces how much is coming, cold and later; a program is told nothing', async () => {
  const program = await stage.raw(board)
  await program.ready()
  await until(() => program.frames.some(isStep2))
  expect(program.frames.some(isAhead)).toBe(false)
  await reopen()
  for (const when of ['cold', 'open']) {
    const tab = await stage.raw(board, `?s=${'k'.repeat(22)}`)
    tab.ws.send(STEP1)
    await until(() => tab.frames.some(isStep2))
    expect(tab.frames.findIndex(isAhead), when).toBeLessThan(tab.frames.findIndex(isUpdate))
    const share = announced(tab.frames) / received(tab.frames)
    expect(share, when).toBeGreaterThan(0.7)
    expect(share, when).toBeLessThan(1.01)
    tab.ws.close()
  }
})

test('[K20] that is all of it, step 2 included, and what others draw before one is let in follows', async () => {
  const [early, late] = await Promise.all([stage.raw(board), stage.raw(board)])
  early.ws.send(STEP1)
  early.ws.send(updateFrame(updateOf((doc) => drawShape(doc, 'early'))))
  await late.ready()
  await until(() => late.frames.some(isStep1))
  const isStep2 = (frame: Uint8Array) => frame[0] === MESSAGE.sync && frame[1] === 1
  expect(late.frames.findIndex(isStep2)).toBeGreaterThan(0)
  expect(late.frames.findIndex(isStep2)).toBeLessThan(late.frames.findIndex(isStep1))
  const doc = new Y.Doc()
  let read = 0
  await until(() => {
    for (const frame of late.frames.slice(read)) {
      const message = readFrame(frame)
      if (message?.kind === 'update' || message?.kind === 'step2') Y.applyUpdate(doc, message.update)
    }
    read = late.frames.length
    return shapeIds(doc).length === SHAPES + 21
  })
  expect(shapeIds(doc)).toEqual(['early', ...all(SHAPES + 20)])
})

test('[SY1] stock clients who come all at once have all of it', async () => {
  const clients = Array.from({ length: 8 }, () => stage.join(board))
  await Promise.all(clients.map(({ provider }) => synced(provider)))
  for (const { doc } of clients) expect(shapeIds(doc)).toEqual(all(SHAPES + 20))
})

test('[SY4] what is said meanwhile waits for the room, in order, and is not called durable before it is', async () => {
  const client = await stage.raw(board)
  client.ws.send(STEP1)
  client.ws.send(updateFrame(updateOf((doc) => drawShape(doc, 'mine'))))
  client.ws.send(barrier(7))
  await until(() => client.barriers(7).length > 0)
  expect(client.barriers(7)).toEqual([BARRIER.durable])
  const stored = (await stage.storage.journal.load(board))!
  const doc = new Y.Doc()
  for (const update of stored.updates) Y.applyUpdate(doc, update)
  expect(shapeIds(doc)).toContain('mine')
})

test('what others draw while somebody is still being sent the snapshot is not lost', async () => {
  const [ana, bea] = [stage.join(board), stage.join(board)]
  drawShape(ana.doc, 'ana')
  drawShape(bea.doc, 'bea')
  await Promise.all([synced(ana.provider), synced(bea.provider)])
  const both = ['ana', 'bea', ...all(SHAPES + 20)]
  await until(() => shapeIds(ana.doc).length === both.length && shapeIds(bea.doc).length === both.length)
  expect(shapeIds(ana.doc)).toEqual(both)
  expect(shapeIds(bea.doc)).toEqual(both)
})

test('whoever has something already is answered by the room', async () => {
  const client = await stage.raw(board)
  const own = new Y.Doc()
  drawShape(own, 'own')
  const vector = Y.encodeStateVector(own)
  client.ws.send(Uint8Array.of(MESSAGE.sync, 0, vector.length, ...vector))
  await until(() => client.count(MESSAGE.sync, 1) > 0)
  expect(isStep1(client.frames[0]!)).toBe(true)
})

test('somebody who may only look gets everything, and is asked for nothing', async () => {
  const client = await stage.raw(board, '?role=view')
  await client.ready()
  expect(isUpdate(client.frames[0]!)).toBe(true)
  expect(client.frames.some(isStep1)).toBe(false)
  const viewer = stage.join(board, { role: 'view' })
  await synced(viewer.provider)
  expect(shapeIds(viewer.doc)).toEqual(all(SHAPES + 20))
})

test('[F04] of a damaged snapshot nothing is sent: the generation before it, and the rows since', async () => {
  expect(await stage.storage.journal.compact(board)).toBe('done')
  await reopen(() => {
    const database = new DatabaseSync(join(dataDir, DATABASE_FILE))
    database
      .prepare(
        `update snapshot_pieces set bytes = zeroblob(length(bytes)) where board_id = ? and upto_seq =
           (select max(upto_seq) from snapshots where board_id = ?)`,
      )
      .run(board, board)
    database.close()
  })
  const { doc, provider } = stage.join(board)
  await synced(provider)
  expect(shapeIds(doc)).toEqual(all(SHAPES + 20))
})

test('[F04] behind a damaged row nothing is sent that builds on it, also to whoever comes first', async () => {
  await reopen(() => {
    const database = new DatabaseSync(join(dataDir, DATABASE_FILE))
    database
      .prepare(
        `update updates set bytes = zeroblob(length(bytes)) where board_id = ? and seq =
           (select min(seq) from updates where board_id = ? and seq > (select max(upto_seq) from snapshots))`,
      )
      .run(board, board)
    database.close()
  })
  const client = await stage.raw(board)
  await client.ready()
  const doc = new Y.Doc()
  for (const frame of client.frames) {
    const message = readFrame(frame)
    if (message?.kind === 'update' || message?.kind === 'step2') Y.applyUpdate(doc, message.update)
  }
  expect(doc.store.pendingStructs).toBeNull()
  expect(shapeIds(doc)).toEqual(all(SHAPES))
})

test('somebody who leaves before the room is there leaves nothing behind', async () => {
  const client = await stage.raw(board)
  client.ws.send(STEP1)
  client.ws.terminate()
  await client.closed
  const { doc, provider } = stage.join(board)
  await synced(provider)
  expect(shapeIds(doc)).toEqual(all(SHAPES + 20))
})
