import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { openDoor, awareness, sync, whole, written } from './hostile.fixture'
import { openStage, BARRIER, CLOSE, drawShape, synced, until, updateOf, xOf } from './stage.fixture'

/** Who speaks for whom, and who may only look. */
const { stage, boardWithAna } = openDoor()

test('[K34] who is not known in time is closed with 4508, and nothing it says is read before', async () => {
  let isKnown!: () => void
  const known = new Promise<void>((resolve) => (isKnown = resolve))
  const identify = async () => (
    await known,
    { role: 'edit' as const, identity: null, name: null, sessionKey: null }
  )
  const slow = await openStage({ authenticateMs: 50, identify })
  onTestFinished(() => slow.end())
  const board = await slow.newBoard()
  const client = await slow.raw(board)
  client.update(whole)
  client.ws.send(new Uint8Array(1_000_000))
  expect(await client.closed).toMatchObject({ code: CLOSE.slowToAuthenticate })
  isKnown()
  expect((await slow.storage.journal.load(board))!.seq).toBe(0)
})

test('[B28] a viewer changes nothing: dropped, told by the barrier, then closed with 4403', async () => {
  const { board, isUndisturbed } = await boardWithAna()
  const viewer = await (await stage().raw(board, '?role=view')).ready()
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
  const viewer = stage().join(board, { role: 'view' })
  await synced(viewer.provider)
  drawShape(ana.doc, 'hers', 9)
  await until(() => xOf(viewer.doc, 'hers') === 9)
})

test("[B36] nobody speaks for another's client id", async () => {
  const { board, ana } = await boardWithAna()
  const bea = stage().join(board)
  await synced(bea.provider)
  ana.provider.awareness.setLocalState({ mood: 'calm' })
  const herId = ana.doc.clientID
  const seen = () => bea.provider.awareness.getStates().get(herId)
  await until(() => seen()?.mood === 'calm')
  const hostile = await (await stage().raw(board)).ready()
  hostile.ws.send(awareness([7, 1, '{"own":1}'], [herId, 2 ** 40, 'null'], [8, 1, '{"second":1}']))
  hostile.ws.send(awareness([herId, 99, '{"mood":"evil"}']))
  await until(() => bea.provider.awareness.getStates().get(7)?.own === 1)
  expect(seen()).toEqual({ mood: 'calm' })
  expect(bea.provider.awareness.getStates().has(8)).toBe(false)
  ana.provider.awareness.setLocalState({ mood: 'busy' })
  await until(() => seen()?.mood === 'busy')
})

test('[B30] [K37] a viewer is seen, under its own client id alone and the name that the server knows', async () => {
  const { board, ana } = await boardWithAna()
  const bea = stage().join(board)
  await synced(bea.provider)
  const seen = (id: number) => bea.provider.awareness.getStates().get(id) as { user?: object } | undefined
  const viewer = await (await stage().raw(board, '?role=view&person=Victor')).ready()
  viewer.ws.send(awareness([7, 1, '{"user":{"name":"Alice CEO","color":"red"}}'], [8, 1, '{"second":1}']))
  await until(() => seen(7) !== undefined)
  expect(seen(7)).toEqual({ user: { name: 'Victor', color: 'red' } })
  viewer.ws.send(awareness([ana.doc.clientID, 2 ** 40, 'null']))
  viewer.ws.send(awareness([7, 2, '{"last":1}']))
  await until(() => 'last' in seen(7)!)
  expect([...bea.provider.awareness.getStates().keys()].sort()).toEqual(
    [7, ana.doc.clientID, bea.doc.clientID].sort(),
  )
})

test.each(['7', '"x"', '[1]', '{bad', JSON.stringify({ big: 'x'.repeat(5_000) })])(
  '[B39] a state that is none (%.10s) is dropped',
  async (json) => {
    const { board } = await boardWithAna()
    const bea = stage().join(board)
    await synced(bea.provider)
    const hostile = await (await stage().raw(board)).ready()
    hostile.ws.send(awareness([7, 1, '{"first":1}']))
    hostile.ws.send(awareness([7, 2, json]))
    hostile.ws.send(awareness([7, 3, '{"last":1}']))
    await until(() => bea.provider.awareness.getStates().get(7)?.last === 1)
    expect(hostile.ws.readyState).toBe(hostile.ws.OPEN)
  },
)

test('[B38] an awareness frame of thousands is closed with 4529', async () => {
  const { board, isUndisturbed } = await boardWithAna()
  const hostile = await (await stage().raw(board)).ready()
  hostile.ws.send(
    awareness(...Array.from({ length: 5_000 }, (_, i) => [i, 1, '{}'] as [number, number, string])),
  )
  expect(await hostile.closed).toMatchObject({ code: CLOSE.tooFast })
  await isUndisturbed()
})

