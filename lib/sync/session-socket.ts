import { io, type Socket } from 'socket.io-client'
import { err, type Result } from '../board/ids'
import type { TunnelToClient, TunnelToServer } from '../protocol/document-tunnel'
import type {
  ClientToServer,
  ConnectRefusal,
  LiveBatch,
  Peer,
  Refusal,
  ServerToClient,
  StorageHealth,
  SyncRefusal,
  Welcome,
} from '../protocol/session'
import { SESSION_PATH } from '../protocol/session-limits'
import { Backoff } from './backoff'
import type { Transport } from './connection-state'
import type { SessionWay } from './document-route'
import type { LiveOutlet } from './live'
import { TunnelSocket } from './tunnel-socket'

export interface SessionListeners {
  /** Connected, by whatever transport; `welcome` follows. */
  opened(): void
  /** The same connection goes by a WebSocket now, after requests. */
  upgraded(): void
  /** The truth, after every connect. */
  welcome(welcome: Welcome): void
  /** Everybody, this tab included. */
  peers(peers: readonly Peer[]): void
  batch(batch: LiveBatch): void
  down(): void
  boardRenamed(name: string): void
  boardDeleted(): void
  refused(refusal: SyncRefusal): void
  health(health: StorageHealth): void
  fill(percent: number | null): void
}

/** A request that gets no answer by then was lost with its connection. */
const ANSWER_MS = 10_000
const BY_WEBSOCKET = ['websocket', 'polling']
const BY_REQUESTS = ['polling', 'websocket']

/** The session channel of one tab: Socket.IO, WebSocket first, and `hello` after every connect. */
export class SessionSocket implements LiveOutlet, SessionWay {
  readonly #socket: Socket<ServerToClient & TunnelToClient, ClientToServer & TunnelToServer>
  readonly #backoff = new Backoff(() => void this.#socket.connect())
  #isWelcome = false

  constructor(
    options: { url: string; boardId: string; sessionKey: string },
    private readonly listeners: SessionListeners,
  ) {
    this.#socket = io(options.url, {
      path: SESSION_PATH,
      query: { board: options.boardId },
      // Not in the address: addresses end up in logs.
      auth: { key: options.sessionKey },
      transports: BY_WEBSOCKET,
      tryAllTransports: true,
      // Boards opened one after the other in one tab share nothing. [K30]
      forceNew: true,
      reconnectionDelay: 250,
      reconnectionDelayMax: 3_000,
      timeout: 8_000,
    })
    this.#listen()
  }

  get isOpen(): boolean {
    return this.#isWelcome && this.#socket.connected
  }
  get isConnected(): boolean {
    return this.#socket.connected
  }
  /** Null while there is no connection. */
  get transport(): Transport | null {
    if (!this.#socket.connected) return null
    return this.#socket.io.engine.transport.name === 'polling' ? 'polling' : 'websocket'
  }

  /** Milliseconds for a word there and back; null without an answer. */
  async roundTripMs(): Promise<number | null> {
    if (!this.isOpen) return null
    const startedAt = performance.now()
    const request = this.#socket.timeout(ANSWER_MS).emitWithAck('session:echo', {})
    const answer = await (request as Promise<Result<null, Refusal>>).catch(() => null)
    return answer?.ok ? performance.now() - startedAt : null
  }

  tunnel(query: string): WebSocket {
    return new TunnelSocket(this.#socket, query) as unknown as WebSocket
  }

  avoidWebSocket(): void {
    this.#socket.io.opts.transports = BY_REQUESTS
    if (!this.#socket.connected && this.#socket.active) this.#socket.disconnect().connect()
  }

  preferWebSocket(): void {
    this.#socket.io.opts.transports = BY_WEBSOCKET
    if (this.transport === 'polling') this.#socket.disconnect().connect()
  }

  cursor(cursor: Parameters<ClientToServer['live:cursor']>[0]): void {
    if (this.isOpen) this.#socket.volatile.emit('live:cursor', cursor)
  }

  draft(draft: Parameters<ClientToServer['live:draft']>[0]): void {
    if (this.isOpen) this.#socket.emit('live:draft', draft)
  }

  async rename(name: string): Promise<Result<{ name: string }, Refusal | { code: 'offline' }>> {
    if (!this.isOpen) return err({ code: 'offline' })
    const request = this.#socket.timeout(ANSWER_MS).emitWithAck('person:rename', { name })
    return (request as Promise<Result<{ name: string }, Refusal>>).catch(() =>
      err({ code: 'offline' as const }),
    )
  }

  /** The network may be back, or the tab woke: do not wait for the next try. */
  wake(): void {
    // Closing first ends the manager's own waiting; `active` is false where the server said no.
    if (!this.#socket.connected && this.#socket.active) this.#socket.disconnect().connect()
  }

  dispose(): void {
    this.#backoff.stop()
    this.#socket.disconnect()
  }

  #listen(): void {
    const { listeners } = this
    this.#socket
      .on('connect', () => {
        this.#socket.io.engine.once('upgrade', () => listeners.upgraded())
        listeners.opened()
        void this.#hello()
      })
      .on('disconnect', () => {
        this.#isWelcome = false
        listeners.down()
      })
      .on('connect_error', (error) => {
        // A refusal ends the manager's retries. Only this one may pass by itself.
        const refusal = (error as { data?: { code?: ConnectRefusal } }).data
        // No answer by one transport is no reason to wait for another one by the same.
        const { opts } = this.#socket.io
        if (!refusal) opts.transports = opts.transports === BY_WEBSOCKET ? BY_REQUESTS : BY_WEBSOCKET
        if (refusal?.code === 'internal') this.#backoff.retry()
      })
      .on('session:peers', (peers) => listeners.peers(peers))
      .on('live:batch', (batch) => listeners.batch(batch))
      .on('board:renamed', ({ name }) => listeners.boardRenamed(name))
      .on('board:deleted', () => listeners.boardDeleted())
      .on('sync:refused', (refusal) => listeners.refused(refusal))
      .on('storage:health', (health) => listeners.health(health))
      .on('board:fill', (percent) => listeners.fill(percent))
  }

  async #hello(): Promise<void> {
    const socket = this.#socket
    const { id } = socket
    const request = socket.timeout(ANSWER_MS).emitWithAck('session:hello', {})
    const answer = await (request as Promise<Result<Welcome, Refusal>>).catch(() => null)
    if (socket.id !== id || !socket.connected) return
    if (!answer?.ok) {
      socket.disconnect()
      this.#backoff.retry()
      return
    }
    this.#isWelcome = true
    this.#backoff.succeeded()
    this.listeners.welcome(answer.value)
  }
}
