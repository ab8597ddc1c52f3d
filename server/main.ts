import { EventEmitter } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import next from 'next'
import { version } from '../package.json'
import { createAccess } from './access/access'
import { createBudgets, type Budgets } from './access/budgets'
import { ConfigError, loadConfig, type Config } from './config'
import { createHttp, SERVER_TIMEOUTS } from './http/http'
import { createTunnels } from './http/tunnels'
import { answerBadRequest, createUpgrades } from './http/upgrades'
import { createLog, type Log } from './observe/log'
import { Metrics } from './observe/metrics'
import { createShutdown } from './observe/shutdown'
import { createPreviews } from './pictures/previews'
import { Rooms } from './rooms/rooms'
import { createSession } from './session'
import { lockDataDir } from './storage/data-dir-lock'
import { openSqliteStorage } from './storage/sqlite-storage'

/** The folder of `package.json`: above `server/` and above `dist/` alike. */
const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** Listens, and composes what answers: the only file that does either. */
async function main(): Promise<void> {
  const config = readConfig()
  const log = createLog(config)
  const die: Die = (error, message) => {
    log.fatal({ err: error }, message)
    process.exit(1)
  }
  process.on('uncaughtException', (error) => die(error, 'uncaught exception'))
  process.on('unhandledRejection', (error) => die(error, 'unhandled rejection'))

  const server = createServer(SERVER_TIMEOUTS)
  // First of all, so that a second server on the port ends before it touches the data. Who comes early waits.
  const port = await listen(server, config)
  const budgets = createBudgets(config)
  const early = compose(config, log, budgets, die)
  server.on('connection', (socket) => {
    // Behind proxies all connections are theirs: what counts there are the sockets of upgrades.
    if (config.trustProxyHops === 0 && !budgets.holdConnection({ headers: {}, socket }, socket))
      socket.destroy()
  })
  server.on('request', (req, res) => void early.then((parts) => parts.handleRequest(req, res)))
  server.on('upgrade', (req, socket, head) => {
    socket.on('error', () => socket.destroy())
    void early.then((parts) => parts.handleUpgrade(req, socket, head))
  })
  server.on(
    'clientError',
    (error, socket) => void early.then(({ metrics }) => answerBadRequest(error, socket, metrics)),
  )
  const parts = await early

  const shutdown = createShutdown({
    log,
    unsaved: () => parts.rooms.unsaved,
    async steps() {
      server.close()
      parts.previews.close()
      await parts.rooms.close()
      await parts.session.close()
      server.closeAllConnections()
      await parts.storage.close()
    },
  })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void shutdown(signal))

  const url = config.baseUrl ?? `http://${config.host ?? 'localhost'}:${port}`
  log.info({ port, url, version, dataDir: config.dataDir }, `Ardoise is open at ${url}`)
}

type Die = (error: unknown, message: string) => never

/** The parts of the server, and the one handler for requests and the one for upgrades that they share. */
async function compose(config: Config, log: Log, budgets: Budgets, die: Die) {
  takeDataDir(config)
  const metrics = new Metrics()
  metrics.watchProcess()
  const storage = await openSqliteStorage({
    dataDir: config.dataDir,
    log,
    onQuarantine: ({ rows, snapshots }) => {
      metrics.quarantined.inc({ kind: 'row' }, rows)
      metrics.quarantined.inc({ kind: 'snapshot' }, snapshots)
    },
    onFatal: (error) => die(error, 'storage cannot be trusted any more'),
  }).catch((error: Error) =>
    giveUp(`DATA_DIR: the database in ${config.dataDir} cannot be opened: ${error.message}`),
  )
  const access = createAccess({ config, storage })
  const session = createSession({
    access,
    storage,
    log,
    metrics,
    serverVersion: version,
    onDocument: (opened) => openTunnel(opened),
  })
  const rooms = new Rooms({
    storage,
    log,
    metrics,
    async identify(req, board) {
      const identity = await access.identify(req.headers.cookie)
      const role = access.roleOn(identity, board)
      const sessionKey = new URL(req.url ?? '/', 'http://localhost').searchParams.get('s')
      return role && { role, identity: identity?.id ?? null, name: identity?.name ?? null, sessionKey }
    },
  })
  rooms.onRefused = ({ sessionKey, code, shapes }) => session.notifyRefused(sessionKey, { code, shapes })
  rooms.onPrograms = (boardId, connections) => session.setPrograms(boardId, connections)
  rooms.onHealth = (health) => session.storageHealth(health)
  rooms.onFill = (boardId, percent) => session.boardFill(boardId, percent)

  const previews = createPreviews({ folder: join(config.dataDir, 'previews'), storage, log })
  rooms.onUnloaded = (boardId) => previews.want(boardId)

  const pages = await openPages(config)
  const deps = {
    config,
    storage,
    access,
    budgets,
    rooms,
    session,
    previews,
    metrics,
    log,
    serverVersion: version,
    next: pages.handle,
    assets: config.isDevelopment ? null : join(ROOT, '.next/static'),
  }

  const openTunnel = createTunnels(deps)
  const handleUpgrade = createUpgrades({
    ...deps,
    development: config.isDevelopment ? pages.handleUpgrade : null,
  })
  return { storage, session, rooms, previews, metrics, handleRequest: createHttp(deps), handleUpgrade }
}

/** Two servers on one folder would each show a board without what is drawn on the other. */
function takeDataDir({ dataDir }: Config): void {
  try {
    if (lockDataDir(dataDir)) return
  } catch (error) {
    giveUp(`DATA_DIR: ${dataDir} cannot be locked: ${(error as Error).message}`)
  }
  giveUp(`DATA_DIR: another server is using ${dataDir}; stop it or set DATA_DIR to another folder`)
}

/** Says what is wrong with the installation, in one line, and ends. */
function giveUp(message: string): never {
  process.stderr.write(`ardoise: ${message}\n`)
  process.exit(1)
}

function readConfig(): Config {
  try {
    return loadConfig()
  } catch (error) {
    if (error instanceof ConfigError) return giveUp(error.message)
    throw error
  }
}

/** Next, which renders the pages. It answers upgrades on the server that it is given, so it is given none. */
async function openPages(config: Config) {
  const upgrades = new EventEmitter()
  const app = next({ dev: config.isDevelopment, dir: ROOT, httpServer: upgrades as unknown as Server })
  await app.prepare()
  const handle = app.getRequestHandler()
  return {
    handle: (req: IncomingMessage, res: ServerResponse) => handle(req, res),
    handleUpgrade: (req: IncomingMessage, socket: Duplex, head: Buffer) => {
      // Next listens from its first request on; before that there is no page to reload either.
      if (!upgrades.emit('upgrade', req, socket, head)) socket.destroy()
    },
  }
}

/** Listens, and says which port it got. */
function listen(server: Server, { port, host }: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        giveUp(`PORT: ${port} is in use; stop the other program or set PORT to a free one (0 takes any)`)
      if (error.code === 'EACCES') giveUp(`PORT: ${port} needs more rights; set PORT to one above 1023`)
      if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
        giveUp(`HOST: ${host} is no address of this machine; unset it or set it to one`)
      reject(error)
    })
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port))
  })
}

await main()