test("[B15] [P6] structs under another live connection's client id are closed with 4509", async () => {
  const { board } = await boardWithAna()
  const owner = await (await stage().raw(board)).ready()
  owner.update(written(4_242, 'owned'))
  expect(await owner.barrier(1)).toBe(BARRIER.durable)
  const thief = await (await stage().raw(board)).ready()
  const doc = Object.assign(new Y.Doc(), { clientID: 4_242 })
  drawShape(doc, 'owned')
  thief.update(updateOf((its) => drawShape(its, 'evil'), doc))
  expect(await thief.closed).toMatchObject({ code: CLOSE.clientIdTaken })
  expect(owner.ws.readyState).toBe(owner.ws.OPEN)
  expect(await stage().rooms.read(board, ({ size }) => size)).toBe(2)
})

test.each(['view', 'edit'])(
  "[B36] [P6] who has only said somebody's id (and may %s) keeps them from nothing",
  async (role) => {
    const board = await stage().newBoard()
    const bea = stage().join(board)
    await synced(bea.provider)
    const seen = (id: number) => bea.provider.awareness.getStates().get(id)
    const doc = new Y.Doc()
    const ana = await (await stage().raw(board, '?person=ana')).ready()
    ana.update(updateOf((its) => drawShape(its, 'one'), doc))
    expect(await ana.barrier(1)).toBe(BARRIER.durable)
    ana.ws.close()
    await ana.closed
    // The document says who wrote it.
    const hostile = await (await stage().raw(board, `?person=eve&role=${role}`)).ready()
    hostile.ws.send(awareness([doc.clientID, 1, '{"own":1}']))
    await until(() => seen(doc.clientID)?.own === 1)

    const offline = updateOf((its) => drawShape(its, 'two'), doc)
    const back = await (await stage().raw(board, '?person=ana')).ready()
    back.ws.send(sync(1, Y.encodeStateAsUpdate(doc)))
    expect(await back.barrier(1)).toBe(BARRIER.durable)
    back.update(offline)
    back.update(updateOf((its) => drawShape(its, 'three'), doc))
    expect(await back.barrier(2)).toBe(BARRIER.durable)
    await until(() => seen(doc.clientID) === undefined)
    hostile.ws.send(awareness([doc.clientID, 1_000, '{"own":2}']))
    expect(await hostile.barrier(1)).toBe(role === 'view' ? BARRIER.readOnly : BARRIER.durable)
    back.ws.send(awareness([doc.clientID, 9, '{"mood":"calm"}'])) // newer than what is over
    await until(() => seen(doc.clientID) !== undefined)
    expect(seen(doc.clientID)).toEqual({ mood: 'calm' })
    expect(await stage().rooms.read(board, ({ size }) => size)).toBe(3)
  },
)

test('[P6] who has drawn nothing yet is known by what they say of themselves, unless they may only look', async () => {
  const board = await stage().newBoard()
  const bea = stage().join(board)
  await synced(bea.provider)
  const seen = (id: number) => bea.provider.awareness.getStates().has(id)
  const ana = stage().join(board)
  const viewer = await (await stage().raw(board, '?role=view')).ready()
  viewer.ws.send(awareness([7_003, 1, '{}']))
  await until(() => seen(ana.doc.clientID) && seen(7_003))
  const thief = await (await stage().raw(board)).ready()
  thief.update(written(ana.doc.clientID, 'forged'))
  expect(await thief.closed).toMatchObject({ code: CLOSE.clientIdTaken })
  const namesake = await (await stage().raw(board)).ready()
  namesake.update(written(7_003, 'drawn'))
  expect(await namesake.barrier(1)).toBe(BARRIER.durable)
})

test('[B15] a tab that begins with what a closed one left has its own client id all the same', async () => {
  const board = await stage().newBoard()
  const ana = await (await stage().raw(board, '?person=ana')).ready()
  ana.update(written(7_001, 'left'))
  const doc = Object.assign(new Y.Doc(), { clientID: 7_002 })
  ana.update(updateOf((its) => drawShape(its, 'one'), doc))
  expect(await ana.barrier(1)).toBe(BARRIER.durable)
  const thief = await (await stage().raw(board)).ready()
  thief.update(updateOf((its) => drawShape(its, 'evil'), doc))
  expect(await thief.closed).toMatchObject({ code: CLOSE.clientIdTaken })
  expect(ana.ws.readyState).toBe(ana.ws.OPEN)
})

test('the same person coming back with the same client id supersedes the old socket', async () => {
  const board = await stage().newBoard()
  const doc = Object.assign(new Y.Doc(), { clientID: 5_151 })
  const old = await (await stage().raw(board, '?person=ana')).ready()
  old.update(updateOf((its) => drawShape(its, 'one'), doc))
  expect(await old.barrier(1)).toBe(BARRIER.durable)
  const again = await (await stage().raw(board, '?person=ana')).ready()
  again.update(updateOf((its) => drawShape(its, 'two'), doc))
  expect(await again.barrier(1)).toBe(BARRIER.durable)
  expect((await old.closed).code).toBe(CLOSE.clientIdTaken)
})

test("the server's own client id is nobody else's", async () => {
  const { board, isUndisturbed } = await boardWithAna()
  const serverId = await stage().rooms.read(board, ({ doc }) => doc.clientID)
  const hostile = await (await stage().raw(board)).ready()
  hostile.update(written(serverId, 'forged'))
  expect(await hostile.closed).toMatchObject({ code: CLOSE.clientIdTaken })
  await isUndisturbed()
})
