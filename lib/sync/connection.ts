import { createStore, type StoreApi } from 'zustand/vanilla'
import type { BoardDocument } from '../board/document'
import { randomText, type Result } from '../board/ids'
import type { Peer, Refusal, Role, StorageHealth, SyncRefusal, Welcome } from '../protocol/session'
import { CLOSE } from '../protocol/sync'
import { initialState, type ConnectionState, type SyncProblem, type Transport } from './connection-state'
import { DocumentRoute } from './document-route'
import { DocumentSocket, type Arrival } from './document-socket'
import type { EarlyConnection } from './early-script'
import { LiveChannel } from './live'
import { IndexedOutbox, type Leftover, type Outbox } from './outbox'
import { SessionSocket } from './session-socket'
import { LEFTOVER_ORIGIN, UnsavedChanges } from './unsaved-changes'
import { onWake } from './wake'

export interface ConnectOptions {
  readonly boardId: string
  readonly document: Pick<BoardDocument, 'doc'>
  /** Origin of the server, `https://draw.example.org`. */
  readonly url: string
  /** The server refused a change of this tab; nothing made since can be saved. */
  readonly onRefused?: (refusal: SyncRefusal) => void
  /** What the page has begun already. */
  readonly early?: EarlyConnection | null
  /** All of the board, which the page has asked for already. */
  readonly opening?: Promise<Response | null> | null
  /** Where the platform has none. */
  readonly webSocket?: typeof WebSocket
  /** Kept in IndexedDB unless told otherwise. */
  readonly outbox?: Outbox
}

/** One board's connection: the document on `/sync`, people and live drawing on the session channel. */
export interface BoardConnection {
  readonly state: StoreApi<ConnectionState>
  /** How far a large board has come, while it comes; apart from the state, because it changes with every piece. */
  readonly arrival: StoreApi<Arrival | null>
  readonly live: Pick<LiveChannel, 'sendCursor' | 'sendDraft' | 'onBatch' | 'onPeers'>
  /** Choose the name that others see; the answer is what it became. */
  rename(name: string): Promise<Result<{ name: string }, Refusal | { code: 'offline' }>>
  /** Milliseconds for a word to the server and back, now; null where there is no answer. */
  roundTripMs(): Promise<number | null>
  dispose(): void
}

/** Length of a session key: 192 bits. */
const KEY_LENGTH = 32
/** The board waits no longer for a device that is slow to say what it kept; that comes after it then. */
const MOST_WAIT_MS = 2_000
/** A device that has not said by then what it kept says nothing any more: thousands of changes take it a few seconds. */
const MOST_GATHERING_MS = 30_000
/** Without a connection for so long is told as that, with a banner; after it the server is given its time again. */
const LONG_AWAY_MS = 30_000
/** How long a refusal without a reason waits for it. */
const REASON_WAIT_MS = 1_000

const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
const isSame = (a: SyncProblem | null, b: SyncProblem | null) => JSON.stringify(a) === JSON.stringify(b)

/** Connects both channels at once, neither waiting for the other, and keeps them connected until `dispose`. */
export function connectBoard(options: ConnectOptions): BoardConnection {
  return new Connection(options)
}

class Connection implements BoardConnection {
  readonly state = createStore<ConnectionState>(() => initialState)
  readonly arrival = createStore<Arrival | null>(() => null)
  readonly live: LiveChannel
  readonly #route: DocumentRoute
  readonly #document: DocumentSocket
  readonly #session: SessionSocket
  readonly #changes: UnsavedChanges
  readonly #outbox: Outbox
  readonly #undo: (() => void)[] = []
  readonly #doc: BoardDocument['doc']
  readonly #leftovers: Promise<readonly Leftover[]>

  #link: ConnectionState['link'] = 'connecting'
  /** Epoch ms: when the connection was lost last. */
  #lostAt = 0
  /** Epoch ms: until then the server owed nothing, because it had confirmed everything or was long out of reach. */
  #owedAfter = 0
  #isLoaded = false
  #everybody: readonly Peer[] = []
  #health: StorageHealth = { ok: true }
  #refusal: SyncRefusal | null = null
  #isRefusalTold = false
  #isLoading = false
  /** What earlier visits left on this device is still being fetched from it. */
  #isGathering = false
  #isDisposed = false

