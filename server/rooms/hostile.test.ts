import * as encoding from 'lib0/encoding'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import type { BoardId } from '../../lib/board/ids'
import { HEARTBEAT_FRAME, updateFrame } from './frames'
import { LIMITS } from './limits'
import type { Refused } from './rooms'
import {
  BARRIER,
  CLOSE,
  drawShape,
  openStage,
  saved,
  shapeIds,
  synced,
  until,
  updateOf,
  xOf,
  type RawClient,
  type Stage,
} from './stage.fixture'

let stage: Stage
const refused = vi.fn<(refused: Refused) => void>()
beforeAll(async () => {
  stage = await openStage()
  stage.rooms.onRefused = refused
})
afterAll(() => stage.end())

const rows = async (board: BoardId) => (await stage.storage.journal.load(board))!.seq

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

const sync = (subtype: number, payload: Uint8Array) =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 0)
    encoding.writeVarUint(encoder, subtype)
    encoding.writeVarUint8Array(encoder, payload)
  })
const whole = updateOf((doc) => drawShape(doc, 'whole'))

test.each<[string, string | Uint8Array]>([
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
  ['a state vector that is none', sync(0, new Uint8Array(9).fill(0xff))],
  ['awareness that is none', Uint8Array.of(1, 3, 200, 1, 1)],
  [
    '[P12] values nested beyond the stack',
    sync(
      2,
      updateOf((doc) => doc.getMap('board').set('deep', nested(6_000))),
    ),
  ],
])('%s closes with 4400 and disturbs nobody', async (_, frame) => {
  const { board, isUndisturbed } = await boardWithAna()
  const hostile = await (await stage.raw(board)).ready()
  hostile.ws.send(frame)
  const { code, reason } = await hostile.closed
  // What the decoder's stack still held is refused by its depth, later.
  expect(code).toBe(CLOSE.malformed)
  expect(reason).not.toBe('')
  await isUndisturbed()
})

function nested(depth: number): unknown {
  let value: unknown = 1
  for (let i = 0; i < depth; i++) value = [value]
  return value
}

test('[B09] an update without content is no news', async () => {
  const { board, isUndisturbed } = await boardWithAna()
  const client = await (await stage.raw(board)).ready()
  client.update(Uint8Array.of(0, 0))
  expect(await client.barrier(1)).toBe(BARRIER.durable)
  client.update(new Uint8Array())
  expect(await client.closed).toMatchObject({ code: CLOSE.malformed })
  await isUndisturbed()
})

test('[B10] a flood is closed with 4529 within a second', async () => {
  const { board, isUndisturbed } = await boardWithAna()
  const hostile = await (await stage.raw(board)).ready()
  const since = performance.now()
  for (let i = 0; i < 100_000 && hostile.ws.readyState === hostile.ws.OPEN; i++) {
    hostile.ws.send(Uint8Array.of(3))
    if (i % 1_000 === 999) await new Promise((resolve) => setImmediate(resolve))
  }
  expect(await hostile.closed).toMatchObject({ code: CLOSE.tooFast })
  expect(performance.now() - since).toBeLessThan(5_000)
  await isUndisturbed()
})

test('[B11] a frame over the limit is closed before it is buffered whole', async () => {
  const { board, isUndisturbed } = await boardWithAna()
  const hostile = await (await stage.raw(board)).ready()
  hostile.ws.send(new Uint8Array(LIMITS.frameBytes + 1))
  expect((await hostile.closed).code).toBe(1009)
  const viewer = await stage.raw(board, '?role=view')
  viewer.ws.send(new Uint8Array(LIMITS.viewerFrameBytes + 1))
  expect(await viewer.closed).toMatchObject({ code: CLOSE.tooLarge })
  await isUndisturbed()
})

test('[B18] a huge state vector is closed with 4413', async () => {
  const { board, isUndisturbed } = await boardWithAna()
  const hostile = await stage.raw(board)
  hostile.ws.send(sync(0, new Uint8Array(LIMITS.step1Bytes + 1)))
  expect(await hostile.closed).toMatchObject({ code: CLOSE.tooLarge })
  await isUndisturbed()
})

