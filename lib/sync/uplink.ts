import * as encoding from 'lib0/encoding'
import { messageYjsSyncStep2, messageYjsUpdate } from 'y-protocols/sync'
import * as Y from 'yjs'
import { cutDeletions, encodeDeletions, type DeleteSet } from '../board/delete-sets'
import { missingStructs } from '../board/missing-structs'
import { MESSAGE } from '../protocol/sync'
import { TokenBucket } from '../protocol/token-bucket'

const KIB = 1024
/** A little less than the server takes in of one connection (server/rooms/limits.ts): the same bytes are counted by both. */
export const UPLINK = {
  bytes: { perSecond: 896 * KIB, burst: 15 * 1024 * KIB },
  updates: { perSecond: 50, burst: 250 },
} as const
/** Larger changes are cut: a line of 1 KB/s carries such a piece in a minute, and the server reads it in a millisecond. */
const PIECE_BYTES = 64 * KIB
/** So much waits in the socket, so that what is lost with a connection is little, and nothing waits long behind it. */
const AHEAD_BYTES = 512 * KIB
const PAUSE_MS = 50
const NOTHING = encodeDeletions({ clients: new Map() })

type Socket = Pick<WebSocket, 'send' | 'bufferedAmount' | 'readyState'>
type Clocks = Map<number, number>
const OPEN = 1

/**
 * What this tab has to say of the document on one connection: in order, no faster than the server takes it in, and never
 * in a frame that is longer than it reads. Once the server has said what it knows, changes go out as they are made; what
 * is too much for that, made offline or imported, is looked up in the document piece by piece. What is said later waits
 * for it, and so does the barrier.
 */
export class Uplink {
  #socket: Socket | null = null
  #bytes: TokenBucket
  #updates: TokenBucket
  /** What is being sent, and its next piece. */
  #pieces: Iterator<Uint8Array, void> | null = null
  #piece: Uint8Array | null = null
  /** Changes made since: the first clock of each client, and what was deleted. */
  #clocks: Clocks = new Map()
  #deletions: DeleteSet[] = []
  #barrier: Uint8Array | null = null
  /** Something of what the server asked for is still to be sent. */
  #isAnswering = false
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly doc: Y.Doc,
    /** Everything that the server asked for has been sent. */
    private readonly answered: () => void,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#bytes = new TokenBucket(UPLINK.bytes, now)
    this.#updates = new TokenBucket(UPLINK.updates, now)
  }

  /** The server said what it knows; until it has, nothing is sent that it could not take in. */
  answer(socket: Socket, stateVector: Uint8Array): void {
    if (socket !== this.#socket) {
      this.#bytes = new TokenBucket(UPLINK.bytes, this.now)
      this.#updates = new TokenBucket(UPLINK.updates, this.now)
    }
    this.close()
    this.#socket = socket
    this.#isAnswering = true
    const deletions = Y.createDeleteSetFromStructStore(this.doc.store)
    this.#pieces = piecesOf(this.doc, Y.decodeStateVector(stateVector), deletions)
    this.pump()
  }

  /** A change was made in this tab. */
  changed(update: Uint8Array, { beforeState, afterState, deleteSet }: Y.Transaction): void {
    // What is not asked for yet is in the answer.
    if (!this.#socket) return
    if (!this.#isBehind && update.length <= PIECE_BYTES && this.#hasRoom(update.length))
      return this.#send(messageYjsUpdate, update)
    for (const [client, clock] of afterState) {
      const before = beforeState.get(client) ?? 0
      if (clock > before) this.#clocks.set(client, Math.min(before, this.#clocks.get(client) ?? before))
    }
    this.#deletions.push(deleteSet)
    this.pump()
  }

  sendBarrier(n: number): void {
    this.#barrier = encoding.encode((encoder) => {
      for (const value of [MESSAGE.barrier, n]) encoding.writeVarUint(encoder, value)
    })
    this.pump()
  }

  /** Sends what may be sent now. To be called when anything is heard, too: a tab in the background has no quick timers. */
  pump(): void {
    clearTimeout(this.#timer)
    while (this.#socket?.readyState === OPEN) {
      this.#pieces ??= this.#isOwing ? this.#takeOwed() : null
      this.#piece ??= this.#pieces?.next().value ?? null
      if (!this.#piece) {
        this.#pieces = null
        if (this.#isOwing) continue
        return this.#caughtUp(this.#socket)
      }
      if (!this.#hasRoom(this.#piece.length)) {
        this.#timer = setTimeout(() => this.pump(), PAUSE_MS)
        return
      }
      this.#send(messageYjsSyncStep2, this.#piece)
      this.#piece = null
    }
  }

  /** The connection is gone, and with it what was to be said on it. */
  close(): void {
    clearTimeout(this.#timer)
    this.#socket = this.#pieces = this.#piece = this.#barrier = null
    this.#isAnswering = false
    this.#clocks = new Map()
    this.#deletions = []
  }

  get #isOwing(): boolean {
    return this.#clocks.size > 0 || this.#deletions.length > 0
  }
  get #isBehind(): boolean {
    return this.#pieces !== null || this.#isOwing
  }

  #takeOwed(): Iterator<Uint8Array, void> {
    const known = new Map(
      [...this.doc.store.clients.keys()].map((id) => [id, Y.getState(this.doc.store, id)]),
    )
    for (const [client, clock] of this.#clocks) known.set(client, clock)
    const deletions = Y.mergeDeleteSets(this.#deletions)
    this.#clocks = new Map()
    this.#deletions = []
    return piecesOf(this.doc, known, deletions)
  }

  #caughtUp(socket: Socket): void {
    const barrier = this.#barrier
    this.#barrier = null
    if (barrier) socket.send(barrier as Uint8Array<ArrayBuffer>)
    if (!this.#isAnswering) return
    this.#isAnswering = false
    this.answered()
  }

  #hasRoom(bytes: number): boolean {
    const ahead = this.#socket?.bufferedAmount ?? 0
    if (ahead > 0 && ahead + bytes > AHEAD_BYTES) return false
    // One value that is longer than all that may be sent at once is let go: the server says what it thinks of it.
    const cost = Math.min(bytes, UPLINK.bytes.burst)
    return this.#updates.has(1) && this.#bytes.take(cost) && this.#updates.take(1)
  }

  #send(kind: number, update: Uint8Array): void {
    const frame = encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, MESSAGE.sync)
      encoding.writeVarUint(encoder, kind)
      encoding.writeVarUint8Array(encoder, update)
    })
    this.#socket?.send(frame)
  }
}

/**
 * What somebody who knows `known` lacks, each piece applicable after the ones before it, the deletions last; little of it
 * is one piece. What is there now counts: the document may change between two pieces.
 */
function piecesOf(
  doc: Y.Doc,
  known: ReadonlyMap<number, number>,
  deletions: DeleteSet,
): Iterator<Uint8Array, void> {
  const structs = missingStructs(doc, known, PIECE_BYTES)
  const [first, second] = [structs.next().value, structs.next().value]
  const deleted = cutDeletions(deletions, PIECE_BYTES)
  // Also when there is nothing: whoever asked is answered.
  if (!second && deleted.length <= 1)
    return [Y.mergeUpdates([first ?? NOTHING, deleted[0] ?? NOTHING])].values()
  return (function* () {
    if (first) yield first
    if (second) yield second
    yield* structs
    yield* deleted
  })()
}
