import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { pino } from 'pino'
import { expect } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { BoardDocument } from '../../lib/board/document'
import { newBoardId, newShapeId, ok, type BoardId } from '../../lib/board/ids'
import type { Role } from '../../lib/protocol/session'
import { connectBoard, type BoardConnection, type ConnectOptions } from '../../lib/sync'
import { createBudgets } from '../access/budgets'
import { createTunnels } from '../http/tunnels'
import { Metrics } from '../observe/metrics'
import { Rooms } from '../rooms/rooms'
import { openSqliteStorage } from '../storage/sqlite-storage'
import type { Journal } from '../storage/storage'
import { createSession } from '.'

/** A tab: a document and its connection, as the board page makes them. */
export interface Client {
  readonly document: BoardDocument
  readonly connection: BoardConnection
  readonly state: () => ReturnType<BoardConnection['state']['getState']>
  /** Draws a rectangle; returns its id. */
  draw(x?: number): string
  /** Writes a text of so many letters, at once: much for a document, little to draw. */
  write(letters: number): void
  has(id: string): boolean
  /** Ends the tab as closing it does: the outbox keeps what it has. */
  close(): void
}

/** Rooms and session channel over a real database on one port, put together as the server does. */
export async function startServer(
  options: { role?: () => Role; journal?: (real: Journal) => Journal; unsavedBytes?: number } = {},
) {
  const dataDir = mkdtempSync(join(tmpdir(), 'ardoise-session-'))
  const log = pino({ level: 'silent' })
  const onFatal = (error: Error) => {
    throw error
  }
  const storage = await openSqliteStorage({ dataDir, log, onFatal, busyTimeoutMs: 50 })
  const board = (await storage.boards.create({ id: newBoardId(), name: 'Plan', ownerId: null })).id
  const role = options.role ?? (() => 'edit' as const)
  const metrics = new Metrics()
  const rooms = new Rooms({
    storage: { ...storage, journal: options.journal?.(storage.journal) ?? storage.journal },
    log,
    metrics,
    ...(options.unsavedBytes === undefined ? {} : { unsavedBytes: options.unsavedBytes }),
    identify: async (req) => {
      const sessionKey = new URLSearchParams(req.url!.split('?')[1]).get('s')
      return { role: role(), identity: null, name: null, sessionKey }
    },
  })
  const session = createSession({
    access: { identify: async () => null, roleOn: role, checkOrigin: () => ok(null) },
    storage,
    log,
    serverVersion: '0',
    onDocument: createTunnels({ budgets: createBudgets({ trustProxyHops: 0 }), rooms, metrics, log }),
  })
  rooms.onRefused = ({ sessionKey, code, shapes }) => session.notifyRefused(sessionKey, { code, shapes })
  rooms.onPrograms = (boardId, connections) => session.setPrograms(boardId, connections)
  rooms.onHealth = (health) => session.storageHealth(health)
  rooms.onFill = (boardId, percent) => session.boardFill(boardId, percent)

  const sockets = new Set<Duplex>()
  const requests = new Set<Duplex>()
  let isReachable = true
  let blocked: 'refused' | 'swallowed' | null = null
  const http = createServer((req, res) => session.handleRequest(req, res))
  http.on('connection', (socket: Duplex) => {
    if (!isReachable) socket.destroy()
    requests.add(socket)
    socket.on('close', () => requests.delete(socket))
  })
  http.on('upgrade', (req, socket, head) => {
    if (!isReachable || blocked === 'refused') return void socket.destroy()
    if (blocked === 'swallowed') return void socket.on('error', () => {})
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    if (req.url!.startsWith('/sync/')) {
      const id = req.url!.split('?')[0]!.slice('/sync/'.length)
      return rooms.handleUpgrade(req, socket, head, id)
    }
    session.handleUpgrade(req, socket, head)
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  const clients = new Set<Client>()

  return {
    url,
    board,
    storage,
    rooms,
    metrics,
    session,
    newBoard: async (): Promise<BoardId> =>
      (await storage.boards.create({ id: newBoardId(), name: 'Other', ownerId: null })).id,
    open(extra: Partial<ConnectOptions> & { board?: BoardId } = {}): Client {
      const document = new BoardDocument(new Y.Doc())
      const webSocket = WebSocket as unknown as typeof globalThis.WebSocket
      const connection = connectBoard({ boardId: extra.board ?? board, document, url, webSocket, ...extra })
      const client: Client = {
        document,
        connection,
        state: () => connection.state.getState(),
        draw(x = 0) {
          const id = newShapeId()
          const shape = { id, type: 'rectangle', order: 'a0', parent: null, style: {}, data: {} }
          const applied = document.apply([{ do: 'create', shape: { ...shape, geo: [x, 0, 10, 10, 0] } }])
          expect(applied.ok).toBe(true)
          return id
        },
        write(letters) {
          const id = newShapeId()
          const text = 'a'.repeat(letters)
          const shape = { id, type: 'text', order: 'a0', parent: null, style: {}, data: {}, text }
          expect(document.apply([{ do: 'create', shape: { ...shape, geo: [0, 0, 10, 10, 0] } }]).ok).toBe(
            true,
          )
        },
        has: (id) => document.get(id as never) !== undefined,
        close() {
          if (!clients.delete(client)) return
          connection.dispose()
          document.dispose()
          document.doc.destroy()
        },
      }
      clients.add(client)
      return client
    },
    /** The network goes: every connection is cut, and none is made until it is back. */
    cut() {
      isReachable = false
      for (const socket of [...sockets, ...requests]) socket.destroy()
    },
    restore() {
      isReachable = true
    },
    /** What the network does with upgrades from now on; those that are open stay. */
    block(how: 'refused' | 'swallowed' | null) {
      blocked = how
    },
    async end() {
      for (const client of clients) client.close()
      await Promise.all([rooms.close(), session.close()])
      http.closeAllConnections()
      http.close()
      await storage.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
export type TestServer = Awaited<ReturnType<typeof startServer>>

/** Waits for a fact, as its observers see it. */
export const until = (fact: () => boolean | Promise<boolean>) =>
  expect.poll(fact, { timeout: 15_000, interval: 5 }).toBe(true)