test('[B19] asking for the board again and again is closed with 4529', async () => {
  const { board, isUndisturbed } = await boardWithAna()
  const hostile = await (await stage.raw(board)).ready()
  for (let i = 0; i < 50; i++) hostile.ws.send(sync(0, Uint8Array.of(0)))
  expect(await hostile.closed).toMatchObject({ code: CLOSE.tooFast })
  expect(hostile.count(0, 1)).toBeLessThanOrEqual(LIMITS.step1.burst)
  await isUndisturbed()
})

test('[B14] [K10] an update with a gap is neither applied, logged nor acknowledged, and step 1 is asked for', async () => {
  const { board, ana } = await boardWithAna()
  const doc = new Y.Doc()
  const first = updateOf((its) => drawShape(its, 'first'), doc)
  const second = updateOf((its) => drawShape(its, 'second'), doc)
  const deletion = updateOf((its) => its.getMap('shapes').delete('first'), doc)
  const client = await (await stage.raw(board)).ready()
  const asked = client.count(0, 0)
  client.update(second)
  client.update(deletion)
  expect(await client.barrier(1)).toBe(BARRIER.gap)
  expect(client.count(0, 0)).toBe(asked + 1)
  expect(await rows(board)).toBe(1)
  expect(shapeIds(ana.doc)).toEqual(['hers'])
  client.update(first)
  expect(await client.barrier(2)).toBe(BARRIER.durable)
  await until(() => shapeIds(ana.doc).includes('second'))
  expect(shapeIds(ana.doc)).toEqual(['hers', 'second'])
  expect(await rows(board)).toBe(4)
})

test('[B14] too much that waits for what never came closes with 4400', async () => {
  const { board, isUndisturbed } = await boardWithAna()
  const doc = new Y.Doc()
  drawShape(doc, 'lost')
  const client = await (await stage.raw(board)).ready()
  const later = updateOf((its) => its.getMap('board').set('big', 'x'.repeat(60_000)), doc)
  for (let i = 0; i < LIMITS.gapBytes / 60_000 + 1; i++) client.update(later)
  expect(await client.closed).toMatchObject({ code: CLOSE.malformed })
  await isUndisturbed()
})

const shape = (change: (shape: Y.Map<unknown>) => void) => (doc: Y.Doc) => {
  drawShape(doc, 'bad')
  change(doc.getMap('shapes').get('bad') as Y.Map<unknown>)
}
test.each<[string, string, (doc: Y.Doc) => void]>([
  ['[B20] an unknown root', 'unknown-root', (doc) => doc.getMap('zzz').set('a', 1)],
  ['[B22] a shape that is a number', 'invalid', (doc) => doc.getMap('shapes').set('bad', 1)],
  ['[B22] a shape that is a text', 'invalid', (doc) => doc.getMap('shapes').set('bad', new Y.Text('x'))],
  [
    '[B22] a shape that is an element',
    'invalid',
    (doc) => doc.getMap('shapes').set('bad', new Y.XmlElement('a')),
  ],
  ['[B22] a shape that is a hook', 'invalid', (doc) => doc.getMap('shapes').set('bad', new Y.XmlHook('a'))],
  ['[B26] a subdocument', 'invalid', (doc) => doc.getMap('shapes').set('bad', new Y.Doc())],
  ['a reserved id', 'invalid', (doc) => drawShape(doc, '__proto__')],
  ['an id with spaces', 'invalid', (doc) => drawShape(doc, 'a b')],
  ['[P10] NaN', 'invalid', shape((its) => its.set('geo', [NaN, 0, 1, 1, 0]))],
  ['[P10] infinity', 'invalid', shape((its) => its.set('geo', [Infinity, 0, 1, 1, 0]))],
  ['[P10] a big integer', 'invalid', shape((its) => its.set('extra', 10n))],
  ['a list where a number belongs', 'invalid', shape((its) => its.set('geo', ['0', 0, 1, 1, 0]))],
  ['a huge coordinate', 'invalid', shape((its) => its.set('geo', [1e308, 0, 1, 1, 0]))],
  ['a text that is none', 'invalid', shape((its) => its.set('text', 'plain'))],
  ['[B26] a text with markup', 'invalid', shape((its) => its.set('text', bold()))],
  ['a nested type under an unknown key', 'invalid', shape((its) => its.set('extra', new Y.Map()))],
  ['[P12] a deep value', 'invalid', shape((its) => its.set('extra', nested(20)))],
  ['[B24] a huge key', 'too-large', shape((its) => its.set('k'.repeat(2_000), 1))],
  ['[B24] a huge value', 'too-large', shape((its) => its.set('extra', 'x'.repeat(70_000)))],
  ['[B24] a shape of many values', 'too-large', shape((its) => keys(its, 40, 2_000))],
  ['[B24] a shape of a great many keys', 'too-large', shape((its) => keys(its, 20_000, 1))],
  ['[B24] a huge text', 'too-large', shape((its) => its.set('text', new Y.Text('x'.repeat(100_001))))],
  ['a board value that is a type', 'invalid', (doc) => doc.getMap('board').set('extra', new Y.Map())],
  ['a board name that is a number', 'invalid', (doc) => doc.getMap('board').set('name', 5)],
])('%s is refused as a whole, told, and never acknowledged', async (_, code, change) => {
  const { board, isUndisturbed } = await boardWithAna()
  const client = await (await stage.raw(board, '?s=tab')).ready()
  refused.mockClear()
  client.update(
    updateOf((doc) =>
      doc.transact(() => {
        drawShape(doc, 'good')
        change(doc)
      }),
    ),
  )
  expect(await client.barrier(1)).toBe(BARRIER.rejected)
  expect(refused).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ boardId: board, sessionKey: 'tab', code }),
  )
  expect(await stage.rooms.read(board, (document) => document.size)).toBe(1)
  await isUndisturbed()
})

