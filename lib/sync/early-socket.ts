import { ASK_FOR_ALL, type EarlyConnection, type EarlyOpening } from './early-script'

/** What the page's first script began for this board, to whoever asks first; null when it began nothing. */
export function takeEarlyConnection(boardId: string): EarlyConnection | null {
  const early = typeof window === 'undefined' ? undefined : window.ardoiseEarly
  if (early?.boardId !== boardId) return null
  delete window.ardoiseEarly
  return early
}

/** What the page's first script fetches of this board, to whoever asks first; null when it fetches nothing. */
export function takeEarlyOpening(boardId: string): EarlyOpening['answer'] | null {
  const early = typeof window === 'undefined' ? undefined : window.ardoiseOpening
  if (early?.boardId !== boardId) return null
  delete window.ardoiseOpening
  return early.answer
}

/** A `WebSocket` whose first instance is the one that is open already; each later one is new. */
export function webSocketAfter(early: EarlyConnection): typeof WebSocket {
  const Native = early.socket.constructor as typeof WebSocket
  let isTaken = false
  return class {
    constructor(url: string, protocols?: string[]) {
      const isOver = early.socket.readyState > Native.OPEN
      if (isTaken || isOver) return new Native(url, protocols)
      isTaken = true
      return new EarlySocket(early)
    }
  } as unknown as typeof WebSocket
}

/** What has come is told for this long at a time, then others have their turn: half a frame. */
const TELLING_MS = 8

type Handler<E> = ((event: E) => void) | null

/**
 * An open socket handed on: its new owner is told what has happened to it so far as if it happened now, a few
 * messages a task, and hears nothing that came later before that. As much of a `WebSocket` as is used of one here.
 */
class EarlySocket {
  binaryType = 'arraybuffer'
  readonly CONNECTING = 0
  readonly OPEN = 1
  onopen: Handler<Event> = null
  onmessage: Handler<Pick<MessageEvent<ArrayBuffer>, 'data'>> = null
  onerror: Handler<Event> = null
  onclose: Handler<CloseEvent> = null
  readonly #socket: WebSocket
  readonly #past: (() => void)[] = []
  readonly #turn = new MessageChannel()
  #hasAsked = false

  constructor({ socket, messages }: EarlyConnection) {
    this.#socket = socket
    socket.onmessage = null
    const opened = () => this.onopen?.(new Event('open'))
    // Whoever makes a socket says afterwards who listens to it.
    if (socket.readyState === this.OPEN) this.#past.push(opened)
    else socket.addEventListener('open', () => this.#tell(opened))
    for (const data of messages.splice(0)) this.#past.push(() => this.onmessage?.({ data }))
    socket.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) =>
      this.#tell(() => this.onmessage?.({ data })),
    )
    socket.addEventListener('error', (event) => this.#tell(() => this.onerror?.(event)))
    socket.addEventListener('close', (event) => this.#tell(() => this.onclose?.(event)))
    this.#turn.port1.onmessage = () => this.#goOn()
    // As soon as its owner listens: so the first frame that is drawn has something of the board.
    queueMicrotask(() => this.#goOn())
  }

  get readyState(): number {
    return this.#socket.readyState
  }

  get bufferedAmount(): number {
    return this.#socket.bufferedAmount
  }

  /** Of the socket itself: at once, also while its owner is still told of what was before. */
  addEventListener(...listener: Parameters<WebSocket['addEventListener']>): void {
    this.#socket.addEventListener(...listener)
  }

  send(bytes: Uint8Array<ArrayBuffer>): void {
    // The first thing that its owner says has been said already.
    const isAsked = !this.#hasAsked && isSame(bytes, ASK_FOR_ALL)
    this.#hasAsked = true
    if (!isAsked) this.#socket.send(bytes)
  }

  close(): void {
    this.#past.length = 0
    this.#socket.close()
  }

  #tell(event: () => void): void {
    if (this.#past.length === 0) event()
    else this.#past.push(event)
  }

  #goOn(): void {
    const until = performance.now() + TELLING_MS
    try {
      do this.#tellFirst()
      while (this.#past.length > 0 && performance.now() < until)
    } finally {
      if (this.#past.length > 0) this.#turn.port2.postMessage(null)
      else this.#turn.port1.close()
    }
  }

  /** It stays in its place until it is told: what comes meanwhile is for later. */
  #tellFirst(): void {
    try {
      this.#past[0]?.()
    } finally {
      this.#past.shift()
    }
  }
}

const isSame = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  a.length === b.length && Array.from(a).every((byte, i) => byte === b[i])
