import { once } from 'node:events'
import { WebSocket } from 'ws'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { newBoardId } from '../../lib/board/ids'
import { HEARTBEAT_MS } from '../../lib/protocol/sync'
import { StorageError } from '../storage/storage'
import { LIMITS, ROUND_MS } from './limits'
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
  type Stage,
} from './stage.fixture'

let stage: Stage
afterEach(() => stage.end())

describe('stock clients', () => {
  beforeEach(async () => void (stage = await openStage()))

  test('[SY1] two WebsocketProviders see each other draw, and a third sees all of it', async () => {
    const board = await stage.newBoard()
    const [ana, bea] = [stage.join(board), stage.join(board)]
    await Promise.all([synced(ana.provider), synced(bea.provider)])
    drawShape(ana.doc, 'a', 1)
    drawShape(bea.doc, 'b', 2)
    await until(() => xOf(bea.doc, 'a') === 1 && xOf(ana.doc, 'b') === 2)
    ana.doc.transact(() => ana.doc.getMap('shapes').delete('b'))
    await until(() => shapeIds(bea.doc).length === 1)
    const cleo = stage.join(board)
    await synced(cleo.provider)
    expect(shapeIds(cleo.doc)).toEqual(['a'])
  })

  test('[SY1] what was drawn offline arrives with the connection, both ways', async () => {
    const board = await stage.newBoard()
    const ana = stage.join(board)
    await synced(ana.provider)
    drawShape(ana.doc, 'before')
    expect(await saved(ana.provider, 1)).toBe(BARRIER.durable)
    const bea = stage.join(board)
    drawShape(bea.doc, 'offline') // before the socket is open
    await synced(bea.provider)
    await until(() => shapeIds(ana.doc).includes('offline'))
    expect(shapeIds(bea.doc)).toEqual(['before', 'offline'])
  })

  test('[K30] two boards are apart', async () => {
    const [one, two] = [await stage.newBoard(), await stage.newBoard()]
    const [ana, bea] = [stage.join(one), stage.join(two)]
    await Promise.all([synced(ana.provider), synced(bea.provider)])
    drawShape(ana.doc, 'sentinel')
    expect(await saved(ana.provider, 1)).toBe(BARRIER.durable)
    expect(await saved(bea.provider, 1)).toBe(BARRIER.durable)
    expect(shapeIds(bea.doc)).toEqual([])
    expect((await stage.storage.journal.load(two))!.updates).toEqual([])
  })

  test('[SY9] awareness reaches the others and ends with the socket [K24]', async () => {
    const board = await stage.newBoard()
    const [ana, bea] = [stage.join(board), stage.join(board)]
    await Promise.all([synced(ana.provider), synced(bea.provider)])
    ana.provider.awareness.setLocalState({ user: { name: 'Ana' }, tool: 'pen' })
    const seen = () => bea.provider.awareness.getStates().get(ana.doc.clientID)
    await until(() => seen()?.tool === 'pen')
    expect(seen()).toEqual({ user: { name: 'Ana' }, tool: 'pen' })
    ana.provider.disconnect()
    await until(() => seen() === undefined)
    ana.provider.connect() // [K22]
    await until(() => seen()?.tool === 'pen')
  })

  test('[K37] a known person carries the name the server knows', async () => {
    const board = await stage.newBoard()
    const [ana, bea] = [stage.join(board, { person: 'Ana' }), stage.join(board)]
    await Promise.all([synced(ana.provider), synced(bea.provider)])
    ana.provider.awareness.setLocalState({ user: { name: 'Alice CEO' } })
    const seen = () => bea.provider.awareness.getStates().get(ana.doc.clientID)
    await until(() => seen()?.user !== undefined)
    expect(seen()).toEqual({ user: { name: 'Ana' } })
  })

  test('[K14] reconnecting without news writes nothing', async () => {
    const board = await stage.newBoard()
    const ana = stage.join(board)
    await synced(ana.provider)
    for (let i = 0; i < 20; i++) drawShape(ana.doc, `s${i}`)
    for (let i = 0; i < 10; i++) ana.doc.getMap('shapes').delete(`s${i}`)
    expect(await saved(ana.provider, 1)).toBe(BARRIER.durable)
    const before = (await stage.storage.journal.load(board))!.seq
    for (let round = 0; round < 5; round++) {
      ana.provider.disconnect()
      ana.provider.connect()
      await synced(ana.provider)
      expect(await saved(ana.provider, 2 + round)).toBe(BARRIER.durable)
    }
    expect((await stage.storage.journal.load(board))!.seq).toBe(before)
  })

  test('[SY12] a cold client gets the board as it is after compaction, restart and more edits', async () => {
    const board = await stage.newBoard()
    const ana = stage.join(board)
    await synced(ana.provider)
    for (let i = 0; i < LIMITS.tail.rows + 20; i++) {
      drawShape(ana.doc, `s${i % 40}`, i)
      if (i % 50 === 0) await saved(ana.provider, i)
    }
    expect(await saved(ana.provider, 9_999)).toBe(BARRIER.durable)
    await until(async () => (await stage.storage.journal.load(board))!.tail.rows < LIMITS.tail.rows)
    drawShape(ana.doc, 'late', 7)
    expect(await saved(ana.provider, 10_000)).toBe(BARRIER.durable)
    const bea = stage.join(board)
    await synced(bea.provider)
    expect(bea.doc.getMap('shapes').toJSON()).toEqual(ana.doc.getMap('shapes').toJSON())
  })

  test('[B32] a board that is none, or unknown, is closed with the final code', async () => {
    for (const board of [
      newBoardId(),
      'short',
      '..%2f..%2fetc%2fpasswd',
      '__proto__',
      `${newBoardId()}/x`,
      '',
    ]) {
      const client = await stage.raw(board)
      expect(await client.closed).toMatchObject({ code: CLOSE.noSuchBoard })
    }
    const stock = stage.join(newBoardId())
    const [closed] = (await once(stock.provider as never, 'closed')) as [{ code: number }]
    expect(closed.code).toBe(CLOSE.noSuchBoard)
    expect(stock.provider.shouldConnect).toBe(false)
  })

  test('whom the board is not shared with is closed with 4403', async () => {
    const client = await stage.raw(await stage.newBoard(), '?role=none')
    expect(await client.closed).toMatchObject({ code: CLOSE.forbidden })
  })

  test('[F39] deleting a board closes it for everyone, and late updates do not bring it back', async () => {
    const board = await stage.newBoard()
    const client = await (await stage.raw(board)).ready()
    const racing = stage.rooms.edit(board, (document) => document.setName('Late')).catch(() => {})
    await stage.storage.boards.remove(board)
    stage.rooms.closeBoard(board)
    expect(await client.closed).toMatchObject({ code: CLOSE.noSuchBoard })
    await racing
    expect(await stage.storage.journal.load(board)).toBeNull()
    expect(await (await stage.raw(board)).closed).toMatchObject({ code: CLOSE.noSuchBoard })
  })
})

