import { CLOSE, SYNC_PATH } from '../protocol/sync'
import { Backoff } from './backoff'
import type { EarlyConnection } from './early-script'
import { webSocketAfter } from './early-socket'

/** The session channel, as the way for documents where there is no other. */
export interface SessionWay {
  readonly isConnected: boolean
  /** A socket for the document inside of it. */
  tunnel(query: string): WebSocket
  /** WebSockets are not let through: do without, if it is not connected already. */
  avoidWebSocket(): void
  /** They are: go back to one. */
  preferWebSocket(): void
}

/** A WebSocket that takes longer to open may be held up by a proxy: requests are tried beside it. */
const LATE_MS = 1_500
/** Attempts in a row that end without a word from the server, while it answers requests. */
const BLOCKED_AFTER = 2
/** How often it is looked whether WebSockets have come to work, and how long one may take on a slow line. */
const LOOK_AGAIN = { firstMs: 2_000, mostMs: 60_000 }
const LOOK_MS = 20_000
/** No close frame: a proxy's word, or nobody's. */
const ABNORMAL = 1006
/** No board: its socket is accepted, and closed by the server itself, which shows that frames come through. */
const NO_BOARD = '-'

/** A WebSocket of the document that the server is not known to have answered. */
interface Attempt {
  isLate: boolean
  isHeard: boolean
}

/**
 * Which way the document goes: a WebSocket of its own wherever that works, else through the session channel, which
 * can do with requests alone. There is one way at a time; another one is another connection.
 */
export class DocumentRoute {
  /** A class of sockets that go the way of the moment. */
  readonly webSocket: typeof WebSocket
  readonly #direct: typeof WebSocket
  readonly #looking = new Backoff(() => this.#look(), LOOK_AGAIN)
  #attempt: Attempt | null = null
  /** When the attempt that the page began did begin; null once it is taken. */
  #earlyBegunAt: number | null
  #lateTimer: ReturnType<typeof setTimeout> | undefined
  #probe: WebSocket | null = null
  #failures = 0
  #isTunnelled = false
  #isDone = false

  constructor(
    private readonly options: {
      /** Origin of the server. */
      readonly url: string
      readonly native: typeof WebSocket
      readonly early: EarlyConnection | null
      readonly session: () => SessionWay
      /** The way is another one now: connect anew. */
      readonly rerouted: () => void
    },
  ) {
    const { early, native } = options
    this.#direct = early ? webSocketAfter(early) : native
    const isOver = early !== null && early.socket.readyState > native.OPEN
    this.#earlyBegunAt = early && !isOver ? early.begunAt : null
    if (isOver && early.messages.length === 0) this.#failures = 1
    const next = (url: string, protocols?: string[]) => this.#next(url, protocols)
    this.webSocket = class {
      constructor(url: string, protocols?: string[]) {
        return next(url, protocols)
      }
    } as unknown as typeof WebSocket
  }

  get isTunnelled(): boolean {
    return this.#isTunnelled
  }

  /** Requests are answered: what was only late until now is blocked, and what failed has to fail once more. */
  sessionOpened(): void {
    this.#failures = Math.min(this.#failures, BLOCKED_AFTER - 1)
    if (this.#attempt?.isLate) this.#tunnel()
  }

  /** The network may be another one when it comes back. */
  sessionClosed(): void {
    this.#isTunnelled = false
    this.#failures = 0
    this.#stopLooking()
  }

  /** The network may have changed: look now. */
  wake(): void {
    if (this.#isTunnelled) this.#looking.now()
  }

  dispose(): void {
    this.#isDone = true
    clearTimeout(this.#lateTimer)
    this.#stopLooking()
  }

  #next(url: string, protocols?: string[]): WebSocket {
    // Given up in silence.
    if (this.#attempt && !this.#attempt.isHeard) this.#failures += 1
    this.#endAttempt()
    if (!this.#isTunnelled && this.#isBlocked) this.#enterTunnel()
    if (this.#isTunnelled) return this.options.session().tunnel(new URL(url).search.slice(1))
    const socket = new this.#direct(url, protocols)
    this.#watch(socket, this.#earlyBegunAt ?? performance.now())
    this.#earlyBegunAt = null
    return socket
  }

  #watch(socket: WebSocket, begunAt: number): void {
    const attempt: Attempt = (this.#attempt = { isLate: false, isHeard: false })
    const isOver = () => this.#attempt !== attempt
    if (socket.readyState === socket.CONNECTING)
      this.#lateTimer = setTimeout(
        () => this.#late(attempt),
        Math.max(0, begunAt + LATE_MS - performance.now()),
      )
    socket.addEventListener('open', () => {
      if (isOver()) return
      attempt.isLate = false
      clearTimeout(this.#lateTimer)
    })
    socket.addEventListener('message', () => {
      attempt.isHeard = true
      if (!isOver()) this.#failures = 0
    })
    socket.addEventListener('close', ({ code }) => {
      if (isOver()) return
      this.#endAttempt()
      if (attempt.isHeard || code !== ABNORMAL) return
      this.#failures += 1
      if (this.#isBlocked) this.#tunnel()
    })
  }

  #endAttempt(): void {
    clearTimeout(this.#lateTimer)
    this.#attempt = null
  }

  get #isBlocked(): boolean {
    return this.#failures >= BLOCKED_AFTER && this.options.session().isConnected
  }

  #late(attempt: Attempt): void {
    attempt.isLate = true
    if (this.options.session().isConnected) this.#tunnel()
    else this.options.session().avoidWebSocket()
  }

  #tunnel(): void {
    if (this.#isDone) return
    this.#endAttempt()
    this.#enterTunnel()
    this.options.rerouted()
  }

  #enterTunnel(): void {
    this.#isTunnelled = true
    this.#looking.succeeded()
    this.#looking.retry()
  }

  #look(): void {
    if (this.#probe) return
    const probe = new this.options.native(`${this.options.url.replace(/^http/, 'ws')}${SYNC_PATH}${NO_BOARD}`)
    this.#probe = probe
    const timer = setTimeout(() => probe.close(), LOOK_MS)
    probe.addEventListener('error', () => {}) // told by `close`, too
    probe.addEventListener('close', ({ code }) => {
      clearTimeout(timer)
      if (this.#probe !== probe) return
      this.#probe = null
      if (code === CLOSE.noSuchBoard) this.#works()
      else this.#looking.retry()
    })
  }

  #works(): void {
    this.#isTunnelled = false
    this.#failures = 0
    this.options.rerouted()
    this.options.session().preferWebSocket()
  }

  #stopLooking(): void {
    this.#looking.stop()
    const probe = this.#probe
    this.#probe = null
    probe?.close()
  }
}