test('[B20] a root used as a list is refused', async () => {
  const { board, isUndisturbed } = await boardWithAna()
  const client = await (await stage.raw(board)).ready()
  client.update(updateOf((doc) => doc.getArray('shapes').push([1])))
  expect(await client.barrier(1)).toBe(BARRIER.rejected)
  await isUndisturbed()
})

function bold(): Y.Text {
  const text = new Y.Text()
  text.insert(0, 'bold', { bold: true })
  return text
}
function keys(map: Y.Map<unknown>, count: number, length: number): void {
  for (let i = 0; i < count; i++) map.set(`key${i}`, 'x'.repeat(length))
}

test('an overwrite, which names no parent, is checked like an insertion', async () => {
  const { board, ana } = await boardWithAna()
  const client = await (await stage.raw(board)).ready()
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(ana.doc))
  const hers = () => doc.getMap('shapes').get('hers') as Y.Map<unknown>
  client.update(updateOf(() => hers().set('geo', [5, 0, 1, 1, 0]), doc))
  await until(() => xOf(ana.doc, 'hers') === 5)
  client.update(updateOf(() => hers().set('geo', [NaN, 0, 1, 1, 0]), doc))
  expect(await client.barrier(1)).toBe(BARRIER.rejected)
  expect(xOf(ana.doc, 'hers')).toBe(5)
})

test('text grows to its limit by typing, and not beyond', async () => {
  const { board } = await boardWithAna()
  const client = await (await stage.raw(board)).ready()
  const doc = new Y.Doc()
  client.update(
    updateOf(
      shape((its) => its.set('text', new Y.Text('x'.repeat(99_990)))),
      doc,
    ),
  )
  const text = () => (doc.getMap('shapes').get('bad') as Y.Map<unknown>).get('text') as Y.Text
  client.update(updateOf(() => text().insert(50, 'y'.repeat(10)), doc))
  expect(await client.barrier(1)).toBe(BARRIER.durable)
  client.update(updateOf(() => text().insert(99_000, 'z'), doc))
  expect(await client.barrier(2)).toBe(BARRIER.rejected)
})

test('unknown types and keys of a newer client are accepted and kept', async () => {
  const { board, ana } = await boardWithAna()
  const client = await (await stage.raw(board)).ready()
  client.update(
    updateOf((doc) => {
      drawShape(doc, 'new', 3, 'hologram')
      ;(doc.getMap('shapes').get('new') as Y.Map<unknown>).set('spin', { speed: 2, axes: ['x', 'y'] })
    }),
  )
  expect(await client.barrier(1)).toBe(BARRIER.durable)
  await until(() => xOf(ana.doc, 'new') === 3)
  expect((ana.doc.getMap('shapes').get('new') as Y.Map<unknown>).get('spin')).toEqual({
    speed: 2,
    axes: ['x', 'y'],
  })
})

