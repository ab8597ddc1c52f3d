import * as encoding from 'lib0/encoding'
import { expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'
import { HEARTBEAT_FRAME, updateFrame } from './frames'
import { hugeRange, MALFORMED, openDoor, sync, written } from './hostile.fixture'
import { LIMITS } from './limits'
import {
  BARRIER,
  CLOSE,
  drawShape,
  openStage,
  shapeIds,
  until,
  updateOf,
  type RawClient,
} from './stage.fixture'

/** What is wrong with a frame before anybody looks at what it draws. */
const { stage, boardWithAna, rows } = openDoor()

test.each(MALFORMED)('%s closes with 4400 and disturbs nobody', async (_, frame) => {
  const { board, isUndisturbed } = await boardWithAna()
  const hostile = await (await stage().raw(board)).ready()
  hostile.ws.send(frame)
  const { code, reason } = await hostile.closed
  // What the decoder's stack still held is refused by its depth, later.
  expect(code).toBe(CLOSE.malformed)
  expect(reason).not.toBe('')
  await isUndisturbed()
})

test('[B09] an update without content is no news', async () => {
  const { board, isUndisturbed } = await boardWithAna()
  const client = await (await stage().raw(board)).ready()
  client.update(Uint8Array.of(0, 0))
  expect(await client.barrier(1)).toBe(BARRIER.durable)
  client.update(new Uint8Array())
  expect(await client.closed).toMatchObject({ code: CLOSE.malformed })
  await isUndisturbed()
})

test('[B10] a flood is closed with 4529 within a second', async () => {
  const { board, isUndisturbed } = await boardWithAna()
  const hostile = await (await stage().raw(board)).ready()
  const since = performance.now()
  for (let i = 0; i < 100_000 && hostile.ws.readyState === hostile.ws.OPEN; i++) {
    hostile.ws.send(Uint8Array.of(3))
    if (i % 1_000 === 999) await new Promise((resolve) => setImmediate(resolve))
  }
  expect(await hostile.closed).toMatchObject({ code: CLOSE.tooFast })
  expect(performance.now() - since).toBeLessThan(5_000)
  await isUndisturbed()
})

test('[B12] a frame that is never finished ends its connection after 30 s, whatever trickles in', async () => {
  const slow = await openStage({ now: () => performance.now() * 200, roundMs: 20 })
  onTestFinished(() => slow.end())
  const client = await (await slow.raw(await slow.newBoard())).ready()
  const { _socket: socket } = client.ws as unknown as { _socket: { write(bytes: Uint8Array): void } }
  socket.write(Uint8Array.of(0x82, 0xfe, 0x40, 0, 1, 2, 3, 4)) // masked, 16 KiB announced
  const trickle = setInterval(() => socket.write(Uint8Array.of(0)), 20)
  onTestFinished(() => clearInterval(trickle))
  expect(await client.closed).toMatchObject({
    code: CLOSE.tooFast,
    reason: 'too slow: a frame was not finished',
  })
})

test.each([
  ['an update', 2, LIMITS.clientsPerUpdate.update],
  ['a step 2', 1, LIMITS.clientsPerUpdate.step2],
] as const)('[B17] %s of too many writers is closed with 4400', async (_, subtype, most) => {
  const { board, isUndisturbed } = await boardWithAna()
  const honest = await (await stage().raw(await stage().newBoard())).ready()
  honest.ws.send(sync(subtype, ofWriters(most)))
  expect(await honest.barrier(1)).toBe(BARRIER.durable)
  const hostile = await (await stage().raw(board)).ready()
  hostile.ws.send(sync(subtype, ofWriters(most + 1)))
  expect(await hostile.closed).toMatchObject({ code: CLOSE.malformed, reason: 'too many writers' })
  await isUndisturbed()
})

/** One collected struct of each of many. */
const ofWriters = (count: number) =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, count)
    for (let i = 0; i < count; i++)
      for (const value of [1, 100_000 + i, 0, 0, 1]) encoding.writeVarUint(encoder, value)
    encoding.writeVarUint(encoder, 0)
  })

