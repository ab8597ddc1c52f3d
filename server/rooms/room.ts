import * as Y from 'yjs'
import type { BoardId } from '../../lib/board/ids'
import type { Log } from '../observe/log'
import type { Metrics } from '../observe/metrics'
import { applyUpdate } from '../../lib/board/update-reader'
import { cutCausally } from '../storage/causal-pieces'
import { Lineage } from '../storage/lineage'
import type { Journal, LogPlace, StoredBoard } from '../storage/storage'
import { Answers } from './answers'
import { RoomAwareness } from './awareness'
import { BoardLog, type LogFailure } from './board-log'
import { ClientIds } from './client-ids'
import type { Connection, ConnectionRoom, Visitor } from './connection'
import { awarenessFrame, step1Frame, updateFrame } from './frames'
import type { Goodbye } from './goodbye'
import type { StoredPieces } from './doorstep'
import { Gap, type Needs } from './gap'
import { History } from './history'
import { decodeWhole, inspect, type RefusalCode } from './inspection'
import { LIMITS } from './limits'
import { packUpdates } from './packing'
import { encodeWhole, hasPending } from './pending'
import type { Turns } from './turns'

export interface RoomEvents {
  onRefused(connection: Connection, code: RefusalCode, shapes: readonly string[]): void
  onConnections(room: Room): void
  /** Storage failed for this board, or takes everything in (null). */
  onStorage(room: Room, failure: LogFailure | null): void
  /** Nobody is connected and everything is committed. */
  onIdle(room: Room): void
}
/** A board for whoever has nothing of it: pieces in their order, and the row from which to go on; null: there is none. */
export interface Opening {
  readonly pieces: readonly Uint8Array[]
  readonly place: LogPlace | null
}
export interface RoomDeps {
  readonly journal: Journal
  readonly log: Log
  readonly metrics: Metrics
  readonly turns: Turns
  readonly events: RoomEvents
  /** The server's own Y client id: small, so that its corrections never win over an honest edit. */
  readonly clientId: number
  readonly now: () => number
  /** Bytes that no board has committed yet; the logs keep count. */
  readonly unsaved: { bytes: number }
  /** Of these, one board may have so many. */
  readonly unsavedBytes: number
}

/** Whoever waits for a board is sent what is stored before the document is made of that: so long, all pauses together. */
const GIVE_WAY_MS = 500
/** So much is applied in one go: a piece of a snapshot takes 25 ms, a small row next to nothing. */
const APPLIED_BYTES = 16 * 1024

/**
 * One open board: its document, who is connected, and its way into the journal. Made whole by `load`; before
 * that nobody is let in, so no client is ever shown a board that is not there yet. [K2]
 */
export class Room implements ConnectionRoom {
  readonly doc = new Y.Doc()
  readonly log: BoardLog
  readonly connections = new Set<Connection>()
  readonly lineage: Lineage
  readonly #history = new History()
  readonly #answers: Answers
  /** Updates since the room was loaded that are committed. */
  #committed = 0
  readonly #awareness = new RoomAwareness<Connection>()
  readonly #clientIds = new ClientIds<Connection>()
  #outgoing: { update: Uint8Array; from: Connection | null }[] = []
  #isFlushScheduled = false
  #flushedAt = -Infinity
  /** The change that Yjs reported for the update being applied. */
  #change: Uint8Array | null = null
  #tail: { rows: number; bytes: number }
  #compaction: Promise<void> | null = null
  /** Edits and reads of the server itself, which also keep the room open. */
  #uses = 0

  private constructor(
    readonly id: BoardId,
    private readonly deps: RoomDeps,
    stored: StoredBoard,
  ) {
    this.#tail = { ...stored.tail }
    this.lineage = new Lineage(stored)
    this.#answers = new Answers(this.doc, this.#history)
    this.#history.replace(stored)
    this.log = new BoardLog(
      deps.journal,
      id,
      {
        onCommitted: (update, place) => this.#onCommitted(update, place),
        onFailure: (code) => this.#onFailure(code),
        paceMs: () => this.connections.size * LIMITS.crowd.commitMsPerConnection,
      },
      deps.now,
      deps.metrics,
      deps.unsaved,
    )
  }

