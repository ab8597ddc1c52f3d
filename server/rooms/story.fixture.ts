import 'fake-indexeddb/auto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { pino } from 'pino'
import { expect } from 'vitest'
import * as Y from 'yjs'
import { newBoardId, newShapeId, ok, type BoardId } from '../../lib/board/ids'
import { createSession, type SessionServer } from '../session'
import { openSqliteStorage } from '../storage/sqlite-storage'
import { contentHash, wholeDocument } from '../storage/snapshot'
import type { Storage } from '../storage/storage'
import {
  ourActor,
  randomOf,
  shapesOf,
  stockActor,
  type Actor,
  type Clock,
  type Random,
} from './actors.fixture'
import { Rooms } from './rooms'
import { until } from './stage.fixture'

/** A server on one port that can be killed: what it had not handed to the database is gone with it. */
class MortalServer {
  readonly #dataDir = mkdtempSync(join(tmpdir(), 'ardoise-fuzz-'))
  readonly #sockets = new Set<Duplex>()
  #http: Server | null = null
  #rooms: Rooms | null = null
  #session: SessionServer | null = null
  storage!: Storage
  /** Everybody is honest here: nothing may be refused. */
  readonly refused: unknown[] = []
  #life = { isOver: false }
  #port = 0

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  async start(): Promise<void> {
    const log = pino({ level: 'silent' })
    const onFatal = (error: Error) => {
      throw error
    }
    const storage = (this.storage = await openSqliteStorage({ dataDir: this.#dataDir, log, onFatal }))
    const life = (this.#life = { isOver: false })
    // An append takes its time, in order; in a life that is over it is neither made nor answered.
    let disk: Promise<unknown> = Promise.resolve()
    const journal: Storage['journal'] = {
      ...storage.journal,
      append: async (board, update) => {
        await (disk = disk.then(() => new Promise((resolve) => setTimeout(resolve, Math.random() * 3))))
        if (life.isOver) return new Promise(() => {})
        return storage.journal.append(board, update)
      },
    }
    const rooms = (this.#rooms = new Rooms({
      storage: { ...storage, journal },
      log,
      unloadIdleMs: 5,
      identify: async (req) => {
        const query = new URLSearchParams(req.url!.split('?')[1])
        const sessionKey = query.get('s')
        // Our clients are two tabs of one person, without Web Locks, as on plain http.
        const identity = sessionKey === null ? null : 'ana'
        return { role: 'edit', identity, name: null, sessionKey }
      },
    }))
    rooms.onRefused = (refused) => this.refused.push(refused)
    const access = { identify: async () => null, roleOn: () => 'edit' as const, checkOrigin: () => ok(null) }
    const session = (this.#session = createSession({ access, storage, log, serverVersion: '0' }))
    const http = (this.#http = createServer((req, res) => session.handleRequest(req, res)))
    http.on('upgrade', (req, socket, head) => {
      const path = req.url!.split('?')[0]!
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
      if (!path.startsWith('/sync/')) return session.handleUpgrade(req, socket, head)
      rooms.handleUpgrade(req, socket, head, path.slice('/sync/'.length))
    })
    await new Promise<void>((resolve) => http.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (http.address() as AddressInfo).port
  }

  /** Cuts some of the connections, from the side of the server. */
  cut(isHit: () => boolean): void {
    for (const socket of this.#sockets) if (isHit()) socket.destroy()
  }

  async stop({ isKilled }: { isKilled: boolean }): Promise<void> {
    const [http, rooms] = [this.#http!, this.#rooms!]
    const closed = new Promise((resolve) => http.close(resolve))
    if (isKilled) {
      this.#life.isOver = true
      this.cut(() => true)
    } else await rooms.close()
    await this.#session!.close()
    http.closeAllConnections()
    await closed
    await this.storage.close()
  }

  /** A document of what is on disk, as the next start would find it. */
  async onDisk(board: BoardId): Promise<Y.Doc> {
    const doc = wholeDocument((await this.storage.journal.load(board))!.updates)!
    for (const root of ['board', 'shapes']) doc.getMap(root)
    return doc
  }

  async end(): Promise<void> {
    await this.stop({ isKilled: false })
    rmSync(this.#dataDir, { recursive: true, force: true })
  }
}

/** What the server said is on disk, or this device said it keeps: of each client id, up to which clock. */
class Promises {
  readonly #clocks = new Map<number, number>()

  give({ client, clock }: Clock): void {
    this.#clocks.set(client, Math.max(clock, this.#clocks.get(client) ?? 0))
  }

  /** Client ids of whose work less is there than was promised. */
  brokenIn({ store }: Y.Doc): number[] {
    return [...this.#clocks].filter(([id, clock]) => Y.getState(store, id) < clock).map(([id]) => id)
  }
}

/** One edit at random. */
function edit(actor: Actor, random: Random): void {
  const { doc } = actor
  const shapes = shapesOf(doc)
  const id = [...shapes.keys()][random(shapes.size)]
  const shape = id === undefined ? undefined : shapes.get(id)
  const what = random(10)
  if (!shape || what < 3) return actor.create(random(2) ? newShapeId() : `s${random(60)}`)
  if (what === 3) return shapes.delete(id!)
  if (what === 4) return actor.undo()
  if (what < 7) return void shape.set('geo', [random(1_000), random(1_000), 10, 10, 0])
  const text = shape.get('text')
  if (!(text instanceof Y.Text)) return void shape.set('text', new Y.Text(`text ${random(100)}`))
  if (what === 7) return text.delete(0, Math.min(text.length, random(4)))
  text.insert(random(text.length + 1), 'abc'.slice(random(3)))
}

/**
 * Four people, two of them with our client, draw, cut their lines, close and open their tabs, and the server is
 * stopped and killed: what was promised is kept all along, and in the end all are alike. `seed` decides what happens,
 * the network when. [F40]
 */
export async function tellStory(seed: number, steps: number): Promise<void> {
  const random = randomOf(seed)
  const server = new MortalServer()
  await server.start()
  const board = (await server.storage.boards.create({ id: newBoardId(), name: 'Plan', ownerId: null })).id
  const [durable, kept] = [new Promises(), new Promises()]
  const open = (i: number) => (i < 2 ? ourActor : stockActor)({ url: server.url, board })
  const actors = [0, 1, 2, 3].map(open)
  const reopen = (i: number) => {
    const { doc, ledger, ...actor } = actors[i]!
    durable.give(ledger.durableClock)
    if (actor.isKept()) kept.give({ client: doc.clientID, clock: Y.getState(doc.store, doc.clientID) })
    actor.dispose()
    actors[i] = open(i)
  }
  const brokenIn = (onDisk: Y.Doc) => {
    for (const { ledger } of actors) durable.give(ledger.durableClock)
    return durable.brokenIn(onDisk)
  }
  try {
    for (let step = 0; step < steps; step++) {
      const i = random(actors.length)
      const what = random(100)
      if (what < 70) for (let n = random(4); n >= 0; n--) edit(actors[i]!, random)
      else if (what < 76) actors[i]!.disconnect()
      else if (what < 86) actors[i]!.connect()
      else if (what < 91) server.cut(() => random(2) === 0)
      else if (what < 93) reopen(random(2))
      else if (what < 95) {
        await server.stop({ isKilled: random(3) > 0 })
        await server.start()
        expect(brokenIn(await server.onDisk(board))).toEqual([])
      } else await new Promise((resolve) => setTimeout(resolve, random(30)))
      for (const actor of actors) actor.isSaved()
      await new Promise((resolve) => setTimeout(resolve, random(6)))
    }
    const settled = () =>
      until(() => {
        for (const actor of actors) actor.connect()
        const hashes = new Set(actors.map(({ doc }) => contentHash(doc)))
        return actors.filter((actor) => actor.isSaved()).length === actors.length && hashes.size === 1
      })
    await settled()
    // What was kept of a closed tab may have waited for what somebody else brought back.
    reopen(0)
    await settled()
    expect(server.refused).toEqual([])
    expect(actors.map((actor) => actor.isClosedForGood())).toEqual(actors.map(() => false))
    const whole = contentHash(actors[0]!.doc)
    const onDisk = await server.onDisk(board)
    expect([brokenIn(onDisk), kept.brokenIn(onDisk)]).toEqual([[], []])
    expect(contentHash(onDisk)).toBe(whole)
    await server.stop({ isKilled: true })
    await server.start()
    actors.push(stockActor({ url: server.url, board }))
    await settled()
    expect(contentHash(await server.onDisk(board))).toBe(whole)
  } finally {
    for (const actor of actors) actor.dispose()
    await server.end()
  }
}
