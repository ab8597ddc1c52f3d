import { createHash } from 'node:crypto'
import * as decoding from 'lib0/decoding'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { BoardDocument } from '../../lib/board/document'
import type { BoardId, ShapeId } from '../../lib/board/ids'
import { BARRIER, MESSAGE } from '../../lib/protocol/sync'
import { connectBoard } from '../../lib/sync'
import type { Outbox } from '../../lib/sync/outbox'
import { barrier } from './stage.fixture'

const webSocket = WebSocket as unknown as typeof globalThis.WebSocket

export type Random = (below: number) => number

/** mulberry32: the same seed is the same story, as far as the network allows. */
export function randomOf(seed: number): Random {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

/** Somebody at a board, with one or the other client. */
export interface Actor {
  readonly doc: Y.Doc
  readonly ledger: Ledger
  create(id: string): void
  move(id: string, x: number): void
  type(id: string, text: string): void
  remove(id: string): void
  undo(): void
  disconnect(): void
  connect(): void
  isConnected(): boolean
  /** Everything made here is on disk, as far as the server said; asks, where the client does not by itself. */
  isSaved(): boolean
  /** What is not saved is on the device. */
  isKept(): boolean
  isClosedForGood(): boolean
  /** For whoever has to find out why a test failed. */
  state(): unknown
  dispose(): void
}

export interface ActorOptions {
  /** Origin of the server. */
  readonly url: string
  readonly board: BoardId
  /** Shapes whose ids begin so are changed by this actor alone. */
  readonly own?: string
  readonly outbox?: Outbox
}

export interface Clock {
  readonly client: number
  readonly clock: number
}

/**
 * What one actor made, change by change, and how much of it the server called durable. With shapes that nobody else
 * changes, each version has a state that is known to the letter: deletions, text and undo included.
 */
export class Ledger {
  durable = 0
  readonly #states: string[]
  /** Version of the first state that is still kept. */
  #first = 0
  readonly #clocks: Clock[]

  constructor(
    doc: Y.Doc,
    private readonly own: string | undefined,
  ) {
    const clock = (): Clock => ({ client: doc.clientID, clock: Y.getState(doc.store, doc.clientID) })
    this.#states = [this.stateIn(doc)]
    this.#clocks = [clock()]
    doc.on('update', (_: Uint8Array, _origin: unknown, _doc: Y.Doc, { local }: Y.Transaction) => {
      if (!local) return
      this.#clocks.push(clock())
      this.#states.push(this.stateIn(doc))
    })
  }

  /** Changes so far. */
  get made(): number {
    return this.#first + this.#states.length - 1
  }
  /** Where the document was when the durable version was made; its client id may have changed since. */
  get durableClock(): Clock {
    return this.#clocks[this.durable - this.#first]!
  }

  confirm(version: number): void {
    this.durable = Math.max(this.durable, version)
  }

  /** Which version of the actor's own shapes a document holds, from the durable one on; null when it is none. */
  versionIn(doc: Y.Doc): number | null {
    const at = this.#states.lastIndexOf(this.stateIn(doc))
    return at < 0 || this.#first + at < this.durable ? null : this.#first + at
  }

  /** What is durable need not be told apart any more. */
  forget(): void {
    const count = this.durable - this.#first
    this.#states.splice(0, count)
    this.#clocks.splice(0, count)
    this.#first += count
  }

  stateIn(doc: Y.Doc): string {
    const { own } = this
    if (own === undefined) return ''
    const shapes = shapesOf(doc)
    const mine = [...shapes.keys()].filter((id) => id.startsWith(own)).sort()
    const state = JSON.stringify(mine.map((id) => [id, plain(shapes.get(id))]))
    return createHash('sha1').update(state).digest('base64')
  }
}

export const shapesOf = (doc: Y.Doc) => doc.getMap<Y.Map<unknown>>('shapes')
/** Keys in one order, whoever wrote them. */
const plain = (shape: Y.Map<unknown> | undefined) =>
  shape && [...shape.keys()].sort().map((key) => [key, String(JSON.stringify(shape.get(key)))])

/** The provider from npm, as a third party would use it: few keys, short ids, an undo of its own. */
export function stockActor({ url, board, own }: ActorOptions): Actor {
  const doc = new Y.Doc()
  doc.getMap('board') // a root that was never named is no difference
  const shapes = shapesOf(doc)
  const undo = new Y.UndoManager(shapes, { captureTimeout: 0 })
  const ledger = new Ledger(doc, own)
  const provider = new WebsocketProvider(url.replace('http', 'ws') + '/sync', board, doc, {
    WebSocketPolyfill: webSocket,
    disableBc: true,
    maxBackoffTime: 100,
  })
  let [n, isClosed] = [0, false]
  const asked = new Map<number, number>()
  provider.on('closed', () => void (isClosed = true))
  provider.on('connection-close', () => asked.clear())
  provider.messageHandlers[MESSAGE.barrier] = (_, decoder) => {
    const number = decoding.readVarUint(decoder)
    const version = asked.get(number)
    const status = decoding.readVarUint(decoder)
    if (version !== undefined && status === BARRIER.durable) ledger.confirm(version)
    // Where storage fails, the same barrier is answered once more.
    if (status !== BARRIER.storageUnavailable) asked.delete(number)
  }
  provider.awareness.setLocalState({ user: { name: 'stock' } })
  return {
    doc,
    ledger,
    create(id) {
      const entries: [string, unknown][] = [
        ['type', 'note'],
        ['geo', [1, 2, 30, 40, 0]],
        ['text', new Y.Text()],
      ]
      shapes.set(id, new Y.Map(entries))
    },
    move: (id, x) => void shapes.get(id)?.set('geo', [x, 0, 10, 10, 0]),
    type(id, text) {
      const letters = shapes.get(id)?.get('text')
      if (!(letters instanceof Y.Text)) return
      doc.transact(() => {
        if (letters.length > 20) letters.delete(3, 8)
        letters.insert(letters.length, text)
      })
    },
    remove: (id) => shapes.delete(id),
    undo: () => void undo.undo(),
    disconnect: () => provider.disconnect(),
    connect: () => provider.connect(),
    isConnected: () => provider.wsconnected,
    isSaved() {
      // The provider answered the server's step 1 before it was synced.
      if (ledger.durable < ledger.made && provider.synced && asked.size === 0) {
        asked.set(++n, ledger.made)
        provider.ws!.send(barrier(n))
      }
      return ledger.durable === ledger.made
    },
    isKept: () => ledger.durable === ledger.made,
    isClosedForGood: () => isClosed,
    state: () => ({ stock: provider.wsconnected, synced: provider.synced, asked: asked.size, isClosed }),
    dispose: () => provider.destroy(),
  }
}

/** Our own client, whole. */
export function ourActor({ url, board, own, outbox }: ActorOptions): Actor {
  const document = new BoardDocument(new Y.Doc())
  const { doc } = document
  const ledger = new Ledger(doc, own)
  const connection = connectBoard({
    boardId: board,
    document,
    url,
    webSocket,
    ...(outbox && { outbox }),
  })
  const state = () => connection.state.getState()
  connection.state.subscribe(({ unsaved }) => ledger.confirm(ledger.made - unsaved))
  return {
    doc,
    ledger,
    create(id) {
      const shape = { id: id as ShapeId, type: 'note', order: 'a0', parent: null, style: {}, data: {} }
      document.apply([{ do: 'create', shape: { ...shape, geo: [0, 0, 10, 10, 0] } }])
    },
    move: (id, x) =>
      void document.apply([{ do: 'patch', id: id as ShapeId, patch: { geo: [x, 0, 10, 10, 0] } }]),
    type(id, text) {
      const before = document.get(id as ShapeId)?.text
      if (before !== undefined)
        document.replaceText(id as ShapeId, (before.length > 20 ? before.slice(8) : before) + text)
    },
    remove: (id) => void document.apply([{ do: 'remove', id: id as ShapeId }]),
    undo: () => document.undo(),
    disconnect: () => {},
    connect: () => {},
    isConnected: () => state().link === 'online',
    isSaved: () => state().saved === 'saved',
    isKept: () => state().isSafeToClose,
    isClosedForGood: () => state().link === 'closed',
    state,
    dispose() {
      connection.dispose()
      document.dispose()
    },
  }
}