  /**
   * Loads a stored board; null when there is none. `onStored` is handed its pieces before the document is made of them:
   * on a large board that takes long, and those who wait can have these meanwhile.
   */
  static async load(
    id: BoardId,
    deps: RoomDeps,
    onStored: (stored: StoredPieces) => void = () => {},
  ): Promise<Room | null> {
    const stored = await deps.journal.load(id)
    if (!stored) return null
    const room = new Room(id, deps, stored)
    const { rows, after } = stored.tail
    const isWhole = rows === stored.seq - after && stored.held.length === 0
    const tail = isWhole ? room.#history.piecesSinceBase() : null
    onStored({ base: room.#history.base, tail, place: room.#place })
    room.doc.getMap('shapes')
    room.doc.getMap('board')
    await room.#make([...stored.updates, ...stored.held])
    // Not before: Yjs takes another id when what it loads was written under its own.
    room.doc.clientID = deps.clientId
    if (hasPending(room.doc) || stored.held.length > 0) {
      deps.log.warn({ board: id }, 'the stored log has a gap')
      const { seq } = stored
      const whole = cutCausally(encodeWhole(room.doc))
      room.#history.replace({ updates: whole, seq, tail: { rows: 0, bytes: 0, after: seq } }, true)
    }
    room.doc.on('update', (update: Uint8Array, origin: unknown) => room.#onUpdate(update, origin))
    return room
  }

  /** Makes the document of what is stored, in pieces between which others have their turn. */
  async #make(updates: readonly Uint8Array[]): Promise<void> {
    const { turns, now } = this.deps
    let [patienceMs, bytes] = [GIVE_WAY_MS, Infinity]
    await turns.giveWay(0) // who waits is heard in the turn after this
    for (const update of updates) {
      if ((bytes += update.length) > APPLIED_BYTES) {
        const from = now()
        await turns.giveWay(patienceMs)
        patienceMs -= now() - from
        bytes = update.length
      }
      applyUpdate(this.doc, update)
    }
  }

  /** Share of what a board may hold; 1 and more: only deletions are taken in. [B27] */
  get fill(): number {
    return this.#history.bytes / LIMITS.boardBytes
  }

  /** Whether so much more is taken in; room that folding makes is made first. [B27] */
  async makeRoomFor(bytes: number): Promise<boolean> {
    const fits = () => this.#history.bytes + bytes <= LIMITS.boardBytes
    if (!fits()) await this.compactBeyond({ rows: 0, bytes: 0 })
    return fits()
  }

  get isIdle(): boolean {
    return this.connections.size === 0 && this.#uses === 0 && this.log.isSettled
  }

  /** Bytes of what whoever has nothing of the board is sent. */
  get bytes(): number {
    return this.#history.bytes
  }

  /** All that is on the board, and a place that it reaches. */
  get opening(): Opening {
    return { pieces: this.#history.pieces(), place: this.#place }
  }

  /** The last row that is committed; null before there is one. */
  get #place(): LogPlace | null {
    return this.lineage.head.seq > 0 ? this.lineage.head : null
  }

  /** Everything that the document is made of, in the order in which it can be applied. */
  get updates(): readonly Uint8Array[] {
    return this.#history.updates
  }

  join(connection: Connection): void {
    this.connections.add(connection)
    connection.feed.follow(this.#history)
    if (connection.canEdit) this.#askForMissing(connection)
    this.sendEveryone(connection)
    this.deps.events.onConnections(this)
  }

  leave(connection: Connection): void {
    if (!this.connections.delete(connection)) return
    this.#awareness.leave(connection)
    this.#clientIds.leave(connection)
    this.#scheduleFlush()
    this.deps.events.onConnections(this)
    this.#checkIdle()
  }

  /** Runs `work` with the room held open. */
  async use<T>(work: () => T | Promise<T>): Promise<T> {
    this.#uses++
    try {
      return await work()
    } finally {
      this.#uses--
      void this.compactBeyond(this.#tailLimit)
      this.#checkIdle()
    }
  }

  closeAll(why: Goodbye): void {
    for (const connection of [...this.connections]) connection.close(why)
  }

  /** Folds the log when it has grown beyond `rows` or `bytes` since the last snapshot. */
  compactBeyond({ rows, bytes }: { readonly rows: number; readonly bytes: number }): Promise<void> {
    if (this.#tail.rows > rows || this.#tail.bytes > bytes) this.#compaction ??= this.#compact()
    return this.#compaction ?? Promise.resolve()
  }
  /** While it is open. A large board costs more to fold, so more is waited for; it is sent in pieces all the same. */
  get #tailLimit(): { readonly rows: number; readonly bytes: number } {
    const { tail } = LIMITS
    const { baseBytes } = this.#history
    return {
      rows: Math.max(tail.rows, baseBytes / tail.snapshotBytesPerRow),
      bytes: Math.max(tail.bytes, baseBytes),
    }
  }

  dispose(): void {
    this.doc.destroy()
  }

  /** Answers sync step 1: a tab of ours that comes back is sent what came since, and others what they lack. */
  sendState(connection: Connection, stateVector: Uint8Array): void {
    const { at } = connection
    connection.at = null
    const tail = at && this.#answers.since(at.seq)
    if (tail) return connection.feed.answer(tail)
    try {
      connection.feed.answer(this.#answers.to(Y.decodeStateVector(stateVector)))
    } catch {
      connection.close('bad-state-vector')
    }
  }

  /** What `sendState` would send to somebody who has been sent `snapshot` already. */
  sendSince(connection: Connection, snapshot: readonly Uint8Array[]): void {
    connection.feed.answer(this.#answers.afterSnapshot(snapshot))
  }

  placeAt(position: number): LogPlace | null {
    return this.#committed <= position ? this.#place : null
  }

  sendEveryone(connection: Connection): void {
    const entries = this.#awareness.everyone()
    if (entries) connection.send(awarenessFrame(entries), 'awareness')
  }

  receiveAwareness(connection: Connection, entries: Uint8Array): void {
    const outcome = this.#awareness.receive(connection, entries, (clientId) => {
      if (clientId !== this.doc.clientID) this.#clientIds.see(connection, clientId)
    })
    if (outcome === 'malformed') return connection.close('bad-awareness')
    if (outcome === 'flooded') return connection.close('awareness-flood')
    this.#scheduleFlush()
  }

  receiveUpdate(connection: Connection, update: Uint8Array, kind: 'update' | 'step2'): void {
    if (!this.#receive(connection, update, kind)) return
    const { gap } = connection
    if (!gap) return
    // What just came may be what others were waiting for.
    for (const one of gap.ready(this.doc.store)) this.#receive(connection, one, 'step2')
    if (gap.isEmpty) connection.gap = null
  }

  whenDurable(notify: (isDurable: boolean) => void): () => void {
    return this.log.whenDurable(this.log.head, notify)
  }

  /** Whether the update was taken in. */
  #receive(connection: Connection, update: Uint8Array, kind: 'update' | 'step2'): boolean {
    const decoded = decodeWhole(update)
    if (!decoded) {
      connection.close('bad-update')
      return false
    }
    const news = kind === 'step2' ? this.#answers.newsIn(update, decoded) : update
    if (news !== update) return news === null || this.#receive(connection, news, 'update')
    const verdict = inspect(this.doc, decoded, kind)
    switch (verdict.is) {
      case 'malformed':
        connection.close(verdict.why)
        return false
      case 'gap':
        this.#keepAside(connection, update, verdict.needs)
        return false
      case 'refused':
        return this.#refuse(connection, verdict.code, verdict.shapes)
      case 'fine':
        if (!this.#mayWrite(connection, verdict.writers, kind)) {
          connection.close('client-id-taken')
          return false
        }
        const isFull = verdict.writers.size > 0 && this.#history.bytes + update.length > LIMITS.boardBytes
        // While storage fails nothing is folded, so that nobody can say whether the board is full.
        if (this.#isStorageBehind(update.length) || (isFull && this.log.failure !== null)) {
          connection.close('storage-behind')
          return false
        }
        // Deletions are always taken in: folding the log is what makes room.
        if (isFull) {
          void this.compactBeyond({ rows: 0, bytes: 0 })
          return this.#refuse(connection, 'board-full', [])
        }
        if (kind === 'update') this.#writesAs(connection, verdict.writers)
        this.#apply(connection, update, kind)
        return true
    }
  }

  /** Whether so much more would be more than may wait for storage. [F07] */
  #isStorageBehind(bytes: number): boolean {
    const { unsaved, unsavedBytes } = this.deps
    return this.log.pendingBytes + bytes > unsavedBytes || unsaved.bytes + bytes > LIMITS.unsavedBytesOfAll
  }

  #refuse(connection: Connection, code: RefusalCode, shapes: readonly string[]): false {
    connection.refused()
    this.deps.events.onRefused(connection, code, shapes)
    return false
  }

  #apply(connection: Connection, update: Uint8Array, kind: 'update' | 'step2'): void {
    this.#change = null
    const wasWaiting = hasPending(this.doc)
    Y.applyUpdate(this.doc, update, connection)
    if (!this.#change) return
    // A live update is kept as it came. Step 2 always repeats every deletion of the board, so of that only the news is,
    // and what an update brings back from behind a hole in the log is news too, also to whoever sent it.
    const news = kind === 'update' && !wasWaiting ? new Uint8Array(update) : this.#change
    this.#publish(news, wasWaiting ? null : connection)
  }

  #onUpdate(update: Uint8Array, origin: unknown): void {
    if (this.connections.has(origin as Connection)) this.#change = update
    else this.#publish(update, null)
  }

  /** Everyone sees it at once. */
  #publish(update: Uint8Array, from: Connection | null): void {
    for (const piece of this.#history.add(update)) this.#outgoing.push({ update: piece, from })
    this.#scheduleFlush()
    this.log.append(update)
  }

  /** One id, one connection, so that nobody writes under another's name. [P6, P7, B15] */
  #mayWrite(connection: Connection, writers: ReadonlySet<number>, kind: 'update' | 'step2'): boolean {
    for (const clientId of writers) {
      if (clientId === this.doc.clientID) return false
      const holder = this.#clientIds.holder(clientId, Y.getState(this.doc.store, clientId) === 0)
      if (!holder || holder === connection) continue
      if (!isSamePerson(holder.visitor, connection.visitor)) return false
      // The person's old, half-open socket: the new one takes its place. Step 2 may pass on what another tab made.
      if (kind === 'update') holder.close('superseded')
    }
    return true
  }

