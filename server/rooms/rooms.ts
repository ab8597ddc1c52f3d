import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'
import { BoardDocument } from '../../lib/board/document'
import { isBoardId, type BoardId } from '../../lib/board/ids'
import type { StorageHealth } from '../../lib/protocol/session'
import { readPlace } from '../../lib/protocol/sync'
import type { Log } from '../observe/log'
import { Metrics } from '../observe/metrics'
import { StorageError, type BoardRow, type Storage } from '../storage/storage'
import type { LogFailure } from './board-log'
import { Connection, type Visitor } from './connection'
import { Doorstep, type StoredPieces } from './doorstep'
import { Feed } from './feed'
import type { FrameSocket, SyncRequest } from './frame-socket'
import { sayGoodbye, type Goodbye } from './goodbye'
import type { RefusalCode } from './inspection'
import { LIMITS, ROUND_MS } from './limits'
import { Outbox } from './outbox'
import { Room, type Opening, type RoomDeps } from './room'
import { Rounds } from './rounds'
import { SharedFrameSocket } from './shared-frames'
import { Turns } from './turns'

/** Commits that take this long are told to people, who hear of it within 5 s: a while before they begin to worry. */
const SLOW_MS = 3_000
const HEALTH_MS = 1_000
/** In a crowd that comes or goes nobody is told of each one, since all of them are told. */
const CONNECTIONS_MS = 50
/** At shutdown, for a client to say goodbye before its socket is cut. */
const CLOSE_GRACE_MS = 1_000

export interface RoomsDeps {
  readonly storage: Pick<Storage, 'boards' | 'journal' | 'leaseClientId'>
  readonly log: Log
  /** Who is behind a request, and what they may do; null when they may not even look. */
  readonly identify: (req: SyncRequest, board: BoardRow) => Promise<Visitor | null>
  readonly metrics?: Metrics
  readonly now?: () => number
  readonly authenticateMs?: number
  readonly unloadIdleMs?: number
  readonly unsavedBytes?: number
  readonly roundMs?: number
}

interface Doorsteps {
  /** What is stored, once it is read. */
  stored: StoredPieces | null
  readonly waiting: Pick<Doorstep, 'offer'>[]
}

export interface Refused {
  readonly boardId: BoardId
  readonly sessionKey: string | null
  readonly code: RefusalCode
  readonly shapes: readonly string[]
}
/** A `/sync` connection, as the session channel shows it. */
export interface SyncConnection {
  readonly id: string
  readonly sessionKey: string | null
}

/** A board that the server itself edits, beside its document. */
export interface EditedBoard {
  /** Resolves when everything that was done so far is committed; rejects while storage fails. */
  readonly committed: () => Promise<void>
  /** Whether so many bytes more fit on the board. */
  readonly hasRoomFor: (bytes: number) => Promise<boolean>
}

/** The open boards: one room per board for as long as anybody needs it. Rules SY1–SY12 in docs/protocol.md. */
export class Rooms {
  /** Told when an update is refused. */
  onRefused: (refused: Refused) => void = () => {}
  /** Told of a board's connections soon after any came or went. */
  onPrograms: (boardId: BoardId, connections: readonly SyncConnection[]) => void = () => {}
  /** Told when a board has been left by everybody and is not in memory any more. */
  onUnloaded: (boardId: BoardId) => void = () => {}
  /** Told how full a board is (per cent), whenever that is much and not what it was; null: it is not, any more. */
  onFill: (boardId: BoardId, percent: number | null) => void = () => {}
  /** Told when storage begins to fail, and when it works again. */
  onHealth: (health: StorageHealth) => void = () => {}