test('a client that goes on after refusals is closed in the end', async () => {
  const { board, isUndisturbed } = await boardWithAna()
  const client = await (await stage.raw(board)).ready()
  for (let i = 0; i < LIMITS.refusals; i++) client.update(updateOf((doc) => doc.getMap('zzz').set('a', i)))
  expect(await client.closed).toMatchObject({ code: CLOSE.malformed })
  await isUndisturbed()
})

test('[B28] a viewer changes nothing: dropped, told by the barrier, then closed with 4403', async () => {
  const { board, isUndisturbed } = await boardWithAna()
  const viewer = await (await stage.raw(board, '?role=view')).ready()
  expect(viewer.count(0, 0)).toBe(0) // never asked for step 2
  viewer.ws.send(sync(1, whole))
  viewer.ws.send(sync(1, Uint8Array.of(9, 9, 9))) // not even decoded
  viewer.update(whole)
  viewer.update(whole)
  expect(await viewer.barrier(1)).toBe(BARRIER.readOnly)
  viewer.update(whole)
  expect(await viewer.closed).toMatchObject({ code: CLOSE.forbidden })
  await isUndisturbed()
})

test('[B28] a viewer sees what others draw', async () => {
  const { board, ana } = await boardWithAna()
  const viewer = stage.join(board, { role: 'view' })
  await synced(viewer.provider)
  drawShape(ana.doc, 'hers', 9)
  await until(() => xOf(viewer.doc, 'hers') === 9)
})

const awareness = (...entries: [clientId: number, clock: number, json: string][]) =>
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

test("[B36] nobody speaks for another's client id", async () => {
  const { board, ana } = await boardWithAna()
  const bea = stage.join(board)
  await synced(bea.provider)
  ana.provider.awareness.setLocalState({ mood: 'calm' })
  const herId = ana.doc.clientID
  const seen = () => bea.provider.awareness.getStates().get(herId)
  await until(() => seen()?.mood === 'calm')
  const hostile = await (await stage.raw(board)).ready()
  hostile.ws.send(awareness([7, 1, '{"own":1}'], [herId, 2 ** 40, 'null'], [8, 1, '{"second":1}']))
  hostile.ws.send(awareness([herId, 99, '{"mood":"evil"}']))
  await until(() => bea.provider.awareness.getStates().get(7)?.own === 1)
  expect(seen()).toEqual({ mood: 'calm' })
  expect(bea.provider.awareness.getStates().has(8)).toBe(false)
  ana.provider.awareness.setLocalState({ mood: 'busy' })
  await until(() => seen()?.mood === 'busy')
})

test.each(['7', '"x"', '[1]', '{bad', JSON.stringify({ big: 'x'.repeat(5_000) })])(
  '[B39] a state that is none (%.10s) is dropped',
  async (json) => {
    const { board } = await boardWithAna()
    const bea = stage.join(board)
    await synced(bea.provider)
    const hostile = await (await stage.raw(board)).ready()
    hostile.ws.send(awareness([7, 1, '{"first":1}']))
    hostile.ws.send(awareness([7, 2, json]))
    hostile.ws.send(awareness([7, 3, '{"last":1}']))
    await until(() => bea.provider.awareness.getStates().get(7)?.last === 1)
    expect(hostile.ws.readyState).toBe(hostile.ws.OPEN)
  },
)

test('[B38] an awareness frame of thousands is closed with 4529', async () => {
  const { board, isUndisturbed } = await boardWithAna()
  const hostile = await (await stage.raw(board)).ready()
  hostile.ws.send(
    awareness(...Array.from({ length: 5_000 }, (_, i) => [i, 1, '{}'] as [number, number, string])),
  )
  expect(await hostile.closed).toMatchObject({ code: CLOSE.tooFast })
  await isUndisturbed()
})

