import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { Server as EngineServer, type Socket as EngineSocket } from 'engine.io'
import { Server as SocketServer } from 'socket.io'
import type { BoardId } from '../../lib/board/ids'
import type { TunnelToClient, TunnelToServer } from '../../lib/protocol/document-tunnel'
import type {
  ClientToServer,
  ConnectRefusal,
  ServerToClient,
  StorageHealth,
  SyncRefusal,
} from '../../lib/protocol/session'
import { SYNC_PATH } from '../../lib/protocol/sync'
import type { Access } from '../access/access'
import type { Log } from '../observe/log'
import type { Metrics } from '../observe/metrics'
import type { BoardStore, IdentityStore } from '../storage/storage'
import { sayGoodbye } from '../rooms/goodbye'
import { admit } from './admission'
import { Channel, type Outlet } from './channel'
import { carryDocument, type DocumentTunnel } from './document-tunnel'
import type { SessionSocket, SocketData } from './feature'
import { guardFlood } from './flood-gate'
import { live } from './live'
import { createPeople } from './people'
import type { Program } from './roster'
import type { Session } from './session'

export type { DocumentTunnel } from './document-tunnel'
export type { Program } from './roster'

export interface SessionDeps {
  readonly access: Pick<Access, 'identify' | 'roleOn' | 'checkOrigin'>
  readonly storage: {
    readonly boards: Pick<BoardStore, 'get'>
    readonly identities: Pick<IdentityStore, 'rename'>
  }
  readonly log: Pick<Log, 'error' | 'warn' | 'debug'>
  readonly serverVersion: string
  /** A tab's document connection, where its network lets no WebSocket through. Without it there is none. */
  readonly onDocument?: (opened: OpenedTunnel) => void
  readonly metrics?: Metrics
  /** Milliseconds of a clock that only goes forward. */
  readonly now?: () => number
}

export interface OpenedTunnel {
  readonly tunnel: DocumentTunnel
  readonly boardId: BoardId
  /** As a request to `/sync` would have it: the address, with the key of the very session, and the cookie. */
  readonly request: Pick<IncomingMessage, 'url' | 'headers'>
  readonly address: string
}

/** The session channel as the rest of the server sees it. */
export interface SessionServer {
  handleRequest(req: IncomingMessage, res: ServerResponse): void
  handleUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void
  /** People (not tabs) on the board now. */
  peopleOn(boardId: string): number
  /** The tab whose key this is, while it is connected. */
  sessionOf(key: string): Session['about'] | null
  /** Tells the tab that an update of its `/sync` connection was refused. */
  notifyRefused(sessionKey: string | null, refusal: SyncRefusal): void
  boardRenamed(boardId: string, name: string): void
  boardDeleted(boardId: string): void
  storageHealth(health: StorageHealth): void
  /** Per cent of what the board may hold; null: there is no need to tell. */
  boardFill(boardId: BoardId, percent: number | null): void
  /** Every `/sync` connection of the board; those that are no tab's are shown as programs. */
  setPrograms(boardId: BoardId, connections: readonly Program[]): void
  close(): Promise<void>
}

/** The dead are gone within `interval + timeout` = 11 s; the promise is 12. */
const PING = { pingInterval: 5_000, pingTimeout: 6_000 } as const
/** The largest live message is far smaller; what is larger is not read. [B45] */
const MAX_MESSAGE_BYTES = 1_000_000
/** A connection that never says which board it is for. [K34] */
const CONNECT_TIMEOUT_MS = 5_000
/** Tabs of one person on one board; more are an accident or an attack. [B45] */
const MAX_SESSIONS_PER_PERSON = 20
/** Messages waiting for a slow network before it is passed over: a second of ticks. [F31] */
const MAX_BACKLOG = 64

class ConnectError extends Error {
  readonly data: { readonly code: ConnectRefusal }
  constructor(code: ConnectRefusal) {
    super(code)
    this.data = { code }
  }
}