  readonly #server = new WebSocketServer<typeof SharedFrameSocket>({
    WebSocket: SharedFrameSocket,
    noServer: true,
    clientTracking: false,
    maxPayload: LIMITS.frameBytes,
    perMessageDeflate: false, // updates are packed already, and a deflate context costs 300 KB a socket
  })
  /** A room, or the promise of it that everyone who comes meanwhile shares. */
  readonly #rooms = new Map<BoardId, Promise<Room | null>>()
  readonly #live = new Map<BoardId, Room>()
  /** Who waits for a room that is being made. */
  readonly #doorsteps = new Map<BoardId, Doorsteps>()
  readonly #sockets = new Set<FrameSocket>()
  readonly #unloads = new Map<BoardId, NodeJS.Timeout>()
  readonly #failing = new Map<BoardId, LogFailure>()
  /** What was told of boards that are nearly full. */
  readonly #fills = new Map<BoardId, number>()
  /** Whose connections are not told of yet, and when they will be. */
  readonly #changed = new Set<Room>()
  #telling: NodeJS.Timeout | null = null
  readonly #rounds: Rounds<Connection>
  readonly #turns: Turns
  readonly #healthChecks: NodeJS.Timeout
  /** Accepted and not committed yet, on all boards. */
  readonly #unsaved = { bytes: 0 }
  readonly #metrics: Metrics
  readonly #now: () => number
  #clientId: Promise<number> | null = null
  #health: StorageHealth = { ok: true }
  #isClosing = false

  constructor(private readonly deps: RoomsDeps) {
    this.#metrics = deps.metrics ?? new Metrics()
    this.#now = deps.now ?? (() => performance.now())
    this.#watch(this.#metrics)
    this.#turns = new Turns(this.#now)
    this.#rounds = new Rounds(deps.roundMs ?? ROUND_MS)
    this.#healthChecks = setInterval(() => {
      this.#updateHealth()
      for (const room of this.#live.values()) this.#updateFill(room)
    }, HEALTH_MS).unref()
  }

  /** What is looked up when an operator asks. */
  #watch(metrics: Metrics): void {
    const sum = (of: (room: Room) => number) => () => {
      let total = 0
      for (const room of this.#live.values()) total += of(room)
      return total
    }
    metrics.countConnections('sync', () => {
      const sockets = [...this.#sockets]
      const websocket = sockets.filter((socket) => socket instanceof WebSocket).length
      return { websocket, polling: sockets.length - websocket }
    })
    metrics.watch('ardoise_rooms', 'Boards in memory', [], () => this.#live.size)
    metrics.watch('ardoise_unsaved_bytes', 'Accepted and not committed yet', [], () => this.#unsaved.bytes)
    metrics.watch(
      'ardoise_unsaved_updates',
      'Updates waiting for a commit',
      [],
      sum(({ log }) => log.pendingCount),
    )
    metrics.watch(
      'ardoise_outbox_bytes',
      'On its way to clients of the document channel',
      [],
      sum(outboxBytesOf),
    )
  }

  /** Takes an upgrade to `/sync/<board>`. Refusals are close codes, since a failed upgrade is retried for ever. */
  handleUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer, board: string): void {
    this.#server.handleUpgrade(req, socket, head, (ws) => {
      ws.writeTo(socket)
      const bytesRead = () => ('bytesRead' in socket ? (socket.bytesRead as number) : 0)
      this.accept(ws, req, board, bytesRead)
    })
  }

  /** Takes a socket that is open; `bytesRead`: of the other side, however many frames they make. */
  accept(socket: FrameSocket, req: SyncRequest, board: string, bytesRead: () => number): void {
    if (socket.readyState !== socket.OPEN) return // it will not say again that it has closed
    this.#sockets.add(socket)
    socket.on('close', () => this.#sockets.delete(socket))
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.deps.log.debug({ err: error, board }, 'sync socket')
      if (error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') this.#refuse(socket, 'frame-too-long')
      else if (error.code?.startsWith('WS_ERR_')) this.#refuse(socket, 'bad-websocket')
    })
    socket.pause() // nothing is read, and so nothing buffered, before the room is there [K34]
    this.#welcome(socket, req, board, bytesRead).catch((error: unknown) => {
      this.deps.log.error({ err: error, board }, 'a board could not be opened')
      this.#refuse(socket, 'board-closed')
    })
  }

  /**
   * Runs `edit` on the board's document; resolves with its result when everything it did is committed. A long
   * edit awaits `committed` between its pieces, which lets others draw on meanwhile.
   */
  edit<T>(board: BoardId, edit: (document: BoardDocument, room: EditedBoard) => T | Promise<T>): Promise<T> {
    return this.#with(board, async (room, document) => {
      const committed = () => allCommitted(room)
      const result = await edit(document, { committed, hasRoomFor: (bytes) => room.makeRoomFor(bytes) })
      await committed()
      return result
    })
  }

  /** Resolves when everything that is on the board now is committed, however long storage refuses it. */
  async settled(board: BoardId): Promise<void> {
    await (await this.#rooms.get(board))?.log.settled()
  }

  /** Runs `read` on the board's document as it is now. */
  read<T>(board: BoardId, read: (document: BoardDocument) => T): Promise<T> {
    return this.#with(board, async (_, document) => read(document))
  }

  /** The board as it is now in Yjs updates, to be applied in this order: a copy to work on elsewhere. */
  async updatesOf(board: BoardId): Promise<readonly Uint8Array[]> {
    const room = await this.#open(board)
    if (!room) throw new StorageError('no-such-board', `no board ${board}`)
    return room.updates
  }

  /** How large a board is, when it is in memory; else null. */
  bytesOf(board: BoardId): number | null {
    return this.#live.get(board)?.bytes ?? null
  }

  /** The board for whoever has nothing of it: what is stored, while its document is still made of that. [K20, SY14] */
  async openingOf(board: BoardId): Promise<Opening> {
    if (this.#isClosing) throw new StorageError('busy', 'the server restarts')
    const opening = this.#open(board)
    const stored = await this.#storedOf(board, opening)
    if (stored?.tail) return { pieces: [...stored.base, ...stored.tail], place: stored.place }
    const room = await opening
    if (!room) throw new StorageError('no-such-board', `no board ${board}`)
    return room.opening
  }

  /** What is stored of a board that is being loaded, once it is read; null of one that is loaded, or is not there. */
  #storedOf(board: BoardId, opening: Promise<unknown>): Promise<StoredPieces | null> {
    const doorsteps = this.#doorsteps.get(board)
    if (!doorsteps) return Promise.resolve(null)
    return new Promise((resolve) => {
      const over = () => resolve(null)
      if (doorsteps.stored) resolve(doorsteps.stored)
      else doorsteps.waiting.push({ offer: resolve })
      opening.then(over, over)
    })
  }

  /** Ends every connection of a board that was deleted. [F39] */
  closeBoard(board: BoardId): void {
    // One that is still loading lets people in first, and is closed then.
    this.#rooms.get(board)?.then(
      (room) => room?.closeAll('deleted'),
      () => {},
    )
  }

  /** Boards with changes that are not committed. */
  get unsaved(): BoardId[] {
    return [...this.#live.values()].filter((room) => !room.log.isSettled).map((room) => room.id)
  }
  /** Takes nobody in any more, commits everything, answers the barriers, and says goodbye with 1012. */
  async close(): Promise<void> {
    this.#isClosing = true
    this.#rounds.stop()
    clearInterval(this.#healthChecks)
    for (const timer of this.#unloads.values()) clearTimeout(timer)
    await Promise.allSettled(this.#rooms.values())
    await Promise.all([...this.#live.values()].map((room) => room.log.settled()))
    for (const room of this.#live.values()) room.closeAll('restart')
    for (const ws of this.#sockets) if (ws.readyState === ws.OPEN) this.#refuse(ws, 'restart')
    await this.#socketsGone()
    // What was accepted between the first look and the goodbye.
    await Promise.all([...this.#live.values()].map((room) => room.log.settled()))
    for (const room of this.#live.values()) room.dispose()
    clearTimeout(this.#telling ?? undefined)
  }

  async #welcome(ws: FrameSocket, req: SyncRequest, board: string, bytesRead: () => number): Promise<void> {
    if (this.#isClosing) return this.#refuse(ws, 'restart')
    if (!isBoardId(board)) return this.#refuse(ws, 'no-such-board')
    const admitted = await withDeadline(
      this.#admit(req, board),
      this.deps.authenticateMs ?? LIMITS.authenticateMs,
    )
    if (admitted === 'late') return this.#refuse(ws, 'slow-to-authenticate')
    if (admitted === 'unknown') return this.#refuse(ws, 'no-such-board')
    if (admitted === 'forbidden') return this.#refuse(ws, 'not-shared')
    const outbox = new Outbox(ws, this.#metrics, this.#now)
    const feed = new Feed(outbox, admitted.sessionKey !== null, this.#turns)
    const doorstep = new Doorstep(ws, feed)
    const at = readPlace(new URL(req.url ?? '/', 'http://localhost').searchParams.get('at'))
    const opening = this.#open(board)
    // Who has a place on the board is told by the room what came since.
    if (!at && !this.#live.has(board)) this.#wait(board, doorstep)
    const room = await opening
    if (!room) return this.#refuse(ws, 'no-such-board')
    if (this.#isClosing) return this.#refuse(ws, 'restart')
    if (room.connections.size >= LIMITS.connections) return this.#refuse(ws, 'board-full')
    const isKnown = at !== null && room.lineage.holds(at)
    if (at && !isKnown && !room.lineage.hasForgotten(at)) return this.#refuse(ws, 'recovered')
    if (ws.readyState !== ws.OPEN) return
    const report = (error: unknown) => this.deps.log.error({ err: error, board }, 'sync message')
    const connection = new Connection(ws, admitted, room, {
      bytesRead,
      now: this.#now,
      report,
      outbox,
      feed,
      turns: this.#turns,
      at: isKnown ? at : null,
      metrics: this.#metrics,
    })
    room.join(connection)
    this.#rounds.add(connection)
    ws.on('close', () => this.#rounds.delete(connection))
    doorstep.enter(connection, room)
    ws.resume()
  }

  #refuse(ws: FrameSocket, why: Goodbye): void {
    sayGoodbye(ws, why, this.#metrics)
  }

  #wait(board: BoardId, doorstep: Doorstep): void {
    const doorsteps = this.#doorsteps.get(board)
    if (!doorsteps) return
    if (doorsteps.stored) doorstep.offer(doorsteps.stored)
    else doorsteps.waiting.push(doorstep)
  }

  async #admit(req: SyncRequest, board: BoardId): Promise<Visitor | 'unknown' | 'forbidden'> {
    const row = await this.deps.storage.boards.get(board)
    if (!row) return 'unknown'
    return (await this.deps.identify(req, row)) ?? 'forbidden'
  }

  async #with<T>(board: BoardId, work: (room: Room, document: BoardDocument) => Promise<T>): Promise<T> {
    const room = await this.#open(board)
    if (!room) throw new StorageError('no-such-board', `no board ${board}`)
    return room.use(async () => {
      const document = new BoardDocument(room.doc, { history: false })
      try {
        return await work(room, document)
      } finally {
        document.dispose()
      }
    })
  }

  /** The board's room, loaded once however many ask; the idle clock of an open one starts again. [K1, K32] */
  #open(board: BoardId): Promise<Room | null> {
    const known = this.#rooms.get(board)
    if (known) {
      this.#stopUnload(board)
      const room = this.#live.get(board)
      if (room?.isIdle) this.#startUnload(room)
      return known
    }
    const loading = this.#load(board)
    this.#rooms.set(board, loading)
    this.#doorsteps.set(board, { stored: null, waiting: [] })
    loading.then(
      (room) => {
        this.#doorsteps.delete(board)
        if (!room) return void this.#rooms.delete(board)
        this.#live.set(board, room)
        this.#startUnload(room) // whoever asked may be gone
      },
      () => {
        this.#doorsteps.delete(board)
        this.#rooms.delete(board)
      },
    )
    return loading
  }

  async #load(board: BoardId): Promise<Room | null> {
    this.#clientId ??= this.deps.storage.leaseClientId()
    this.#clientId.catch(() => void (this.#clientId = null))
    const { storage, log } = this.deps
    const deps: RoomDeps = {
      journal: storage.journal,
      log,
      metrics: this.#metrics,
      turns: this.#turns,
      clientId: await this.#clientId,
      now: this.#now,
      unsaved: this.#unsaved,
      unsavedBytes: this.deps.unsavedBytes ?? LIMITS.unsavedBytes,
      events: {
        onRefused: ({ visitor }, code, shapes) => {
          log.info({ board, code, shapes }, 'update refused')
          this.#metrics.refused('sync', 0, code)
          this.onRefused({ boardId: board, sessionKey: visitor.sessionKey, code, shapes })
        },
        onConnections: (room) => this.#tellConnections(room),
        onStorage: (_, failure) => this.#onStorage(board, failure),
        onIdle: (room) => this.#startUnload(room),
      },
    }
    const stopClock = this.#metrics.loadSeconds.startTimer()
    const room = await Room.load(board, deps, (stored) => {
      const doorsteps = this.#doorsteps.get(board)
      if (!doorsteps) return
      doorsteps.stored = stored
      for (const doorstep of doorsteps.waiting.splice(0)) doorstep.offer(stored)
    })
    stopClock()
    return room
  }

  #tellConnections(room: Room): void {
    this.#changed.add(room)
    this.#telling ??= setTimeout(() => {
      this.#telling = null
      for (const { id: board, connections } of this.#changed)
        this.onPrograms(
          board,
          Array.from(connections, ({ id, visitor }) => ({ id, sessionKey: visitor.sessionKey })),
        )
      this.#changed.clear()
    }, CONNECTIONS_MS)
  }

  #startUnload(room: Room): void {
    if (this.#isClosing) return
    this.#stopUnload(room.id) // counted from whoever was there last
    const timer = setTimeout(() => {
      this.#unloads.delete(room.id)
      this.#unload(room)
    }, this.deps.unloadIdleMs ?? LIMITS.unloadIdleMs)
    this.#unloads.set(room.id, timer.unref())
  }

  #stopUnload(board: BoardId): void {
    clearTimeout(this.#unloads.get(board))
    this.#unloads.delete(board)
  }

  /** Checked and done in one go, so that nobody can join or write in between. [K1, K3] */
  #unload(room: Room): void {
    if (!room.isIdle || this.#live.get(room.id) !== room) return
    this.#live.delete(room.id)
    this.#rooms.delete(room.id)
    this.#failing.delete(room.id)
    if (this.#fills.delete(room.id)) this.onFill(room.id, null)
    room.dispose()
    void room.compactBeyond(LIMITS.tailAtUnload)
    this.onUnloaded(room.id)
  }

  #onStorage(board: BoardId, failure: LogFailure | null): void {
    if (failure === null && !this.#failing.has(board)) return
    if (failure === null || failure === 'no-such-board') this.#failing.delete(board)
    else if (!this.#failing.has(board)) {
      this.#failing.set(board, failure)
      this.deps.log.error({ board, code: failure }, 'storage refuses; trying again')
    }
    this.#updateHealth()
  }

  #updateFill({ id, fill }: Room): void {
    // Only what is really full is called so.
    const percent = fill >= 1 ? 100 : Math.min(99, Math.floor(fill * 100))
    const told = fill >= LIMITS.boardWarnShare ? percent : null
    if (told === (this.#fills.get(id) ?? null)) return
    if (told === null) this.#fills.delete(id)
    else {
      if (!this.#fills.has(id)) this.deps.log.warn({ board: id, percent }, 'a board is nearly full')
      this.#fills.set(id, told)
    }
    this.onFill(id, told)
  }

  #updateHealth(): void {
    const [failure] = this.#failing.values()
    const isSlow = [...this.#live.values()].some((room) => room.log.lagMs > SLOW_MS)
    const code = failure === undefined ? (isSlow ? 'slow' : null) : healthCode(failure)
    if (code === (this.#health.ok ? null : this.#health.code)) return
    this.#health = code === null ? { ok: true } : { ok: false, code }
    this.deps.log[code === null ? 'info' : 'warn']({ storage: this.#health }, 'storage health')
    this.onHealth(this.#health)
  }

  async #socketsGone(): Promise<void> {
    const sockets = [...this.#sockets].filter((ws) => ws.readyState !== ws.CLOSED)
    const closed = Promise.all(
      sockets.map((ws) => new Promise((resolve) => ws.once('close', () => resolve(null)))),
    )
    await withDeadline(closed, CLOSE_GRACE_MS)
    for (const ws of this.#sockets) ws.terminate()
  }
}

const allCommitted = ({ log }: Room) =>
  new Promise<void>((resolve, reject) =>
    log.whenDurable(log.head, (isDurable) => {
      if (isDurable) return resolve()
      reject(new StorageError(log.failure ?? 'failed', 'applied, but not committed yet; tried again'))
    }),
  )

const outboxBytesOf = ({ connections }: Room) => {
  let bytes = 0
  for (const connection of connections) bytes += connection.outboxBytes
  return bytes
}

const healthCode = (failure: LogFailure): 'full' | 'read-only' | 'slow' | 'failed' => {
  if (failure === 'busy') return 'slow'
  return failure === 'full' || failure === 'read-only' ? failure : 'failed'
}

async function withDeadline<T>(work: Promise<T>, ms: number): Promise<T | 'late'> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => (timer = setTimeout(() => resolve('late'), ms)))
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
