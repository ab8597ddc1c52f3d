import * as encoding from 'lib0/encoding'
import { afterAll, beforeAll, expect, vi } from 'vitest'
import * as Y from 'yjs'
import type { BoardId } from '../../lib/board/ids'
import type { Refused } from './rooms'
import { BARRIER, drawShape, openStage, saved, synced, updateOf, type Stage } from './stage.fixture'

/** A server for the tests of one file, which say what no honest client says. */
export function openDoor() {
  let stage!: Stage
  const refused = vi.fn<(refused: Refused) => void>()
  beforeAll(async () => {
    stage = await openStage()
    stage.rooms.onRefused = refused
  })
  afterAll(() => stage.end())

  /** A board with somebody honest on it, to whom nothing may happen. */
  async function boardWithAna() {
    const board = await stage.newBoard()
    const ana = stage.join(board)
    await synced(ana.provider)
    drawShape(ana.doc, 'hers', 1)
    expect(await saved(ana.provider, 1)).toBe(BARRIER.durable)
    const disconnected = vi.fn()
    ana.provider.on('connection-close', disconnected)
    const changed = vi.fn()
    ana.doc.on('update', (_, origin) => void (origin === ana.provider && changed()))
    return {
      board,
      ana,
      /** She noticed nothing, and goes on. */
      isUndisturbed: async (storedRows = 1) => {
        expect(await rows(board)).toBe(storedRows)
        drawShape(ana.doc, 'hers', 2)
        expect(await saved(ana.provider, 2)).toBe(BARRIER.durable)
        expect(disconnected).not.toHaveBeenCalled()
        expect(changed).not.toHaveBeenCalled()
      },
    }
  }
  const rows = async (board: BoardId) => (await stage.storage.journal.load(board))!.seq
  return { stage: () => stage, refused, boardWithAna, rows }
}

/** A message of the sync protocol. */
export const sync = (subtype: number, payload: Uint8Array) =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 0)
    encoding.writeVarUint(encoder, subtype)
    encoding.writeVarUint8Array(encoder, payload)
  })

/** A message of the awareness protocol. */
export const awareness = (...entries: [clientId: number, clock: number, json: string][]) =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint8Array(
      encoder,
      encoding.encode((inner) => {
        encoding.writeVarUint(inner, entries.length)
        for (const [clientId, clock, json] of entries) {
          encoding.writeVarUint(inner, clientId)
          encoding.writeVarUint(inner, clock)
          encoding.writeVarString(inner, json)
        }
      }),
    )
  })

/** A shape, written under a client id. */
export const written = (clientId: number, id: string) =>
  updateOf((doc) => drawShape(doc, id), Object.assign(new Y.Doc(), { clientID: clientId }))

/** Lists in lists. */
export function nested(depth: number): unknown {
  let value: unknown = 1
  for (let i = 0; i < depth; i++) value = [value]
  return value
}

export const whole = updateOf((doc) => drawShape(doc, 'whole'))

/** A range that was collected, as long as all clocks there are. */
export const hugeRange = encoding.encode((encoder) => {
  for (const value of [1, 1, 6_060, 0]) encoding.writeVarUint(encoder, value) // one client, one struct, from 0
  encoding.writeUint8(encoder, 0) // a GC struct
  encoding.writeVarUint(encoder, 2 ** 40)
  encoding.writeVarUint(encoder, 0)
})

/** Two people's work, each behind the other's. */
const mutual = encoding.encode((encoder) => {
  encoding.writeVarUint(encoder, 2)
  for (const [client, other] of [
    [6_061, 6_062],
    [6_062, 6_061],
  ] as const) {
    for (const value of [1, client, 0]) encoding.writeVarUint(encoder, value) // one struct, from 0
    encoding.writeUint8(encoder, 0x81) // deleted content with an origin
    for (const value of [other, 0, 1]) encoding.writeVarUint(encoder, value)
  }
  encoding.writeVarUint(encoder, 0)
})

/** Frames that are no message of the protocol: each ends its connection with 4400. */
export const MALFORMED: [title: string, frame: string | Uint8Array][] = [
  ['[B01] a text frame', '"..\\'],
  ['[B02] an empty frame', new Uint8Array()],
  ['[B03] a number out of range', new Uint8Array(12).fill(0xff)],
  ['[B04] an unknown type', Uint8Array.of(57)],
  ['[B04] an internal type', Uint8Array.of(6, 1, 2)],
  ['[B04] a permission message, which only servers send', Uint8Array.of(2, 0, 0)],
  ['[B05] an unknown subtype', sync(9, Uint8Array.of(0, 0))],
  ['[B07] bytes after a message', new Uint8Array([...sync(2, Uint8Array.of(0, 0)), 1])],
  ['[B07] bytes after an update', sync(2, new Uint8Array([...whole, 0]))],
  ['[B08] a truncated update', sync(2, whole.subarray(0, whole.length - 4))],
  ['[B08] a truncated step 2', sync(1, whole.subarray(0, 20))],
  ['a truncated message', sync(2, whole).subarray(0, 20)],
  ['[B14] work that waits for work of the same update, and that for it', sync(2, mutual)],
  ['a state vector that is none', sync(0, new Uint8Array(9).fill(0xff))],
  ['awareness that is none', Uint8Array.of(1, 3, 200, 1, 1)],
  [
    '[P12] values nested beyond the stack',
    sync(
      2,
      updateOf((doc) => doc.getMap('board').set('deep', nested(6_000))),
    ),
  ],
]
