import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { pino } from 'pino'
import { expect, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { newBoardId, type BoardId } from '../../lib/board/ids'
import type { Role } from '../../lib/protocol/session'
import { BARRIER, CLOSE, MESSAGE } from '../../lib/protocol/sync'
import { openSqliteStorage } from '../storage/sqlite-storage'
import type { Storage } from '../storage/storage'
import { updateFrame } from './frames'
import { Rooms, type RoomsDeps } from './rooms'

type StageOptions = Partial<Omit<RoomsDeps, 'storage' | 'log'>> & {
  /** Puts a fault between the rooms and the real storage. */
  readonly journal?: (real: Storage['journal']) => Storage['journal']
  readonly dataDir?: string
}

/** Rooms on a real port over a real database. The role is said by the address, as `?role=view`; so is the person. */
export async function openStage(options: StageOptions = {}) {
  const { journal, dataDir = mkdtempSync(join(tmpdir(), 'ardoise-rooms-')), ...deps } = options
  const log = pino({ level: 'silent' })
  const onFatal = (error: Error) => {
    throw error
  }
  const storage = await openSqliteStorage({ dataDir, log, onFatal, busyTimeoutMs: 50 })
  const rooms = new Rooms({
    storage: { ...storage, journal: journal?.(storage.journal) ?? storage.journal },
    log,
    identify: async (req) => {
      const query = new URLSearchParams(req.url!.split('?')[1])
      const role = (query.get('role') ?? 'edit') as Role | 'none'
      if (role === 'none') return null
      const identity = query.get('person')
      return { role, identity, name: identity, sessionKey: query.get('s') }
    },
    ...deps,
  })
  const server = createServer()
  server.on('upgrade', (req, socket, head) => {
    const board = req.url!.split('?')[0]!.slice('/sync/'.length)
    rooms.handleUpgrade(req, socket, head, board)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/sync`

  const providers: WebsocketProvider[] = []
  return {
    rooms,
    storage,
    url,
    dataDir,
    newBoard: async (): Promise<BoardId> =>
      (await storage.boards.create({ id: newBoardId(), name: 'Plan', ownerId: null })).id,
    /** An unmodified client from npm. */
    join(board: string, params: Record<string, string> = {}, doc = new Y.Doc()) {
      const provider = new WebsocketProvider(url, board, doc, {
        WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
        disableBc: true,
        params,
        maxBackoffTime: 300,
      })
      providers.push(provider)
      return { doc, provider }
    },
    /** A bare socket, for bytes that no honest client sends. */
    raw: (board: string, query = '') => RawClient.open(`${url}/${board}${query}`),
    async end({ keep = false } = {}) {
      for (const provider of providers) provider.destroy()
      await rooms.close()
      server.close()
      await storage.close()
      if (!keep) rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
export type Stage = Awaited<ReturnType<typeof openStage>>

/** A stage that ends with the test it was opened in. */
export async function stageOfTest(options?: StageOptions): Promise<Stage> {
  const stage = await openStage(options)
  onTestFinished(() => stage.end())
  return stage
}

/** Resolves once the provider has the board. */
export async function synced(provider: WebsocketProvider): Promise<void> {
  if (!provider.synced)
    await new Promise<void>((resolve) =>
      provider.on('sync', function done(isSynced: boolean) {
        if (!isSynced) return
        provider.off('sync', done)
        resolve()
      }),
    )
}

/** Resolves when everything the provider sent is committed; the server's answer to barrier `n`. */
export function saved(provider: WebsocketProvider, n: number): Promise<number> {
  return new Promise((resolve) => {
    provider.messageHandlers[MESSAGE.barrier] = (_, decoder) => {
      if (decoding.readVarUint(decoder) === n) resolve(decoding.readVarUint(decoder))
    }
    provider.ws!.send(barrier(n))
  })
}

/** Waits for a fact, as its observers see it. */
export const until = (fact: () => boolean | Promise<boolean>) =>
  expect.poll(fact, { timeout: 15_000, interval: 10 }).toBe(true)

/** A shape as every client writes one: a map of grouped keys. */
export function drawShape(doc: Y.Doc, id: string, x = 0, type = 'rectangle', extra?: Uint8Array): void {
  doc.transact(() => {
    const shape = new Y.Map<unknown>()
    shape.set('type', type)
    shape.set('geo', [x, 0, 10, 10, 0])
    shape.set('style', { stroke: 'ink' })
    shape.set('order', 'a0')
    if (extra) shape.set('extra', extra)
    doc.getMap('shapes').set(id, shape)
  })
}
export const xOf = (doc: Y.Doc, id: string): unknown =>
  (doc.getMap('shapes').get(id) as Y.Map<number[]> | undefined)?.get('geo')?.[0]
export const shapeIds = (doc: Y.Doc): string[] => [...doc.getMap('shapes').keys()].sort()

/** The update that `change` makes in a document. */
export function updateOf(change: (doc: Y.Doc) => void, doc = new Y.Doc()): Uint8Array {
  const updates: Uint8Array[] = []
  const collect = (update: Uint8Array) => void updates.push(update)
  doc.on('update', collect)
  change(doc)
  doc.off('update', collect)
  return updates.length === 1 ? updates[0]! : Y.mergeUpdates(updates)
}

export const barrier = (n: number) =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.barrier)
    encoding.writeVarUint(encoder, n)
  })

/** A socket that keeps every frame it gets. */
export class RawClient {
  readonly frames: Uint8Array[] = []
  readonly closed: Promise<{ code: number; reason: string }>

  private constructor(readonly ws: WebSocket) {
    ws.on('message', (data: Buffer) => this.frames.push(new Uint8Array(data)))
    ws.on('error', () => {})
    this.closed = new Promise((resolve) =>
      ws.on('close', (code, reason) => resolve({ code, reason: reason.toString() })),
    )
  }

  /** Resolves when the socket is open; the first frames of the server are kept too. */
  static async open(url: string, headers: Record<string, string> = {}): Promise<RawClient> {
    const client = new RawClient(new WebSocket(url, { headers }))
    await Promise.race([once(client.ws, 'open'), client.closed])
    return client
  }

  /** Open, and let in by the room. */
  async ready(): Promise<this> {
    this.ws.send(Uint8Array.of(MESSAGE.sync, 0, 1, 0)) // step 1 of an empty document
    await until(() => this.frames.some((frame) => frame[0] === MESSAGE.sync && frame[1] === 1))
    return this
  }

  update(update: Uint8Array): void {
    this.ws.send(updateFrame(update))
  }

  /** Sends barrier `n`; resolves with its status. */
  async barrier(n: number): Promise<number> {
    this.ws.send(barrier(n))
    await until(() => this.barriers(n).length > 0)
    return this.barriers(n)[0]!
  }

  /** Every status that barrier `n` was answered with so far. */
  barriers(n: number): number[] {
    return this.frames
      .filter((frame) => frame[0] === MESSAGE.barrier && frame[1] === n)
      .map((frame) => frame[2]!)
  }

  /** Frames of one kind, by their first bytes. */
  count(...start: number[]): number {
    return this.frames.filter((frame) => start.every((byte, i) => frame[i] === byte)).length
  }
}

export { BARRIER, CLOSE }