test('[B11] a frame over the limit is closed before it is buffered whole', async () => {
  const { board, isUndisturbed } = await boardWithAna()
  const hostile = await (await stage().raw(board)).ready()
  hostile.ws.send(new Uint8Array(LIMITS.frameBytes + 1))
  expect((await hostile.closed).code).toBe(1009)
  const viewer = await stage().raw(board, '?role=view')
  viewer.ws.send(new Uint8Array(LIMITS.viewerFrameBytes + 1))
  expect(await viewer.closed).toMatchObject({ code: CLOSE.tooLarge })
  await isUndisturbed()
})

test('[B18] a huge state vector is closed with 4413', async () => {
  const { board, isUndisturbed } = await boardWithAna()
  const hostile = await stage().raw(board)
  hostile.ws.send(sync(0, new Uint8Array(LIMITS.step1Bytes + 1)))
  expect(await hostile.closed).toMatchObject({ code: CLOSE.tooLarge })
  await isUndisturbed()
})

test('[B18] a state vector from the future is answered like any other', async () => {
  const { board, isUndisturbed } = await boardWithAna()
  const client = await stage().raw(board)
  const future = Y.encodeStateVector(new Map([[7, 2 ** 40]]))
  client.ws.send(sync(0, future))
  await until(() => client.count(0, 1) === 1)
  expect(await client.barrier(1)).toBe(BARRIER.durable)
  await isUndisturbed()
})

test('[B19] asking for the board again and again is closed with 4529', async () => {
  const { board, isUndisturbed } = await boardWithAna()
  const hostile = await (await stage().raw(board)).ready()
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
  const client = await (await stage().raw(board)).ready()
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
  const client = await (await stage().raw(board)).ready()
  const later = updateOf((its) => its.getMap('board').set('big', 'x'.repeat(60_000)), doc)
  for (let i = 0; i < LIMITS.gapBytes / 60_000 + 1; i++) client.update(later)
  expect(await client.closed).toMatchObject({ code: CLOSE.malformed })
  await isUndisturbed()
})

test('[B14] [B10] what waits for what never came makes nothing dearer that does come', async () => {
  const board = await stage().newBoard()
  const move = (doc: Y.Doc, x: number) =>
    updateOf((its) => (its.getMap('shapes').get('it') as Y.Map<unknown>).set('geo', [x, 0, 1, 1, 0]), doc)
  /** Processor time in which so many changes are taken in, behind what the client said before. */
  const spend = async (client: RawClient, doc: Y.Doc, n: number) => {
    client.update(updateOf((its) => drawShape(its, 'it'), doc))
    const moves = Array.from({ length: 300 }, (_, x) => move(doc, x))
    const since = process.cpuUsage()
    for (const one of moves) client.update(one)
    const status = await client.barrier(n)
    const { user, system } = process.cpuUsage(since)
    return { status, cpu: user + system }
  }
  const calm = await spend(await (await stage().raw(board)).ready(), new Y.Doc(), 1)
  expect(calm.status).toBe(BARRIER.durable)

  const hostile = await (await stage().raw(board)).ready()
  const lost = new Y.Doc()
  drawShape(lost, 'it')
  for (let x = 0; x < 1_000; x++) hostile.update(move(lost, x))
  expect(await hostile.barrier(1)).toBe(BARRIER.gap)
  const busy = await spend(hostile, new Y.Doc(), 2)
  expect(busy.status).toBe(BARRIER.gap)
  expect(busy.cpu).toBeLessThan(5 * calm.cpu)
})

test('[P7] a collected range of 2 ** 40 clocks is closed with 4400', async () => {
  const { board, isUndisturbed } = await boardWithAna()
  const hostile = await (await stage().raw(board)).ready()
  hostile.update(hugeRange)
  expect(await hostile.closed).toMatchObject({ code: CLOSE.malformed })
  await isUndisturbed()
})

test('a client that goes on after refusals is closed in the end', async () => {
  const { board, isUndisturbed } = await boardWithAna()
  const client = await (await stage().raw(board)).ready()
  for (let i = 0; i < LIMITS.refusals; i++) client.update(updateOf((doc) => doc.getMap('zzz').set('a', i)))
  expect(await client.closed).toMatchObject({ code: CLOSE.malformed })
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
  const board = await stage().newBoard()
  const clients: RawClient[] = []
  for (let i = 0; i < 3; i++) clients.push(await (await stage().raw(board)).ready())
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
