import * as decoding from 'lib0/decoding'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { MESSAGE, writePlace } from '../../lib/protocol/sync'
import { PIECE_BYTES } from '../storage/causal-pieces'
import { readFrame } from './frames'
import { BARRIER, drawShape, shapeIds, stageOfTest, until, updateOf, type RawClient } from './stage.fixture'

const SHAPES = 40
/** A frame says in a few bytes what it is and how long. */
const HEADER_BYTES = 16
const TAB = '?s=tab-of-bea'

const updatesIn = ({ frames }: RawClient) =>
  frames.flatMap((frame) => {
    const message = readFrame(frame)
    return message?.kind === 'update' || message?.kind === 'step2' ? [message.update] : []
  })
const largest = ({ frames }: RawClient) => Math.max(...frames.map(({ length }) => length))

function shownTo(client: RawClient): number {
  const doc = new Y.Doc()
  for (const update of updatesIn(client)) {
    Y.applyUpdate(doc, update)
    expect(doc.store.pendingStructs).toBeNull()
  }
  return shapeIds(doc).length
}

async function placeOf(client: RawClient): Promise<string> {
  await until(() => client.count(MESSAGE.position) > 0)
  const decoder = decoding.createDecoder(client.frames.findLast(([type]) => type === MESSAGE.position)!)
  decoding.readVarUint(decoder)
  return writePlace({ epoch: decoding.readVarUint(decoder), seq: decoding.readVarUint(decoder) })
}

test('[K20] [SY13] what somebody made offline is kept as it came, and sent to others in frames of at most 256 KiB', async () => {
  const stage = await stageOfTest({ roundMs: 50 })
  const board = await stage.newBoard()
  const ana = await (await stage.raw(board)).ready()
  ana.update(updateOf((doc) => drawShape(doc, 'first')))
  expect(await ana.barrier(1)).toBe(BARRIER.durable)
  const bea = await (await stage.raw(board, TAB)).ready()
  const place = await placeOf(bea)
  const long = updateOf((doc) =>
    doc.transact(() => {
      for (let i = 0; i < SHAPES; i++) drawShape(doc, `s${i}`, i, 'ink', new Uint8Array(40_000).fill(i))
    }),
  )
  expect(long.length).toBeGreaterThan(5 * PIECE_BYTES)
  const saidToAna = updatesIn(ana).length
  ana.update(long)
  expect(await ana.barrier(2)).toBe(BARRIER.durable)
  await until(() => shownTo(bea) === SHAPES + 1)
  expect(largest(bea)).toBeLessThanOrEqual(PIECE_BYTES + HEADER_BYTES)
  expect(updatesIn(ana)).toHaveLength(saidToAna)
  const rows = (await stage.storage.journal.load(board))!.updates
  expect(rows.map((row) => Buffer.from(row).equals(long))).toEqual([false, true])
  const newcomer = await (await stage.raw(board, TAB)).ready()
  expect(shownTo(newcomer)).toBe(SHAPES + 1)
  expect(largest(newcomer)).toBeLessThanOrEqual(PIECE_BYTES + HEADER_BYTES)
  const returning = await (await stage.raw(board, `${TAB}&at=${place}`)).ready()
  expect(shownTo(returning)).toBe(SHAPES)
  expect(largest(returning)).toBeLessThanOrEqual(PIECE_BYTES + HEADER_BYTES)
})