  constructor(private readonly options: ConnectOptions) {
    const { boardId, url, document, early = null, webSocket: native = WebSocket } = options
    const sessionKey = early?.sessionKey ?? randomText(KEY_LENGTH)
    const doc = (this.#doc = document.doc)
    this.#outbox = options.outbox ?? new IndexedOutbox(boardId, sessionKey)
    this.#leftovers = this.#outbox.leftovers().catch(() => [])
    this.#route = new DocumentRoute({
      url,
      native,
      early,
      session: () => this.#session,
      rerouted: () => this.#document.reroute(),
    })
    this.#document = new DocumentSocket(
      { url, boardId, sessionKey, doc, webSocket: this.#route.webSocket, opening: options.opening ?? null },
      {
        changed: (update, origin) => {
          if (origin !== LEFTOVER_ORIGIN) this.#update(() => this.#changes.add(update))
        },
        synced: () => this.#synced(),
        sentAll: () => this.#update(() => this.#changes.barrier.opened()),
        barrier: (n, status) => this.#update(() => this.#answered(n, status)),
        arriving: (arrival) => this.arrival.setState(arrival, true),
        down: () => this.#update(() => this.#down()),
        rerouted: () => this.#update(() => this.#changes.barrier.closed()),
        closed: (code, reason) => this.#closed(code, reason),
      },
    )
    // Before everything else that is made here: what it fetches is waited for longest.
    this.#document.connect()
    this.#changes = new UnsavedChanges(
      this.#outbox,
      (n) => this.#document.sendBarrier(n),
      () => this.#update(),
    )

    this.#session = new SessionSocket(
      { url, boardId, sessionKey },
      {
        opened: () => this.#sessionOpened(),
        upgraded: () => this.#sessionUpgraded(),
        welcome: (welcome) => this.#welcome(welcome),
        peers: (peers) => this.#peers(peers),
        batch: (batch) => this.live.receive(batch),
        down: () => this.#sessionDown(),
        boardRenamed: (boardName) => this.state.setState({ boardName }),
        boardDeleted: () => this.#closed(CLOSE.noSuchBoard, 'deleted'),
        refused: (refusal) => this.#update(() => this.#refused(refusal)),
        health: (health) => this.#update(() => (this.#health = health)),
        fill: (fill) => this.state.setState({ fill }),
      },
    )
    this.live = new LiveChannel(this.#session)
    this.#undo.push(
      onWake({
        wake: () => {
          this.#document.wake()
          this.#session.wake()
          this.#route.wake()
          this.#takeMore()
        },
        offline: () => this.#document.drop(),
      }),
    )
  }

  rename(name: string): ReturnType<BoardConnection['rename']> {
    return this.#session.rename(name)
  }

  dispose(): void {
    if (this.#isDisposed) return
    this.#isDisposed = true
    for (const undo of this.#undo) undo()
    this.#route.dispose()
    this.live.dispose()
    this.#session.dispose()
    this.#document.dispose()
    this.#outbox.close()
  }

  roundTripMs(): Promise<number | null> {
    return this.#session.roundTripMs()
  }

  #synced(): void {
    if (this.#link === 'closed') return
    this.state.setState({ way: { transport: this.#transport, since: Date.now() } })
    this.#update(() => {
      // A connection that comes and goes is no answer: what waited goes on waiting.
      if (this.#link !== 'online' && Date.now() - this.#lostAt >= LONG_AWAY_MS) this.#owedAfter = Date.now()
      this.#link = 'online'
    })
    if (this.#isLoading) return this.#takeMore()
    this.#isLoading = this.#isGathering = true
    const gathered = this.#takeLeftovers(this.#leftovers)
    // The board is loaded when what this device still had for it is there too, unless the device is slow to say.
    void Promise.race([gathered, after(MOST_WAIT_MS)]).then(() => this.#update(() => (this.#isLoaded = true)))
    // Nothing is called saved while something of an earlier visit may still be on its way.
    void Promise.race([gathered, after(MOST_GATHERING_MS)]).then(() =>
      this.#update(() => (this.#isGathering = false)),
    )
  }

  /** Another tab on this board may have ended meanwhile, with changes that only this device has. */
  #takeMore(): void {
    if (this.#isLoaded) void this.#takeLeftovers(this.#outbox.leftovers().catch(() => []))
  }

  async #takeLeftovers(found: Promise<readonly Leftover[]>): Promise<void> {
    const leftovers = await found
    if (leftovers.length === 0 || this.#isDisposed) return
    // Until the server said whether this person may change the board, they are safest where they are.
    const role = await this.#role()
    if (this.#isDisposed) return
    if (role === 'view') this.#changes.leave(leftovers)
    else await this.#changes.apply(leftovers, this.#doc)
  }

  #role(): Promise<Role> {
    return new Promise((resolve) => {
      const stop = this.state.subscribe(({ role }) => role && resolve(role))
      this.#undo.push(stop)
      const { role } = this.state.getState()
      if (role) resolve(role)
    })
  }

  #down(): void {
    if (this.#link === 'online') {
      this.#lostAt = Date.now()
      if (this.#changes.barrier.isSaved) this.#owedAfter = this.#lostAt
    }
    this.#changes.barrier.closed()
    if (this.#link !== 'closed') this.#link = 'offline'
  }

  #answered(n: number, status: number): void {
    const wasRefused = this.#changes.barrier.isRefused
    this.#changes.answered(n, status)
    if (!this.#changes.barrier.isRefused || wasRefused) return
    // The reason travels on the other channel, and may arrive a moment later.
    const refusal = { code: 'rejected', shapes: [] }
    this.#refusal ??= refusal
    void after(REASON_WAIT_MS).then(() => this.#tellRefused(refusal))
  }

  #refused(refusal: SyncRefusal): void {
    if (this.#isRefusalTold) return
    this.#refusal = refusal
    this.#changes.refused()
    this.#tellRefused(refusal)
  }

  #tellRefused(refusal: SyncRefusal): void {
    if (this.#isRefusalTold || this.#isDisposed) return
    this.#isRefusalTold = true
    this.options.onRefused?.(refusal)
  }

  #closed(code: number, reason: string): void {
    if (this.state.getState().closed) return
    // What is here is not what is stored any more, so none of it may be offered again.
    if (code === CLOSE.recovered) return this.#update(() => this.#refused({ code: 'recovered', shapes: [] }))
    this.#update(() => {
      this.#link = 'closed'
      this.#changes.barrier.closed()
      // Offered again they would end the same way; as copies they are forgotten one day.
      if (code === CLOSE.noSuchBoard || code === CLOSE.tooLarge) this.#changes.refused()
      this.state.setState({ closed: { code, reason } })
    })
    this.#session.dispose()
  }

  #welcome({ self, peers, role, boardName }: Welcome): void {
    this.state.setState({ role, boardName, self })
    this.#peers([self, ...peers])
    this.live.opened(self.id)
    this.#update()
  }

  get #transport(): Transport {
    return this.#route.isTunnelled ? (this.#session.transport ?? 'polling') : 'websocket'
  }

  #sessionOpened(): void {
    this.#route.sessionOpened()
    // The server answers: the document need not wait for its next try.
    this.#document.wake()
  }

  #sessionUpgraded(): void {
    const { way } = this.state.getState()
    if (way) this.state.setState({ way: { ...way, transport: this.#transport } })
    this.#route.wake()
  }

  #sessionDown(): void {
    this.#route.sessionClosed()
    this.#peers([])
    // Told again with the next connection, if it is still so.
    this.#update(() => (this.#health = { ok: true }))
  }

  #peers(everybody: readonly Peer[]): void {
    this.#everybody = everybody
    const id = this.state.getState().self?.id
    const self = everybody.find((peer) => peer.id === id) ?? this.state.getState().self
    const peers = this.#everybody.filter((peer) => peer.id !== id)
    this.state.setState({ self, peers })
    this.live.setPeers(peers)
  }

  /** Runs the change, then tells the interface what follows from it. */
  #update(change?: () => void): void {
    change?.()
    if (this.#isDisposed) return
    const { barrier, kept, keepsOnDevice, setAside } = this.#changes
    const problem = this.#problem()
    const isSaved = barrier.isSaved && problem?.kind !== 'refused' && problem?.kind !== 'read-only'
    const saved =
      this.#link === 'offline' || this.#link === 'closed'
        ? 'offline'
        : isSaved && this.#isLoaded && !this.#isGathering
          ? 'saved'
          : 'saving'
    this.state.setState((before) => ({
      link: this.#link,
      isLoaded: this.#isLoaded,
      saved,
      unsaved: barrier.unsaved,
      kept,
      keepsOnDevice,
      isSafeToClose: kept === barrier.unsaved,
      savingSince: saved === 'saving' ? this.#owedSince() : null,
      problem: isSame(before.problem, problem) ? before.problem : problem,
      setAside,
    }))
  }

  #owedSince(): number | null {
    const { unsavedSince } = this.#changes.barrier
    if (unsavedSince === null && this.#link !== 'online') return null
    return Math.max(unsavedSince ?? 0, this.#owedAfter)
  }

  #problem(): SyncProblem | null {
    const { barrier } = this.#changes
    if (this.#refusal) return { kind: 'refused', ...this.#refusal }
    const isViewer = this.state.getState().role === 'view'
    if (barrier.unsaved > 0 && (barrier.isReadOnly || isViewer)) return { kind: 'read-only' }
    if (!this.#health.ok || barrier.isStorageDown)
      return { kind: 'storage', code: this.#health.code ?? 'failed' }
    return null
  }
}