/** The Socket.IO side of the server: own engine, bound to no HTTP server, so that one handler decides who gets what. */
export function createSession(deps: SessionDeps): SessionServer {
  const { access, storage, log, metrics, now = () => performance.now() } = deps
  const refusals: Pick<Metrics, 'refused'> = metrics ?? { refused: () => {} }
  const engine = new EngineServer({
    ...PING,
    transports: ['websocket', 'polling'],
    maxHttpBufferSize: MAX_MESSAGE_BYTES,
    allowEIO3: false,
    // Live messages are small and leave at once: compressing them costs more than it saves.
    perMessageDeflate: false,
    allowRequest(req, decide) {
      const origin = access.checkOrigin(req)
      const isJsonp = new URLSearchParams(req.url?.split('?', 2)[1]).has('j')
      decide(
        origin.ok ? (isJsonp ? 'JSONP is not spoken here.' : null) : origin.error.detail,
        origin.ok && !isJsonp,
      )
    },
  })
  const io = new SocketServer<
    ClientToServer & TunnelToServer,
    ServerToClient & TunnelToClient,
    Record<string, never>,
    SocketData
  >({
    serveClient: false,
    connectTimeout: CONNECT_TIMEOUT_MS,
  })
  io.bind(engine)
  const connections = new Set<EngineSocket>()
  metrics?.countConnections('session', () => {
    const count = { websocket: 0, polling: 0 }
    for (const { transport } of connections) count[transport.name as keyof typeof count]++
    return count
  })

  const people = createPeople({
    serverVersion: deps.serverVersion,
    keepName: (identityId, name) => storage.identities.rename(identityId, name),
  })
  /** Told to who comes while something is wrong. */
  let health: StorageHealth = { ok: true }
  /** Of boards that are nearly full. */
  const fills = new Map<BoardId, number>()
  const channels = new Map<string, Channel>()
  const sessions = new Map<string, { session: Session; socket: SessionSocket }>()
  const programs = new Map<string, readonly Program[]>()
  /** Messages handed to the transport of each socket and not yet on the wire. */
  const backlogs = new Map<string, number>()

  const roomOf = (boardId: string) => `board:${boardId}`
  const outlet: Outlet = {
    toAll: (boardId, except, event, ...payload) =>
      void io
        .to(roomOf(boardId))
        .except([...except])
        .emit(event, ...payload),
    toOne: (socketId, event, ...payload) => void io.to(socketId).emit(event, ...payload),
    isBehind: (socketId) => (backlogs.get(socketId) ?? 0) > MAX_BACKLOG,
  }

  function channelOf(boardId: BoardId, boardName: string): Channel {
    let channel = channels.get(boardId)
    if (!channel) {
      const report = (error: unknown, event: string) => log.error({ err: error, boardId, event }, 'session')
      channel = new Channel(boardId, boardName, [people, live], outlet, { now, report })
      channels.set(boardId, channel)
      channel.stateOf(people).setPrograms(programs.get(boardId) ?? [])
    }
    return channel
  }

  function leave({ session }: { session: Session }): void {
    if (sessions.get(session.about.key)?.session === session) sessions.delete(session.about.key)
    const channel = channels.get(session.about.boardId)
    channel?.leave(session)
    if (channel?.sessions.size === 0) {
      channel.close()
      channels.delete(channel.boardId)
    }
  }

  engine.on('connection', (connection: EngineSocket) => {
    connections.add(connection)
    connection.once('close', () => connections.delete(connection))
    if (metrics) countTraffic(connection, metrics.traffic.session)
    guardFlood(connection, now, () => {
      log.warn({ remoteAddress: connection.remoteAddress }, 'session channel: flooded, closed')
      metrics?.refused('session', 0, 'flood')
      connection.close(true)
    })
  })

  const refuse = (code: ConnectRefusal) => {
    metrics?.refused('session', 0, code)
    return new ConnectError(code)
  }
  io.use((socket, next) => {
    const { query, headers, auth } = socket.handshake
    const handshake = {
      board: query['board'],
      key: auth['key'] as unknown,
      cookie: headers.cookie,
      socketId: socket.id,
    }
    admit(handshake, { access, boards: storage.boards, now }).then(
      (admitted) => {
        if (!admitted.ok) return next(refuse(admitted.error.code))
        const { session, board } = admitted.value
        const others = channels.get(board.id)?.sessions.values() ?? []
        const own = [...others].filter(
          ({ about }) => about.person === session.about.person && about.id !== session.id,
        )
        if (own.length >= MAX_SESSIONS_PER_PERSON) return next(refuse('too-many-sessions'))
        socket.data.session = session
        socket.data.boardName = board.name
        next()
      },
      (error: unknown) => {
        log.error({ err: error }, 'session channel: admission failed')
        next(refuse('internal'))
      },
    )
  })

  io.on('connection', (socket) => {
    const { session, boardName } = socket.data
    const { boardId, key } = session.about
    backlogs.set(socket.id, 0)
    socket.conn.on('packetCreate', () => backlogs.set(socket.id, (backlogs.get(socket.id) ?? 0) + 1))
    socket.conn.on('flush', () => backlogs.set(socket.id, 0))

    // The same tab again, before its dead connection was noticed: the newer one takes its place. [K21]
    const older = sessions.get(key)
    if (older) {
      leave(older)
      older.socket.disconnect(true)
    }
    sessions.set(key, { session, socket })
    void socket.join(roomOf(boardId))
    const events = channelOf(boardId, boardName).join(session, socket)
    const tunnelEvents: ReadonlySet<string> = new Set(
      carryDocument(socket, { now, metrics: refusals }, (tunnel, query) => {
        const params = new URLSearchParams(query)
        params.set('s', key) // whatever it says: the tunnel is this tab's
        const url = `${SYNC_PATH}${boardId}?${params.toString()}`
        const { headers, address } = socket.handshake
        if (deps.onDocument) deps.onDocument({ tunnel, boardId, request: { url, headers }, address })
        else sayGoodbye(tunnel, 'board-closed', refusals)
      }),
    )
    if (!health.ok) outlet.toOne(socket.id, 'storage:health', health)
    const fill = fills.get(boardId)
    if (fill !== undefined) outlet.toOne(socket.id, 'board:fill', fill)

    socket.use(([event, ...args], next) => {
      if (events.has(event) || tunnelEvents.has(event)) return next()
      const ack = args.at(-1) as unknown
      if (typeof ack === 'function')
        (ack as (answer: unknown) => void)({ ok: false, error: { code: 'malformed' } })
    })
    socket.on('error', (error) => log.debug({ err: error, boardId }, 'session channel: protocol violation'))
    socket.on('disconnect', () => {
      backlogs.delete(socket.id)
      leave({ session })
    })
  })

  return {
    handleRequest: (req, res) => void engine.handleRequest(req, res),
    handleUpgrade(req, socket, head) {
      const origin = access.checkOrigin(req)
      if (origin.ok) return void engine.handleUpgrade(req, socket, head)
      // The engine would say 400 for every reason. [B35]
      const { detail } = origin.error
      const headers = `Content-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(detail)}`
      socket.end(`HTTP/1.1 403 Forbidden\r\nConnection: close\r\n${headers}\r\n\r\n${detail}`)
    },
    peopleOn: (boardId) => channels.get(boardId)?.stateOf(people).size ?? 0,
    sessionOf: (key) => sessions.get(key)?.session.about ?? null,
    notifyRefused(sessionKey, refusal) {
      const held = sessionKey === null ? undefined : sessions.get(sessionKey)
      if (held) outlet.toOne(held.socket.id, 'sync:refused', refusal)
    },
    boardRenamed(boardId, name) {
      const channel = channels.get(boardId)
      if (!channel) return
      channel.boardName = name
      channel.emit('board:renamed', { name })
    },
    boardDeleted(boardId) {
      channels.get(boardId)?.emit('board:deleted')
      io.in(roomOf(boardId)).disconnectSockets(true)
    },
    storageHealth(now) {
      health = now
      io.emit('storage:health', health)
    },
    boardFill(boardId, percent) {
      if (percent === null) fills.delete(boardId)
      else fills.set(boardId, percent)
      channels.get(boardId)?.emit('board:fill', percent)
    },
    setPrograms(boardId, connections) {
      if (connections.length === 0) programs.delete(boardId)
      else programs.set(boardId, connections)
      const channel = channels.get(boardId)
      if (!channel) return
      channel.stateOf(people).setPrograms(connections)
      channel.refresh(people)
    },
    close: () => io.close(),
  }
}

/** Every packet of a connection, however it travels. */
function countTraffic(connection: EngineSocket, traffic: Metrics['traffic']['session']): void {
  const bytesOf = ({ data }: { data?: string | Buffer }) => (data ? Buffer.byteLength(data) : 0)
  connection.on('packet', (packet: { data?: string | Buffer }) => traffic.in.message.add(bytesOf(packet)))
  connection.on('packetCreate', (packet: { data?: string | Buffer }) =>
    traffic.out.message.add(bytesOf(packet)),
  )
}
