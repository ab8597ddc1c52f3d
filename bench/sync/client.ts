import { dialects, readBarrier, type Dialect, type DialectName } from './dialect'
import { forEachMark } from './marker'
import { LeanSocket } from './socket'

/** Where a client goes. */
export interface Address {
  /** Of the socket, with everything behind the host. */
  readonly url: string
  readonly room: string
  readonly dialect: DialectName
  /** A relay knows no board: whoever is connected has everything. */
  readonly hasBoards: boolean
}

export interface ClientOptions {
  /** What is known of the board already; without it everything is asked for. */
  readonly stateVector?: Uint8Array
  /** Told of each edit that comes, and how old it is. */
  readonly onMark?: (ageMs: number) => void
  readonly onBarrier?: (n: number, isDurable: boolean) => void
  /** A whole message; its bytes are only valid during the call. */
  readonly onMessage?: (message: Buffer) => void
  readonly onClose?: (code: number | null) => void
}

/** Somebody on a board, who reads no more of what comes than the bench has to know. */
export class Client {
  /** Edits that came. */
  marks = 0
  /** Everything of the board as it was on arrival is here. */
  readonly ready: Promise<void>
  readonly #socket: LeanSocket
  readonly #dialect: Dialect

  constructor(
    private readonly address: Address,
    { stateVector, onMark, onBarrier, onMessage, onClose }: ClientOptions = {},
  ) {
    this.#dialect = dialects[address.dialect]
    let isReady = () => {}
    let isGone = (_: Error) => {}
    this.ready = new Promise((resolve, reject) => {
      isReady = resolve
      isGone = reject
    })
    this.ready.catch(() => {})
    const count = (ageMs: number) => {
      this.marks++
      onMark?.(ageMs)
    }
    this.#socket = new LeanSocket(new URL(address.url), {
      onOpen: () => {
        if (!address.hasBoards) return isReady()
        for (const message of this.#dialect.hello(address.room, stateVector)) this.#socket.send(message)
      },
      onMessage: (message) => {
        const kind = this.#dialect.kindOf(message)
        onMessage?.(message)
        if (kind === 'step2') isReady()
        if (kind === 'barrier' && onBarrier) {
          const { n, isDurable } = readBarrier(message)
          onBarrier(n, isDurable)
        }
        forEachMark(message, count)
      },
      onClose: (code) => {
        isGone(new Error(`closed with ${code ?? 'no code'}`))
        onClose?.(code)
      },
    })
  }

  get bytesRead(): number {
    return this.#socket.bytesRead
  }
  send(message: Uint8Array): void {
    this.#socket.send(message)
  }
  sendUpdate(update: Uint8Array): void {
    this.#socket.send(this.#dialect.update(this.address.room, update))
  }
  close(): void {
    this.#socket.close()
  }
}