describe('the life of a room', () => {
  test('[K1] 200 leave and rejoin cycles lose no key', { timeout: 60_000 }, async () => {
    stage = await openStage({
      unloadIdleMs: 3,
      journal: (real) => ({
        ...real,
        append: async (board, update) => {
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 10))
          return real.append(board, update)
        },
      }),
    })
    const board = await stage.newBoard()
    for (let i = 0; i < 200; i++) {
      const client = await (await stage.raw(board)).ready()
      client.update(updateOf((doc) => drawShape(doc, `k${i}`)))
      if (i % 2)
        client.ws.close() // leaves while its write is on its way
      else client.ws.terminate()
      await client.closed
      if (i % 3 === 0) await new Promise((resolve) => setTimeout(resolve, Math.random() * 20))
    }
    const last = stage.join(board)
    await synced(last.provider)
    const lost = Array.from({ length: 200 }, (_, i) => `k${i}`).filter(
      (id) => !shapeIds(last.doc).includes(id),
    )
    // A terminated socket may take its last frame with it; a closed one may not.
    expect(lost.filter((id) => Number(id.slice(1)) % 2)).toEqual([])
    expect(lost.length).toBeLessThan(20)
  })

  test('[K2] a board that cannot be loaded is closed with 1013 and never shown empty', async () => {
    let isBroken = true
    stage = await openStage({
      journal: (real) => ({
        ...real,
        load: (board) =>
          isBroken ? Promise.reject(new StorageError('failed', 'no disk')) : real.load(board),
      }),
    })
    const board = await stage.newBoard()
    const client = await stage.raw(board)
    expect(await client.closed).toMatchObject({ code: CLOSE.tryLater })
    expect(client.frames).toEqual([])
    isBroken = false
    await (await stage.raw(board)).ready()
  })

  test('[SY2] [K2] nothing leaves and nothing is read before the board is loaded', async () => {
    let load: () => void = () => {}
    const gate = new Promise<void>((resolve) => (load = resolve))
    const loads = vi.fn()
    stage = await openStage({
      journal: (real) => ({
        ...real,
        load: async (board) => {
          loads()
          await gate
          return real.load(board)
        },
      }),
    })
    const board = await stage.newBoard()
    const clients = await Promise.all([stage.raw(board), stage.raw(board), stage.raw(board)])
    for (const client of clients) client.update(updateOf((doc) => drawShape(doc, 'early')))
    await until(() => loads.mock.calls.length > 0)
    expect(clients.map((client) => client.frames)).toEqual([[], [], []])
    load()
    await Promise.all(clients.map((client) => client.ready()))
    expect(loads).toHaveBeenCalledOnce()
    expect(await stage.rooms.read(board, (document) => document.size)).toBe(1)
  })

  test('[SY3] a board stays in memory for as long after the last one left, however long they were there', async () => {
    const unloadIdleMs = 250
    stage = await openStage({ unloadIdleMs })
    const board = await stage.newBoard()
    const client = await (await stage.raw(board)).ready()
    expect(await client.barrier(1)).toBe(BARRIER.durable)
    const unloaded = new Promise<number>((resolve) => {
      stage.rooms.onUnloaded = () => resolve(performance.now())
    })
    const left = performance.now()
    client.ws.close()
    expect((await unloaded) - left).toBeGreaterThan(unloadIdleMs - 2) // timers are whole milliseconds
  })

  test('[SY3] [K3] a room is unloaded when nobody needs it, and is the same board when it comes back', async () => {
    stage = await openStage({ unloadIdleMs: 5 })
    const loads = vi.spyOn(stage.storage.journal, 'load')
    const board = await stage.newBoard()
    await stage.rooms.edit(board, (document) => document.setName('First'))
    expect(loads).toHaveBeenCalledTimes(1)
    await until(async () => {
      const clientId = await stage.rooms.read(board, ({ doc, meta }) => {
        expect(meta.name).toBe('First')
        return doc.clientID
      })
      expect(clientId).toBeLessThan(65_536) // Yjs changes an id that it finds in what it loads
      return loads.mock.calls.length > 1
    })
  })

  test('[SY10] [K23] a dead connection is noticed within three rounds, which are less than 12 s', async () => {
    expect(ROUND_MS * 3).toBeLessThan(12_000)
    expect(ROUND_MS).toBeLessThanOrEqual(HEARTBEAT_MS)
    stage = await openStage({ roundMs: 100 })
    const board = await stage.newBoard()
    const programs = vi.fn<Stage['rooms']['onPrograms']>()
    stage.rooms.onPrograms = programs
    const client = new WebSocket(`${stage.url}/${board}`, { autoPong: false })
    await until(() => programs.mock.lastCall?.[1].length === 1)
    await once(client, 'close')
    await until(() => programs.mock.lastCall?.[1].length === 0)
  })

  test('a silent client hears something every round', async () => {
    stage = await openStage({ roundMs: 20 })
    const client = await (await stage.raw(await stage.newBoard())).ready()
    await until(() => client.count(1, 1, 0) >= 5)
    expect(client.ws.readyState).toBe(client.ws.OPEN)
  })

  test('[F25] closing commits, answers, and says 1012', async () => {
    stage = await openStage()
    const board = await stage.newBoard()
    const client = await (await stage.raw(board)).ready()
    client.update(updateOf((doc) => drawShape(doc, 'last')))
    const answer = client.barrier(1)
    await until(async () => (await stage.rooms.read(board, (document) => document.size)) === 1)
    await stage.rooms.close()
    expect(await answer).toBe(BARRIER.durable)
    expect(await client.closed).toMatchObject({ code: CLOSE.restarting })
    expect((await stage.storage.journal.load(board))!.seq).toBe(1)
    expect(await (await stage.raw(board)).closed).toMatchObject({ code: CLOSE.restarting })
  })
})

describe('edits of the server', () => {
  beforeEach(async () => void (stage = await openStage()))

  test('reach everyone, and are committed when the promise resolves', async () => {
    const board = await stage.newBoard()
    const ana = stage.join(board)
    await synced(ana.provider)
    await stage.rooms.edit(board, (document) => document.setName('Named by the server'))
    const stored = new Y.Doc()
    for (const update of (await stage.storage.journal.load(board))!.updates) Y.applyUpdate(stored, update)
    expect(stored.getMap('board').get('name')).toBe('Named by the server')
    await until(() => ana.doc.getMap('board').get('name') === 'Named by the server')
  })

  test('[SY11] are made under a small client id, so that they never win over an honest edit', async () => {
    const board = await stage.newBoard()
    await stage.rooms.edit(board, (document) => document.setName('x'))
    const id = await stage.rooms.read(board, (document) => document.doc.clientID)
    expect(id).toBeGreaterThan(0)
    expect(id).toBeLessThan(65_536)
  })

  test('fail for a board that does not exist', async () => {
    await expect(stage.rooms.edit(newBoardId(), () => {})).rejects.toMatchObject({ code: 'no-such-board' })
  })
})
