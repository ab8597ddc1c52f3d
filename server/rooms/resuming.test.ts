import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as decoding from 'lib0/decoding'
import { DatabaseSync } from '@photostructure/sqlite'
import { expect, onTestFinished, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { BoardDocument } from '../../lib/board/document'
import { MESSAGE, readPlace, writePlace, type LogPlace } from '../../lib/protocol/sync'
import { DocumentSocket, type DocumentSocketListeners } from '../../lib/sync/document-socket'
import { DATABASE_FILE } from '../storage/sqlite-storage'
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
  type Stage,
} from './stage.fixture'

/** Tabs of ours that come back: they say up to where they have the board. */
const TAB = '?s=tab-of-ana'
const STEP1 = Uint8Array.of(MESSAGE.sync, 0, 1, 0)

/** A board with `count` shapes, and a stock client that draws more. */
async function boardOf(stage: Stage, count: number) {
  const board = await stage.newBoard()
  const ana = stage.join(board)
  await synced(ana.provider)
  let n = 0
  const draw = async (more: number) => {
    for (let i = 0; i < more; i++) drawShape(ana.doc, `s${n++}`, i, 'pen', new Uint8Array(500))
    expect(await saved(ana.provider, n)).toBe(BARRIER.durable)
  }
  await draw(count)
  return { board, ana, draw, ids: () => shapeIds(ana.doc) }
}

const isUpdate = (frame: Uint8Array) => frame[0] === MESSAGE.sync && frame[1] !== 0
const bytesOf = (frames: readonly Uint8Array[]) =>
  frames.filter(isUpdate).reduce((sum, { length }) => sum + length, 0)

/** Comes back, or for the first time; resolves with the document, and the place that it was told. */
async function come(stage: Stage, board: string, at: LogPlace | null, doc = new Y.Doc()) {
  const client = await stage.raw(board, at ? `${TAB}&at=${writePlace(at)}` : TAB)
  client.ws.send(STEP1)
  await Promise.race([until(() => client.count(MESSAGE.sync, 1) > 0), client.closed])
  const told = async () => {
    await until(() => client.count(MESSAGE.position) > 0)
    const decoder = decoding.createDecoder(client.frames.findLast(([type]) => type === MESSAGE.position)!)
    const [, epoch, seq] = [0, 0, 0].map(() => decoding.readVarUint(decoder)) as [number, number, number]
    return { epoch, seq }
  }
  for (const frame of client.frames.filter(isUpdate)) {
    const decoder = decoding.createDecoder(frame)
    decoding.readVarUint(decoder)
    decoding.readVarUint(decoder)
    Y.applyUpdate(doc, decoding.readVarUint8Array(decoder))
  }
  return { client, doc, told }
}

test('[SY13] a tab is told up to where it has the board, and is sent the rest when it comes back', async () => {
  const stage = await stageOfTest({ roundMs: 30 })
  const { board, draw, ids } = await boardOf(stage, 60)
  const first = await come(stage, board, null)
  const place = await first.told()
  first.client.ws.close()
  await draw(3)
  const again = await come(stage, board, place, first.doc)
  expect(shapeIds(again.doc)).toEqual(ids())
  expect(bytesOf(again.client.frames)).toBeLessThan(bytesOf(first.client.frames) / 10)
  expect((await again.told()).seq).toBe(place.seq + 3)
  // And it goes on as if it had never been away.
  await draw(1)
  await until(() => again.client.frames.filter(isUpdate).length > 1)
})

test('[SY13] nobody but a tab of ours hears of places', async () => {
  const stage = await stageOfTest({ roundMs: 10 })
  const { board } = await boardOf(stage, 2)
  const program = await (await stage.raw(board)).ready()
  await until(() => program.count(MESSAGE.awareness) > 5)
  expect(program.count(MESSAGE.position)).toBe(0)
})

test('[SY13] a place is told only when everything up to it is on its way', async () => {
  const stage = await stageOfTest({ roundMs: 1e6 })
  const { board, draw } = await boardOf(stage, 2)
  const client = await stage.raw(board, TAB)
  await draw(1)
  expect(client.count(MESSAGE.position)).toBe(0)
  client.ws.send(STEP1)
  await until(() => client.count(MESSAGE.position) > 0)
  const types = client.frames.map((frame) => (isUpdate(frame) ? 'update' : frame[0]))
  expect(types.lastIndexOf('update')).toBeLessThan(types.indexOf(MESSAGE.position))
})

