import { randomUUID } from 'node:crypto'
import type { Role } from '../../lib/protocol/session'
import { BARRIER } from '../../lib/protocol/sync'
import type { Metrics, SyncOut } from '../observe/metrics'
import type { LogPlace } from '../storage/storage'
import { Allowance } from './allowance'
import type { Feed } from './feed'
import type { FrameSocket } from './frame-socket'
import type { Gap } from './gap'
import { barrierFrame, HEARTBEAT_FRAME, positionFrame, readFrame, type Frame } from './frames'
import { sayGoodbye, type Goodbye } from './goodbye'
import { LIMITS } from './limits'
import { Liveness } from './liveness'
import type { Outbox } from './outbox'
import { Inbox, type Turns } from './turns'

/** Who is behind a `/sync` socket, decided before its first byte is read. */
export interface Visitor {
  readonly role: Role
  /** Null: an ephemeral guest. */
  readonly identity: string | null
  readonly name: string | null
  /** Of the tab that the socket belongs to, when it said so. */
  readonly sessionKey: string | null
}

/** What a connection asks of its room. */
export interface ConnectionRoom {
  sendState(connection: Connection, stateVector: Uint8Array): void
  sendEveryone(connection: Connection): void
  receiveUpdate(connection: Connection, update: Uint8Array, kind: 'update' | 'step2'): void
  receiveAwareness(connection: Connection, entries: Uint8Array): void
  /** The last row of the log that is committed, when all up to `position` are on their way to a client. */
  placeAt(position: number): LogPlace | null
  /** Says when everything that is on the board by now is committed. */
  whenDurable(notify: (isDurable: boolean) => void): () => void
  leave(connection: Connection): void
}

/** One `/sync` socket: limits, roles and barriers. What an update may contain is its room's matter. */
export class Connection {
  readonly id = randomUUID()
  /** The Y client id that it is seen under, once it has said something of itself. */
  clientId: number | null = null
  /** The one that its last update was written under. */
  writesAs: number | null = null
  gap: Gap | null = null
  /** Up to where it has the board from an earlier connection, until that has been answered. */
  at: LogPlace | null
  readonly feed: Feed
  /** Row of the log that the client was told last. */
  #toldSeq = 0
  readonly #allowance: Allowance
  readonly #liveness: Liveness
  readonly #inbox: Inbox
  #viewerUpdates = 0
  /** Barriers that wait for storage: what ends the waiting of each. */
  readonly #barriers = new Map<number, () => void>()
  #refusals = 0
  #isClosed = false

  constructor(
    private readonly socket: FrameSocket,
    readonly visitor: Visitor,
    private readonly room: ConnectionRoom,
    private readonly deps: {
      readonly bytesRead: () => number
      readonly now: () => number
      readonly report: (error: unknown) => void
      readonly metrics: Metrics
      readonly outbox: Outbox
      readonly feed: Feed
      readonly turns: Turns
      readonly at: LogPlace | null
    },
  ) {
    this.at = deps.at
    this.feed = deps.feed
    this.feed.onTooFar = () => this.close('client-behind')
    this.#allowance = new Allowance(deps.now)
    this.#liveness = new Liveness(deps.bytesRead, deps.now)
    this.#inbox = new Inbox(socket, deps.turns, (data, isBinary) => this.#onMessage(data, isBinary))
    socket.on('message', (data, isBinary) => {
      this.#liveness.sawMessage()
      this.#inbox.receive(data, isBinary)
    })
    socket.on('pong', (payload) => this.#liveness.sawControl(payload.length))
    socket.on('ping', (payload) => this.#liveness.sawControl(payload.length))
    socket.on('close', () =>
      this.#inbox.finish(() => {
        this.#isClosed = true
        this.feed.end()
        this.#forgetBarriers()
        room.leave(this)
      }),
    )
  }

  get canEdit(): boolean {
    return this.visitor.role !== 'view'
  }
  /** Bytes on their way to the client. */
  get outboxBytes(): number {
    return this.deps.outbox.bytes
  }
  get name(): string | null {
    return this.visitor.name
  }

  send(frame: Uint8Array, kind: SyncOut): void {
    if (!this.#isClosed) this.deps.outbox.push(frame, kind)
  }

  /** Ends the connection; nothing of it is read any more. */
  close(why: Goodbye): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#inbox.end()
    this.feed.end()
    this.#forgetBarriers()
    sayGoodbye(this.socket, why, this.deps.metrics)
    this.room.leave(this)
  }

