import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { messageYjsSyncStep1, messageYjsSyncStep2 } from 'y-protocols/sync'
import { WebsocketProvider } from 'y-websocket'
import type { Doc } from 'yjs'
import { applyUpdate } from '../board/update-reader'
import { BARRIER, CLOSE, HEARTBEAT_MS, MESSAGE, SYNC_PATH, writePlace } from '../protocol/sync'
import { Backoff } from './backoff'
import { onLocalUpdate } from './local-updates'
import { OpeningReader } from './opening-reader'
import { Uplink } from './uplink'

/** Two heartbeats and a bit: a dead connection is noticed within 12 s. */
const SILENCE_MS = 2 * HEARTBEAT_MS + 1_500
const CHECK_MS = 500
/** A connection that stood for so long was no accident: the next one that is lost is tried again at once. */
const STEADY_MS = 10_000
/** The server said that it cannot now: sooner is no use to anybody. */
const HELD_OFF_MS = 2_000

export interface DocumentSocketListeners {
  /** Something was changed in the document, and is on its way if there is a connection. */
  changed(update: Uint8Array, origin: unknown): void
  /** The server's document has arrived on this connection. */
  synced(): void
  /** The server asked for what it lacks, and was sent everything. */
  sentAll(): void
  barrier(n: number, status: number): void
  /** Of a large board that is on its way: how many bytes are in the document, and of how many; null when it is not. */
  arriving(arrival: Arrival | null): void
  /** Lost or not reached; it is tried again. */
  down(): void
  /** Given up for another way, which is tried at once. */
  rerouted(): void
  /** Final. */
  closed(code: number, reason: string): void
}

export interface Arrival {
  readonly received: number
  readonly total: number
}

export interface DocumentSocketOptions {
  readonly url: string
  readonly boardId: string
  readonly sessionKey: string
  readonly doc: Doc
  readonly webSocket: typeof WebSocket
  /** All of the board, as it is fetched before the first connection. */
  readonly opening?: Promise<Response | null> | null
}

/** What is said in the middle of a frame that is longer than is read; the same frame would end every connection. */
const FRAME_TOO_LONG = 1009
const isFinal = (code: number) => code >= 4400 && code < 4500
const isHeldOff = (code: number) => code === CLOSE.tooFast || code === CLOSE.tryLater

/** The stock provider on `/sync`, with the save barrier, jittered retries, and an ear for silence. */
export class DocumentSocket {
  readonly #provider: WebsocketProvider
  readonly #uplink: Uplink
  readonly #backoff = new Backoff(() => this.#connect())
  readonly #watch: ReturnType<typeof setInterval>
  readonly #stopUpdates: () => void
  #attemptedAt = 0
  #arrival: Arrival | null = null
  /** The board as it is fetched: until it is here there is no connection. */
  #opening: OpeningReader | null
  #isRerouting = false
  #steadyTimer: ReturnType<typeof setTimeout> | undefined
  #isDone = false