test('[SY13] the tail is found again after a restart, folded or not; what is gone is answered like anybody else', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ardoise-resume-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  let stage = await openStage({ dataDir })
  const { board, draw, ana } = await boardOf(stage, 40)
  const early = await come(stage, board, null)
  const places = [await early.told()]
  expect(await stage.storage.journal.compact(board)).toBe('done')
  await draw(20)
  const late = await come(stage, board, null)
  places.push(await late.told())
  await draw(2)
  const all = shapeIds(ana.doc)
  await stage.end({ keep: true })
  stage = await stageOfTest({ dataDir })
  const docs = [early.doc, late.doc]
  const sizes: number[] = []
  for (const [i, place] of places.entries()) {
    const { doc, client } = await come(stage, board, place, docs[i])
    expect(shapeIds(doc)).toEqual(all)
    sizes.push(bytesOf(client.frames))
  }
  expect(sizes[1]).toBeLessThan(sizes[0]! / 4)
})

test('[F35] who has what was lost with the disk is told to begin anew, and offers nothing', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ardoise-resume-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  let stage = await openStage({ dataDir })
  const { board, draw } = await boardOf(stage, 5)
  const backup = join(dataDir, 'backup.db')
  const database = new DatabaseSync(join(dataDir, DATABASE_FILE))
  database.exec(`vacuum into '${backup}'`)
  database.close()
  const kept = await (await come(stage, board, null)).told()
  await draw(5)
  const lost = await (await come(stage, board, null)).told()
  await stage.end({ keep: true })
  for (const suffix of ['-wal', '-shm']) rmSync(join(dataDir, DATABASE_FILE + suffix), { force: true })
  copyFileSync(backup, join(dataDir, DATABASE_FILE))
  stage = await stageOfTest({ dataDir })
  const refused = await stage.raw(board, `${TAB}&at=${writePlace(lost)}`)
  expect(await refused.closed).toMatchObject({ code: CLOSE.recovered })
  expect(refused.frames).toEqual([])
  const ana = stage.join(board)
  await synced(ana.provider)
  for (let i = 0; i < 6; i++) drawShape(ana.doc, `new${i}`)
  expect(await saved(ana.provider, 1)).toBe(BARRIER.durable)
  // The numbers are given again by now, to other rows.
  expect((await (await stage.raw(board, `${TAB}&at=${writePlace(lost)}`)).closed).code).toBe(CLOSE.recovered)
  expect(shapeIds((await come(stage, board, kept)).doc)).toHaveLength(6)
})

test('our client comes back with its place, is sent the tail, and offers what it drew meanwhile', async () => {
  const stage = await stageOfTest({ roundMs: 20 })
  const { board, draw, ana, ids } = await boardOf(stage, 30)
  const addresses: string[] = []
  const received: number[] = []
  let told = 0
  class Recorded extends WebSocket {
    constructor(url: string) {
      super(url)
      addresses.push(url)
      received.push(0)
      const i = received.length - 1
      this.on('message', (data: ArrayBuffer) => {
        const frame = new Uint8Array(data)
        if (isUpdate(frame)) received[i]! += frame.length
        if (frame[0] === MESSAGE.position) told++
      })
    }
  }
  const document = new BoardDocument(new Y.Doc())
  const listeners = {
    ...Object.fromEntries(
      ['changed', 'synced', 'sentAll', 'barrier', 'arriving', 'down'].map((name) => [name, vi.fn()]),
    ),
    closed: vi.fn(),
  } as unknown as DocumentSocketListeners
  const socket = new DocumentSocket(
    {
      url: stage.url.replace('ws', 'http').replace(/\/sync$/, ''),
      boardId: board,
      sessionKey: 'tab',
      doc: document.doc,
      webSocket: Recorded as unknown as typeof globalThis.WebSocket,
    },
    listeners,
  )
  onTestFinished(() => socket.dispose())
  socket.connect()
  const places = () => addresses.map((url) => readPlace(new URL(url).searchParams.get('at')))
  await until(() => document.size === 30 && told > 0)
  socket.drop()
  drawShape(document.doc, 'mine')
  await draw(2)
  socket.wake()
  await until(() => document.size === 33 && ids().includes('mine'))
  expect(places()[0]).toBeNull()
  expect(places().at(-1)).toMatchObject({ seq: 30 })
  expect(received.at(-1)).toBeLessThan(received[0]! / 5)
  expect(shapeIds(document.doc)).toEqual(shapeIds(ana.doc))
})