  /** Step 2 and what several wrote may be passed on, and say nothing of who brings them. */
  #writesAs(connection: Connection, writers: ReadonlySet<number>): void {
    const [clientId] = writers
    if (clientId === undefined || writers.size > 1) return
    const other = this.#clientIds.write(connection, clientId)
    if (!other) return
    this.#awareness.leave(other)
    this.#clientIds.hide(other)
    this.#scheduleFlush()
  }

  /** Neither applied nor logged: Yjs would integrate it later, under whoever fills the gap. [B14, K10] */
  #keepAside(connection: Connection, update: Uint8Array, needs: Needs): void {
    if (needs.size === 0) return connection.close('gap-stays') // parts of it wait for one another
    const isNew = connection.gap === null
    const gap = (connection.gap ??= new Gap(this.deps.now()))
    gap.keep(update, needs)
    if (gap.bytes > LIMITS.gapBytes) return connection.close('gap-too-large')
    if (isNew) this.#askForMissing(connection)
  }

  #askForMissing(connection: Connection): void {
    connection.send(step1Frame(Y.encodeStateVector(this.doc)), 'step1')
  }

  get #isCrowd(): boolean {
    return this.connections.size > LIMITS.crowd.connections
  }

  /** At the end of the turn; in a crowd, where writing to everybody is what takes time, at most once in a while. */
  #scheduleFlush(): void {
    if (this.#isFlushScheduled) return
    this.#isFlushScheduled = true
    const { everyMs, perConnectionMs } = LIMITS.crowd
    const pauseMs = Math.max(everyMs, perConnectionMs * this.connections.size)
    const waitMs = this.#isCrowd ? this.#flushedAt + pauseMs - this.deps.now() : 0
    if (waitMs > 0) setTimeout(() => this.#flush(), waitMs)
    else setImmediate(() => this.#flush())
  }

  /**
   * What came in one tick leaves as one frame for each client, without what the client itself sent; in a crowd as one
   * frame for all, since a frame of one's own for each who draws takes longer to make than to read what one knows.
   */
  #flush(): void {
    this.#isFlushScheduled = false
    const outgoing = this.#outgoing
    this.#outgoing = []
    const { head } = this.#history
    const authors = new Set(outgoing.map(({ from }) => from))
    const senders = authors.size > 1 && this.#isCrowd ? new Set() : authors
    const newsFor = (receiver: Connection | null) => {
      const [first, ...rest] = packUpdates(
        outgoing.filter(({ from }) => from === null || from !== receiver).map(({ update }) => update),
      )
      return { frame: first ? updateFrame(first) : null, rest }
    }
    const common = newsFor(null)
    const people = this.#awareness.takeChanges()
    const peopleFrame = people && awarenessFrame(people.entries)
    // One after the other, since a message is only put together again when it is not the same as the one before.
    for (const connection of this.connections) {
      const { frame, rest } = senders.has(connection) ? newsFor(connection) : common
      connection.feed.offer(frame, head, rest)
    }
    if (peopleFrame)
      for (const connection of this.connections)
        if (people.onlyFrom !== connection) connection.send(peopleFrame, 'awareness')
    // Behind it: however long this took, reading gets its turn.
    this.#flushedAt = this.deps.now()
  }

  #onCommitted(update: Uint8Array, place: LogPlace): void {
    this.#history.committed(place.seq)
    this.lineage.appended(place)
    this.#committed++
    this.#tail.rows++
    this.#tail.bytes += update.length
    // On a busy board something is always on its way, also when all is well.
    if (this.log.failure === null) this.deps.events.onStorage(this, null)
    // What the server itself writes at length, an import, is folded once, when all of it is there.
    if (this.#uses === 0) void this.compactBeyond(this.#tailLimit)
    this.#checkIdle()
  }

  #onFailure(code: LogFailure): void {
    if (code === 'no-such-board') this.closeAll('deleted')
    this.deps.events.onStorage(this, code)
    this.#checkIdle()
  }

  async #compact(): Promise<void> {
    // Counted from here on: a run that has to give up is not asked for again with every further row.
    this.#tail = { rows: 0, bytes: 0 }
    try {
      const outcome = await this.deps.journal.compact(this.id)
      this.deps.metrics.compactions.inc({ outcome })
      if (outcome !== 'done') return
      const stored = this.doc.isDestroyed ? null : await this.deps.journal.load(this.id)
      if (stored) this.#history.replace(stored)
    } catch (error) {
      this.deps.metrics.compactions.inc({ outcome: 'failed' })
      this.deps.log.error({ err: error, board: this.id }, 'the log could not be folded')
    } finally {
      this.#compaction = null
    }
  }

  #checkIdle(): void {
    if (this.isIdle) this.deps.events.onIdle(this)
  }
}

/** The same identity, or, where the browser keeps no cookie, the same tab: its session key is known to it alone. */
const isSamePerson = (one: Visitor, other: Visitor): boolean =>
  (one.identity !== null && one.identity === other.identity) ||
  (one.sessionKey !== null && one.sessionKey === other.sessionKey)
