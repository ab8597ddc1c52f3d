import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { MESSAGE, writePlace } from '../../lib/protocol/sync'
import type { Journal } from '../storage/storage'
import { BARRIER, drawShape, openStage, saved, shapeIds, synced, until, type Stage } from './stage.fixture'

const step1 = (doc: Y.Doc) =>
  encoding.encode((encoder) => {
    for (const value of [MESSAGE.sync, 0]) encoding.writeVarUint(encoder, value)
    encoding.writeVarUint8Array(encoder, Y.encodeStateVector(doc))
  })

/** Remembers one life of the server. */
const forgetful = (real: Journal): Journal => ({
  ...real,
  load: async (id) => {
    const stored = await real.load(id)
    return stored && { ...stored, lives: stored.lives.slice(-1) }
  },
})

/** What a message of the sync protocol brings. */
function updateIn(frame: Uint8Array): Uint8Array {
  const decoder = decoding.createDecoder(frame.subarray(2))
  return decoding.readVarUint8Array(decoder)
}

/** Draws `ids` with a stock client; resolves when all are saved. */
async function draw(stage: Stage, board: string, ...ids: string[]) {
  const { doc, provider } = stage.join(board)
  await synced(provider)
  for (const id of ids) drawShape(doc, id)
  expect(await saved(provider, 1)).toBe(BARRIER.durable)
  return doc
}

test('[F35] a tab that slept through more restarts than a board remembers is sent what it lacks, and not that all is lost', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ardoise-away-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  let stage = await openStage({ dataDir })
  const board = await stage.newBoard()
  const hers = new Y.Doc()
  Y.applyUpdate(hers, Y.encodeStateAsUpdate(await draw(stage, board, 'a', 'b')))
  const place = (await stage.storage.journal.load(board))!
  await stage.end({ keep: true })

  stage = await openStage({ dataDir })
  await draw(stage, board, 'c', 'd')
  await stage.end({ keep: true })
  stage = await openStage({ dataDir, journal: forgetful })
  onTestFinished(() => stage.end())
  const tab = await stage.raw(board, `?s=tab-of-ana&at=${writePlace(place)}`)
  tab.ws.send(step1(hers))
  await Promise.race([until(() => tab.count(MESSAGE.sync, 1) > 0), tab.closed])
  for (const frame of tab.frames.filter(([type, kind]) => type === MESSAGE.sync && kind !== 0))
    Y.applyUpdate(hers, updateIn(frame))
  expect(shapeIds(hers)).toEqual(['a', 'b', 'c', 'd'])
})