const written = (clientId: number, id: string) =>
  updateOf((doc) => drawShape(doc, id), Object.assign(new Y.Doc(), { clientID: clientId }))

test("[B15] [P6] structs under another live connection's client id are closed with 4509", async () => {
  const { board } = await boardWithAna()
  const owner = await (await stage.raw(board)).ready()
  owner.update(written(4_242, 'owned'))
  expect(await owner.barrier(1)).toBe(BARRIER.durable)
  const thief = await (await stage.raw(board)).ready()
  const doc = Object.assign(new Y.Doc(), { clientID: 4_242 })
  drawShape(doc, 'owned')
  thief.update(updateOf((its) => drawShape(its, 'evil'), doc))
  expect(await thief.closed).toMatchObject({ code: CLOSE.clientIdTaken })
  expect(owner.ws.readyState).toBe(owner.ws.OPEN)
  expect(await stage.rooms.read(board, ({ size }) => size)).toBe(2)
})

test('the same person coming back with the same client id supersedes the old socket', async () => {
  const board = await stage.newBoard()
  const doc = Object.assign(new Y.Doc(), { clientID: 5_151 })
  const old = await (await stage.raw(board, '?person=ana')).ready()
  old.update(updateOf((its) => drawShape(its, 'one'), doc))
  expect(await old.barrier(1)).toBe(BARRIER.durable)
  const again = await (await stage.raw(board, '?person=ana')).ready()
  again.update(updateOf((its) => drawShape(its, 'two'), doc))
  expect(await again.barrier(1)).toBe(BARRIER.durable)
  expect((await old.closed).code).toBe(CLOSE.clientIdTaken)
})

test("the server's own client id is nobody else's", async () => {
  const { board, isUndisturbed } = await boardWithAna()
  const serverId = await stage.rooms.read(board, ({ doc }) => doc.clientID)
  const hostile = await (await stage.raw(board)).ready()
  hostile.update(written(serverId, 'forged'))
  expect(await hostile.closed).toMatchObject({ code: CLOSE.clientIdTaken })
  await isUndisturbed()
})

test('[P7] a collected range of 2 ** 40 clocks is closed with 4400', async () => {
  const { board, isUndisturbed } = await boardWithAna()
  const hostile = await (await stage.raw(board)).ready()
  const frame = encoding.encode((encoder) => {
    for (const value of [1, 1, 6_060, 0]) encoding.writeVarUint(encoder, value) // one client, one struct, from 0
    encoding.writeUint8(encoder, 0) // a GC struct
    encoding.writeVarUint(encoder, 2 ** 40)
    encoding.writeVarUint(encoder, 0)
  })
  hostile.update(frame)
  expect(await hostile.closed).toMatchObject({ code: CLOSE.malformed })
  await isUndisturbed()
})

test('a heartbeat changes nothing for a stock client', async () => {
  const { ana } = await boardWithAna()
  const change = vi.fn()
  ana.provider.awareness.on('change', change)
  ana.provider.ws!.onmessage!({ data: HEARTBEAT_FRAME.buffer } as MessageEvent)
  expect(change).not.toHaveBeenCalled()
})

test('[SY4] updates from many in one tick reach each client once, without its own', async () => {
  const board = await stage.newBoard()
  const clients: RawClient[] = []
  for (let i = 0; i < 3; i++) clients.push(await (await stage.raw(board)).ready())
  const ids = ['a', 'b', 'c']
  clients.forEach((client, i) => client.ws.send(updateFrame(written(100 + i, ids[i]!))))
  await Promise.all(clients.map((client, i) => client.barrier(i + 1)))
  const docOf = (client: RawClient) => {
    const doc = new Y.Doc()
    for (const frame of client.frames)
      if (frame[0] === 0 && frame[1] === 2) Y.applyUpdate(doc, payload(frame))
    return doc
  }
  await until(() => clients.every((client) => shapeIds(docOf(client)).length === 2))
  expect(clients.map((client) => shapeIds(docOf(client)))).toEqual([
    ['b', 'c'],
    ['a', 'c'],
    ['a', 'b'],
  ])
})

/** The update in a frame whose length takes one or two bytes. */
const payload = (frame: Uint8Array) => frame.subarray(frame[2]! < 128 ? 3 : 4)
