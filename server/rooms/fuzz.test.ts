import 'fake-indexeddb/auto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import * as decoding from 'lib0/decoding'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { BoardDocument } from '../../lib/board/document'
import { newBoardId, newShapeId, ok, type BoardId, type ShapeId } from '../../lib/board/ids'
import { BARRIER, MESSAGE } from '../../lib/protocol/sync'
import { connectBoard } from '../../lib/sync'
import { createSession, type SessionServer } from '../session'
import { openSqliteStorage } from '../storage/sqlite-storage'
import { contentHash, wholeDocument } from '../storage/snapshot'
import type { Storage } from '../storage/storage'
import { Rooms } from './rooms'
import { barrier, until } from './stage.fixture'

/** By hand, for long: FUZZ_SEEDS=200 FUZZ_STEPS=400 FUZZ_FIRST=1000 npx vitest run server/rooms/fuzz.test.ts */
const SEEDS = Number(process.env.FUZZ_SEEDS ?? 4)
const STEPS = Number(process.env.FUZZ_STEPS ?? 120)
const FIRST = Number(process.env.FUZZ_FIRST ?? 1)

const webSocket = WebSocket as unknown as typeof globalThis.WebSocket

/** mulberry32: the same seed is the same story, as far as the network allows. */
function randomOf(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

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

  give(clientId: number, clock: number): void {
    this.#clocks.set(clientId, Math.max(clock, this.#clocks.get(clientId) ?? 0))
  }

  /** Client ids of whose work less is there than was promised. */
  brokenIn({ store }: Y.Doc): number[] {
    return [...this.#clocks].filter(([id, clock]) => Y.getState(store, id) < clock).map(([id]) => id)
  }
}

/** Somebody at the board, with one or the other client. */
interface Actor {
  readonly doc: Y.Doc
  create(id: string): void
  undo(): void
  disconnect(): void
  connect(): void
  /** Everything made here is on disk, as far as the server said. */
  isSaved(): boolean
  isClosedForGood(): boolean
  dispose(): void
}

const shapesOf = (doc: Y.Doc) => doc.getMap<Y.Map<unknown>>('shapes')
const clockOf = (doc: Y.Doc) => Y.getState(doc.store, doc.clientID)

/** The provider from npm, as a third party would use it: few keys, short ids, an undo of its own. */
function stockActor(server: MortalServer, board: BoardId, durable: Promises): Actor {
  const doc = new Y.Doc()
  doc.getMap('board') // a root that was never named is no difference
  const undo = new Y.UndoManager(shapesOf(doc), { captureTimeout: 0 })
  const provider = new WebsocketProvider(server.url.replace('http', 'ws') + '/sync', board, doc, {
    WebSocketPolyfill: webSocket,
    disableBc: true,
    maxBackoffTime: 100,
  })
  let [made, saved, n, isClosed] = [0, 0, 0, false]
  const asked = new Map<number, { made: number; clock: number }>()
  provider.on('closed', () => void (isClosed = true))
  provider.on('connection-close', () => asked.clear())
  doc.on('update', (_, origin) => void (origin !== provider && made++))
  provider.messageHandlers[MESSAGE.barrier] = (_, decoder) => {
    const answered = asked.get(decoding.readVarUint(decoder))
    if (!answered || decoding.readVarUint(decoder) !== BARRIER.durable) return
    saved = answered.made
    durable.give(doc.clientID, answered.clock)
  }
  provider.awareness.setLocalState({ user: { name: 'stock' } })
  return {
    doc,
    create(id) {
      const entries: [string, unknown][] = [
        ['type', 'rectangle'],
        ['geo', [1, 2, 30, 40, 0]],
      ]
      shapesOf(doc).set(id, new Y.Map(entries))
    },
    undo: () => void undo.undo(),
    disconnect: () => provider.disconnect(),
    connect: () => provider.connect(),
    isSaved() {
      // The provider answered the server's step 1 before it was synced.
      if (saved !== made && provider.synced) {
        asked.set(++n, { made, clock: clockOf(doc) })
        provider.ws!.send(barrier(n))
      }
      return saved === made
    },
    isClosedForGood: () => isClosed,
    dispose: () => provider.destroy(),
  }
}

/** Our own client, whole. */
function ourActor(server: MortalServer, board: BoardId, durable: Promises, kept: Promises): Actor {
  const document = new BoardDocument(new Y.Doc())
  const { doc } = document
  const connection = connectBoard({ boardId: board, document, url: server.url, webSocket })
  const state = () => connection.state.getState()
  connection.state.subscribe(({ saved }) => saved === 'saved' && durable.give(doc.clientID, clockOf(doc)))
  return {
    doc,
    create(id) {
      const shape = { id: id as ShapeId, type: 'rectangle', order: 'a0', parent: null, style: {}, data: {} }
      document.apply([{ do: 'create', shape: { ...shape, geo: [0, 0, 10, 10, 0] } }])
    },
    undo: () => document.undo(),
    disconnect: () => {},
    connect: () => {},
    isSaved: () => state().saved === 'saved',
    isClosedForGood: () => state().link === 'closed',
    dispose() {
      if (state().isSafeToClose) kept.give(doc.clientID, clockOf(doc))
      connection.dispose()
      document.dispose()
    },
  }
}

type Random = (below: number) => number

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

const seeds = Array.from({ length: SEEDS }, (_, i) => FIRST + i)
test.each(seeds)(
  'story %i: nothing promised is lost, and in the end all are alike',
  { timeout: 120_000 },
  tell,
)

async function tell(seed: number): Promise<void> {
  const random = randomOf(seed)
  const server = new MortalServer()
  await server.start()
  const board = (await server.storage.boards.create({ id: newBoardId(), name: 'Plan', ownerId: null })).id
  const [durable, kept] = [new Promises(), new Promises()]
  const open = (i: number) => (i < 2 ? ourActor : stockActor)(server, board, durable, kept)
  const actors = [0, 1, 2, 3].map(open)
  const reopen = (i: number) => {
    actors[i]!.dispose()
    actors[i] = open(i)
  }
  try {
    for (let step = 0; step < STEPS; step++) {
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
        expect(durable.brokenIn(await server.onDisk(board))).toEqual([])
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
    expect([durable.brokenIn(onDisk), kept.brokenIn(onDisk)]).toEqual([[], []])
    expect(contentHash(onDisk)).toBe(whole)
    await server.stop({ isKilled: true })
    await server.start()
    actors.push(stockActor(server, board, durable))
    await settled()
    expect(contentHash(await server.onDisk(board))).toBe(whole)
  } finally {
    for (const actor of actors) actor.dispose()
    await server.end()
  }
}