  constructor(
    options: DocumentSocketOptions,
    private readonly listeners: DocumentSocketListeners,
  ) {
    const { url, boardId, sessionKey, doc, webSocket, opening } = options
    const server = url.replace(/^http/, 'ws').replace(/\/$/, '') + SYNC_PATH.slice(0, -1)
    this.#provider = new WebsocketProvider(server, boardId, doc, {
      connect: false,
      // Tabs of different roles must not meet behind the server's back.
      disableBc: true,
      params: { s: sessionKey },
      // Its own retries have no jitter and start with a fixed delay; ours follow `closed`.
      shouldReconnect: () => false,
      WebSocketPolyfill: webSocket,
    })
    // Presence has one truth, the session channel.
    this.#provider.awareness.setLocalState(null)
    // The provider would send at once, however much; said first, so that a change goes before the barrier that confirms it.
    doc.off('update', this.#provider._updateHandler)
    this.#uplink = new Uplink(doc, () => this.listeners.sentAll())
    this.#stopUpdates = onLocalUpdate(doc, this.#provider, [
      (update, _origin, _doc, transaction) => this.#uplink.changed(update, transaction),
      (update, origin) => this.listeners.changed(update, origin),
    ])
    this.#listen()
    this.#opening = opening ? new OpeningReader(opening, (frame) => this.#take(frame)) : null
    this.#watch = setInterval(() => this.#checkAlive(), CHECK_MS)
  }

  connect(): void {
    if (this.#opening) void this.#open(this.#opening)
    else this.#backoff.now()
  }

  /** The network may be back, or the tab woke: drop what has gone silent, and do not wait for the next try. */
  wake(): void {
    if (this.#isDone) return
    this.#checkAlive()
    if (this.#provider.ws === null) this.#backoff.now()
  }

  /** The network says it is gone: believe it, and find out at the next try. */
  drop(): void {
    this.#leaveOpening()
    this.#keepAwareness()
    this.#provider.disconnect()
    if (!this.#isDone) this.#backoff.retry()
  }

  /** Another connection in the place of this one: what was under way on it starts again there. */
  reroute(): void {
    if (this.#isDone || this.#opening) return
    this.#isRerouting = true
    this.#keepAwareness()
    this.#provider.disconnect()
    this.#isRerouting = false
    this.#backoff.now()
  }

  sendBarrier(n: number): void {
    this.#uplink.sendBarrier(n)
  }

  dispose(): void {
    this.#isDone = true
    this.#leaveOpening()
    clearInterval(this.#watch)
    clearTimeout(this.#steadyTimer)
    this.#stopUpdates()
    this.#backoff.stop()
    this.#keepAwareness()
    this.#provider.awareness.destroy()
    this.#provider.destroy()
  }

  /** The provider says goodbye for the document's client id, which may have changed, and throws for an unknown one. */
  #keepAwareness(): void {
    const { awareness, doc } = this.#provider
    if (awareness.clientID === doc.clientID) return
    awareness.clientID = doc.clientID
    awareness.setLocalState(null)
  }

  /** Takes in the board, as far as it comes; what is missing then, and what came since, the connection brings. */
  async #open(opening: OpeningReader): Promise<void> {
    await opening.read()
    if (this.#opening !== opening) return
    this.#leaveOpening()
    this.#backoff.now()
  }

  #leaveOpening(): void {
    this.#opening?.stop()
    this.#opening = null
    this.#arrives(null)
  }

  /** One frame of the board, read as if it had come over a connection. */
  #take(frame: Uint8Array): void {
    const decoder = decoding.createDecoder(frame)
    const type = decoding.readVarUint(decoder)
    this.#provider.messageHandlers[type]?.(encoding.createEncoder(), decoder, this.#provider, true, type)
  }

  #connect(): void {
    if (this.#opening) return
    this.#attemptedAt = Date.now()
    this.#provider.connect()
  }

  #listen(): void {
    const provider = this.#provider
    const { messageHandlers } = provider
    messageHandlers[MESSAGE.sync] = (_encoder, decoder) => {
      if (decoding.peekVarUint(decoder) !== messageYjsSyncStep1) return this.#receive(decoder)
      decoding.readVarUint(decoder)
      const { ws } = provider
      if (ws) this.#uplink.answer(ws, decoding.readVarUint8Array(decoder))
    }
    // Nor is it heard: the provider would repeat to the server whatever others say of themselves.
    messageHandlers[MESSAGE.awareness] = () => this.#uplink.pump()
    messageHandlers[MESSAGE.barrier] = (_encoder, decoder) => {
      const n = decoding.readVarUint(decoder)
      const status = decoding.readVarUint(decoder)
      // It takes in what is made here.
      if (status === BARRIER.durable) this.#backoff.succeeded()
      this.listeners.barrier(n, status)
    }
    // The next connection says up to where the board is here already, and brings the rest.
    messageHandlers[MESSAGE.position] = (_encoder, decoder) => {
      const epoch = decoding.readVarUint(decoder)
      provider.params['at'] = writePlace({ epoch, seq: decoding.readVarUint(decoder) })
    }
    messageHandlers[MESSAGE.ahead] = (_encoder, decoder) => {
      const { received, total } = this.#arrival ?? { received: 0, total: 0 }
      this.#arrives({ received, total: total + decoding.readVarUint(decoder) })
    }
    provider.on('sync', (isSynced) => {
      this.#arrives(null)
      if (!isSynced) return
      // What this tab offers next may be what it is closed for: that is tried less and less often.
      this.#steadyTimer = setTimeout(() => this.#backoff.succeeded(), STEADY_MS)
      this.listeners.synced()
    })
    provider.on('connection-close', () => {
      clearTimeout(this.#steadyTimer)
      this.#uplink.close()
      this.#arrives(null)
      if (this.#isRerouting) this.listeners.rerouted()
      else this.listeners.down()
    })
    provider.on('closed', ({ code: said, reason }) => {
      const code = said === FRAME_TOO_LONG ? CLOSE.tooLarge : said
      if (isFinal(code)) {
        this.#isDone = true
        this.listeners.closed(code, reason)
        return
      }
      if (code === CLOSE.clientIdTaken) provider.doc.clientID = crypto.getRandomValues(new Uint32Array(1))[0]!
      if (!this.#isDone) this.#backoff.retry(isHeldOff(code) ? HELD_OFF_MS : 0)
    })
  }

  /** A piece of the document, or a change: read in less time than the provider takes, else as it does. */
  #receive(decoder: decoding.Decoder): void {
    const kind = decoding.readVarUint(decoder)
    const update = decoding.readVarUint8Array(decoder)
    try {
      applyUpdate(this.#provider.doc, update, this.#provider)
    } catch {
      // Damaged on its way: asked for again on the next connection.
      return this.drop()
    }
    if (this.#arrival) {
      const { received, total } = this.#arrival
      this.#arrives({ received: Math.min(total, received + update.length), total })
    }
    if (kind === messageYjsSyncStep2) this.#provider.synced = true
  }

  #arrives(arrival: Arrival | null): void {
    if (this.#arrival === arrival) return
    this.#arrival = arrival
    this.listeners.arriving(arrival)
  }

  #checkAlive(): void {
    if (this.#opening && performance.now() - this.#opening.heardAt > SILENCE_MS) return this.drop()
    const { ws, wsconnected, wsLastMessageReceived } = this.#provider
    if (ws === null) return
    const heardAt = wsconnected ? wsLastMessageReceived : this.#attemptedAt
    if (Date.now() - heardAt > SILENCE_MS) this.drop()
  }
}
