import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { BoardSummary, Problem } from '../../lib/protocol/api'
import { createAccess } from '../access/access'
import { createBudgets } from '../access/budgets'
import type { Config } from '../config'
import { Metrics } from '../observe/metrics'
import { createPreviews } from '../pictures/previews'
import { Rooms } from '../rooms/rooms'
import { createSession } from '../session'
import { openSqliteStorage } from '../storage/sqlite-storage'
import type { Storage } from '../storage/storage'
import { createHttp } from './http'
import type { PageHandler } from './ports'
import { answerBadRequest, createUpgrades } from './upgrades'

interface StageOptions {
  readonly config?: Partial<Config>
  readonly next?: PageHandler
  readonly assets?: string
  readonly previews?: Partial<Parameters<typeof createPreviews>[0]>
  readonly budgets?: Parameters<typeof createBudgets>[1]
  readonly stallMs?: number
  /** Puts a fault between the server and the real storage. */
  readonly storage?: (real: Storage) => Storage
}

/** The whole server but its page renderer, on a real port, over a real database. */
export async function openStage(options: StageOptions = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'ardoise-http-'))
  const log = pino({ level: 'silent' })
  const onFatal = (error: Error) => {
    throw error
  }
  const real = await openSqliteStorage({ dataDir, log, onFatal })
  const storage = options.storage?.(real) ?? real
  const config: Config = {
    port: 0,
    host: '127.0.0.1',
    dataDir,
    baseUrl: null,
    defaultLinkRole: 'edit',
    sessionSecret: 'only for this test, and longer than 32',
    operatorToken: 'only for this test, and longer than 32'.replaceAll(' ', '-'),
    trustProxyHops: 0,
    logLevel: 'silent',
    logFormat: 'json',
    isDevelopment: false,
    ...options.config,
  }
  const access = createAccess({ config, storage })
  const metrics = new Metrics()
  const session = createSession({ access, storage, log, metrics, serverVersion: '0.0.0' })
  const rooms = new Rooms({
    storage,
    log,
    metrics,
    identify: async (req, board) => {
      const identity = await access.identify(req.headers.cookie)
      const role = access.roleOn(identity, board)
      return role && { role, identity: identity?.id ?? null, name: null, sessionKey: null }
    },
  })
  const previews = createPreviews({ folder: join(dataDir, 'previews'), storage, log, ...options.previews })
  const next: PageHandler = options.next ?? (async (_, res) => void res.end('page'))
  const budgets = createBudgets(config, options.budgets)
  const http: RequestListener = createHttp({
    config,
    storage,
    access,
    budgets,
    rooms,
    session,
    previews,
    metrics,
    log,
    next,
    assets: options.assets ?? null,
    serverVersion: '1.2.3',
    ...(options.stallMs !== undefined && { stallMs: options.stallMs }),
  })
  const server = createServer(http)
  server.on(
    'upgrade',
    createUpgrades({ config, access, budgets, metrics, session, rooms, development: null }),
  )
  server.on('clientError', (error, socket) => answerBadRequest(error, socket, metrics))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`

  return {
    url,
    port,
    dataDir,
    storage,
    rooms,
    metrics,
    operatorToken: config.operatorToken,
    /** How many connections are open. */
    connections: (tell: (count: number) => void) => server.getConnections((_, count) => tell(count)),
    /** A browser of our own pages: keeps its cookie, says where it is. */
    visitor: () => visitor(url),
    async close() {
      server.closeAllConnections()
      server.close()
      previews.close()
      await rooms.close()
      await session.close()
      await real.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
export type Stage = Awaited<ReturnType<typeof openStage>>

function visitor(url: string) {
  const jar: { cookie?: string } = {}
  async function send(method: string, path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    if (jar.cookie) headers.set('cookie', jar.cookie)
    if (!headers.has('origin')) headers.set('origin', url)
    const response = await fetch(url + path, { ...init, method, headers, redirect: 'manual' })
    const setCookie = response.headers.get('set-cookie')
    if (setCookie) jar.cookie = setCookie.split(';', 1)[0]!
    return response
  }
  const api = (method: string, path: string, body?: unknown) =>
    send(method, `/api/v1${path}`, {
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    })
  return {
    jar,
    send,
    api,
    /** The JSON of an answer that has to be a success. */
    async get<T>(path: string): Promise<T> {
      const response = await api('GET', path)
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
      return (await response.json()) as T
    },
    async create(name = 'A board'): Promise<BoardSummary> {
      const response = await api('POST', '/boards', { name })
      return (await response.json()) as BoardSummary
    },
    /** The refusal that an answer has to be: status and stable code. */
    async refusal(response: Response): Promise<string> {
      if (response.headers.get('content-type') !== 'application/problem+json') {
        return `not a problem document: ${response.status} ${await response.text()}`
      }
      const { status, code, detail } = (await response.json()) as Problem
      return `${response.status} ${code}${status === response.status && detail ? '' : ', badly described'}`
    },
  }
}