  /** One round of the heartbeat: a message for clients that count messages, a ping for us. */
  round(): void {
    if (this.#isClosed) return
    const state = this.#liveness.round()
    if (state === 'dead') return this.close('no-sign-of-life')
    if (state === 'stuck') return this.close('unfinished-frame')
    if (this.gap && this.deps.now() - this.gap.since > LIMITS.gapMs) return this.close('gap-stays')
    if (this.deps.outbox.isStalled) return this.close('client-behind')
    this.socket.ping()
    this.send(HEARTBEAT_FRAME, 'heartbeat')
    this.#tellPlace()
  }

  /** Up to where a tab of ours has the board now, so that it needs no more than the rest when it comes back. */
  #tellPlace(): void {
    const { position } = this.feed
    if (this.visitor.sessionKey === null || position === null) return
    const place = this.room.placeAt(position)
    if (!place || place.seq === this.#toldSeq) return
    this.#toldSeq = place.seq
    this.send(positionFrame(place), 'position')
  }

  /** An update of this connection was refused; its later ones build on it, so this is for good. */
  refused(): void {
    if (++this.#refusals >= LIMITS.refusals) this.close('too-many-refusals')
  }

  /** The one door through which bytes come in: it always answers or closes, and never throws. */
  #onMessage(data: Buffer, isBinary: boolean): void {
    if (this.#isClosed) return
    try {
      if (!isBinary) return this.close('text-frame')
      this.#admit(data)
    } catch (error) {
      this.deps.report(error)
      this.close('internal')
    }
  }

  /** Size, then rate, then role: all before anything inside is decoded. */
  #admit(data: Uint8Array): void {
    if (!this.canEdit && data.length > LIMITS.viewerFrameBytes) return this.close('viewer-frame')
    if (!this.#allowance.hasBytes(data.length)) return this.close('byte-rate')
    const frame = readFrame(data)
    if (!frame) return this.close('bad-frame')
    this.deps.metrics.traffic.sync.in[frame.kind].add(data.length)
    if (this.#allowance.has(frame.kind)) return this.#handle(frame)
    // What was said of a cursor in between is of no use to anybody; the rest is.
    if (frame.kind !== 'awareness') this.close('message-rate')
  }

  #handle(frame: Frame): void {
    switch (frame.kind) {
      case 'step1':
        if (frame.stateVector.length > LIMITS.step1Bytes) return this.close('state-vector')
        this.room.sendState(this, frame.stateVector)
        return this.#tellPlace()
      case 'step2':
      case 'update':
        if (this.canEdit) return this.room.receiveUpdate(this, frame.update, frame.kind)
        return this.#dropFromViewer(frame.kind)
      case 'awareness':
        if (frame.entries.length > LIMITS.awarenessFrameBytes) return this.close('awareness-frame')
        return this.room.receiveAwareness(this, frame.entries)
      case 'query-awareness':
        return this.room.sendEveryone(this)
      case 'barrier':
        return this.#barrier(frame.n)
    }
  }

  /** Viewers are never asked for step 2, so an honest one sends neither; a stock one may draw by mistake. */
  #dropFromViewer(kind: 'update' | 'step2'): void {
    if (kind === 'update' && ++this.#viewerUpdates >= LIMITS.viewerUpdates) this.close('viewer-writes')
  }

  /**
   * Answered when everything on the board is durable that was there when it came, and not before. What this socket sent
   * is not enough: what somebody took over from a tab that is gone, they may have been sent by us already, and keep no
   * longer once we say so.
   */
  #barrier(n: number): void {
    const answer = (status: (typeof BARRIER)[keyof typeof BARRIER]) =>
      this.send(barrierFrame(n, status), 'barrier')
    if (!this.canEdit) return answer(BARRIER.readOnly)
    if (this.#refusals > 0) return answer(BARRIER.rejected)
    if (this.gap) return answer(BARRIER.gap)
    if (this.#barriers.size >= LIMITS.barriers) return this.close('message-rate')
    let [isOver, hasFailed] = [false, false]
    const forget = this.room.whenDurable((isDurable) => {
      if (isDurable) {
        isOver = true
        this.#barriers.delete(n)
        return answer(BARRIER.durable)
      }
      if (!hasFailed) answer(BARRIER.storageUnavailable)
      hasFailed = true
    })
    if (isOver) return
    this.#barriers.get(n)?.() // asked again: one answer is enough
    this.#barriers.set(n, forget)
  }

  #forgetBarriers(): void {
    for (const forget of this.#barriers.values()) forget()
    this.#barriers.clear()
  }
}
