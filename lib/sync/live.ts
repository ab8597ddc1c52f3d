import { DraftInProgress, enqueueDraft } from '../protocol/drafts'
import type { CursorMessage, DraftMessage, LiveBatch, Peer } from '../protocol/session'
import { Throttle } from './throttle'

/** 30 a second: the others' screens smooth it. */
const CURSOR_MS = 1000 / 30
/** Half a frame: what comes once a frame passes at once, what comes faster is joined. */
const DRAFT_MS = 8
/** Bytes of one shape in a drag; a drag of hundreds is told less often, so that it never looks like a flood. */
const BYTES_PER_DRAGGED_SHAPE = 200
/** Well under what the server lets one connection send. */
const DRAFT_BYTES_PER_SECOND = 512 * 1024
/** What arrives before anybody listens: a picture of the board, then a second or two of batches. */
const MOST_WAITING = 128

/** Where live messages leave; false while there is no connection, and what was sent is then gone. */
export interface LiveOutlet {
  cursor(cursor: CursorMessage): void
  draft(draft: DraftMessage): void
  readonly isOpen: boolean
}

/** Both directions of the live channel: paced on the way out, own echoes left out on the way in. */
export class LiveChannel {
  readonly #batchListeners = new Set<(batch: LiveBatch) => void>()
  readonly #peerListeners = new Set<(peers: readonly Peer[]) => void>()
  #waiting: LiveBatch[] = []
  #peers: readonly Peer[] = []
  #self: string | null = null

  #cursor: CursorMessage = null
  #queue: DraftMessage[] = []
  readonly #inProgress = new DraftInProgress()
  readonly #cursorPace = new Throttle(() => this.outlet.cursor(this.#cursor))
  readonly #draftPace = new Throttle(() => this.#sendDrafts())

  constructor(private readonly outlet: LiveOutlet) {}

  sendCursor(cursor: CursorMessage): void {
    this.#cursor = cursor
    this.#cursorPace.ask(CURSOR_MS)
  }

  sendDraft(draft: DraftMessage): void {
    this.#inProgress.add(draft)
    enqueueDraft(this.#queue, draft)
    // An end waits for nothing: the document's own change follows it.
    if (draft.kind === 'end') this.#draftPace.now()
    else this.#draftPace.ask(this.#draftMs(draft))
  }

  onBatch(listener: (batch: LiveBatch) => void): () => void {
    this.#batchListeners.add(listener)
    for (const batch of this.#waiting.splice(0)) listener(batch)
    return () => void this.#batchListeners.delete(listener)
  }

  onPeers(listener: (peers: readonly Peer[]) => void): () => void {
    this.#peerListeners.add(listener)
    listener(this.#peers)
    return () => void this.#peerListeners.delete(listener)
  }

  /** The server knows this tab (again): what is in progress here is told from its start. */
  opened(self: string): void {
    this.#self = self
    this.#queue = this.#inProgress.messages()
    this.#sendDrafts()
    if (this.#cursor) this.outlet.cursor(this.#cursor)
  }

  receive({ cursors, drafts }: LiveBatch): void {
    const others = <T>(entries: readonly (readonly [string, T])[] | undefined) =>
      entries?.filter(([session]) => session !== this.#self) ?? []
    const batch = { cursors: others(cursors), drafts: others(drafts) }
    if (batch.cursors.length + batch.drafts.length === 0) return
    if (this.#batchListeners.size === 0) {
      this.#waiting.push(batch)
      if (this.#waiting.length > MOST_WAITING) this.#waiting.shift()
    }
    for (const listener of this.#batchListeners) listener(batch)
  }

  setPeers(peers: readonly Peer[]): void {
    this.#peers = peers
    for (const listener of this.#peerListeners) listener(peers)
  }

  dispose(): void {
    this.#cursorPace.stop()
    this.#draftPace.stop()
  }

  #draftMs(draft: DraftMessage): number {
    if (draft.kind !== 'drag') return DRAFT_MS
    const bytes = draft.shapes.length * BYTES_PER_DRAGGED_SHAPE
    return Math.max(DRAFT_MS, (bytes / DRAFT_BYTES_PER_SECOND) * 1000)
  }

  #sendDrafts(): void {
    const queue = this.#queue
    this.#queue = []
    // Without a connection they are not kept: `opened` tells the whole draft.
    if (this.outlet.isOpen) for (const draft of queue) this.outlet.draft(draft)
  }
}
