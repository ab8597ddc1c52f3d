import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** What the proxy does with requests for a WebSocket. */
export type Upgrades =
  | 'pass'
  /** Takes the upgrade out of the request, as a proxy does that was not told of it: the server answers with an error. */
  | 'strip'
  /** Never answers. */
  | 'swallow'

/** How a network behaves that is not perfect. */
export interface Weather {
  /** Each way. */
  readonly delayMs?: number
  /** Share of what is sent that gets lost, and what it costs to send it again: everything behind it waits, as in TCP. */
  readonly lossShare?: number
  readonly resendMs?: number
  /** Each connection, each way. */
  readonly bytesPerSecond?: number
  /** A connection without a byte for this long is cut. */
  readonly idleMs?: number
}

/** Bytes that wait in one direction before their sender is paused. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024

/**
 * What stands between a browser and the server, for tests: it passes bytes on, and does to them what networks do.
 * Everything can be changed while connections are open.
 */
export class TestProxy {
  upgrades: Upgrades = 'pass'
  weather: Weather = {}
  /** New connections are refused. */
  isDown = false
  /** What may still come down WebSockets, in bytes; the rest waits for `allow`. */
  #allowance = Infinity
  /** Requests for a WebSocket that were seen. */
  upgradesSeen = 0
  readonly #server: Server
  readonly #pairs = new Set<Pair>()
  #isHeld = false
  #seed = 1

  private constructor(readonly target: URL) {
    this.#server = createServer({ allowHalfOpen: true }, (client) => this.#accept(client))
  }

  /** Stands in front of `target`, on a port of its own. */
  static async start(target: string): Promise<TestProxy> {
    const proxy = new TestProxy(new URL(target))
    proxy.#server.listen(0, '127.0.0.1')
    await once(proxy.#server, 'listening')
    return proxy
  }

  get url(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`
  }
  get connections(): number {
    return this.#pairs.size
  }
  get isHeld(): boolean {
    return this.#isHeld
  }

  /** A cable is pulled somewhere: connections stay open on both sides, and not a byte passes, nor a goodbye. [F15] */
  hold(): void {
    this.#isHeld = true
  }

  /** It is back in: what waited is delivered. */
  release(): void {
    this.#isHeld = false
    for (const pair of this.#pairs) pair.goOn()
  }

  /** A thin line: so many bytes of boards come down, a chunk more at most, then none until it is called again. */
  allow(bytes: number): void {
    this.#allowance = bytes
    for (const pair of this.#pairs) pair.goOn()
  }

  get isUsedUp(): boolean {
    return this.#allowance <= 0
  }
  spend(bytes: number): void {
    this.#allowance -= bytes
  }

  /** Every connection is cut, on both sides. */
  cut(): void {
    for (const pair of this.#pairs) pair.destroy()
  }

  async stop(): Promise<void> {
    this.isDown = true
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.cut()
    await closed
  }

  /** Always the same sequence, so that a bad day can be had again. */
  random(): number {
    this.#seed = (this.#seed * 48_271) % 2_147_483_647
    return this.#seed / 2_147_483_647
  }

  #accept(client: Socket): void {
    if (this.isDown) return void client.destroy()
    const server = connect({
      host: this.target.hostname,
      port: Number(this.target.port),
      allowHalfOpen: true,
    })
    const pair = new Pair(this, client, server)
    this.#pairs.add(pair)
    const forget = () => void (client.closed && server.closed && this.#pairs.delete(pair))
    for (const socket of [client, server]) socket.once('close', forget)
  }
}

/** One connection of the browser and the one to the server that it stands for. */
class Pair {
  readonly #lines: readonly [up: Line, down: Line]
  /** Asked for a board, by a WebSocket or otherwise. */
  bringsBoard = false
  #idle: NodeJS.Timeout | undefined

  constructor(
    private readonly proxy: TestProxy,
    client: Socket,
    server: Socket,
  ) {
    const touched = () => this.#touch()
    this.#lines = [
      new Line(proxy, client, server, touched, (chunk) => this.#admit(chunk)),
      new Line(proxy, server, client, touched, (chunk) => chunk, this),
    ]
    this.#touch()
  }

  goOn(): void {
    for (const line of this.#lines) line.goOn()
  }

  destroy(): void {
    clearTimeout(this.#idle)
    for (const line of this.#lines) line.destroy()
  }

  /** A browser sends the head of a request at once, and nothing else begins like one. */
  #admit(chunk: Buffer): Buffer | null {
    const head = chunk.subarray(0, 4).toString('latin1') === 'GET ' ? chunk.toString('latin1') : ''
    if (head.startsWith('GET /sync/')) this.bringsBoard = true
    if (!/\r\nupgrade: *websocket\r\n/i.test(head)) return chunk
    this.proxy.upgradesSeen += 1
    this.bringsBoard = true
    if (this.proxy.upgrades === 'pass') return chunk
    if (this.proxy.upgrades === 'swallow') return null
    return Buffer.from(head.replace(/\r\n(upgrade|connection|sec-websocket-[a-z]+): *[^\r]*/gi, ''), 'latin1')
  }

  #touch(): void {
    clearTimeout(this.#idle)
    const { idleMs } = this.proxy.weather
    if (idleMs !== undefined) this.#idle = setTimeout(() => this.destroy(), idleMs)
  }
}

type Parcel = { readonly bytes: Buffer | 'end' | 'destroy'; readonly at: number }

/** One direction: what comes from one socket goes to the other, later, or when the line is not held any more. */
class Line {
  readonly #waiting: Parcel[] = []
  #bytes = 0
  #freeAt = 0
  #timer: NodeJS.Timeout | undefined

  constructor(
    private readonly proxy: TestProxy,
    private readonly from: Socket,
    private readonly to: Socket,
    private readonly touched: () => void,
    private readonly admit: (chunk: Buffer) => Buffer | null,
    /** The pair it comes down in. */
    private readonly down?: Pair,
  ) {
    from.on('data', (chunk: Buffer) => this.#take(chunk))
    from.on('end', () => this.#push('end'))
    from.on('error', () => {}) // `close` follows
    from.on('close', () => this.#push('destroy'))
    from.setNoDelay(true)
  }

  goOn(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#pump()
  }

  destroy(): void {
    clearTimeout(this.#timer)
    this.#waiting.length = 0
    this.from.destroy()
  }

  #take(chunk: Buffer): void {
    const bytes = this.admit(chunk)
    if (bytes === null) return
    this.#bytes += bytes.length
    if (this.#bytes > MAX_WAITING_BYTES) this.from.pause()
    this.#push(bytes)
  }

  #push(bytes: Parcel['bytes']): void {
    const { delayMs = 0, lossShare = 0, resendMs = 0, bytesPerSecond = Infinity } = this.proxy.weather
    const sendMs = (typeof bytes === 'string' ? 0 : bytes.length / bytesPerSecond) * 1000
    const lostMs = this.proxy.random() < lossShare ? resendMs : 0
    this.#freeAt = Math.max(Date.now(), this.#freeAt) + sendMs + lostMs
    this.#waiting.push({ bytes, at: this.#freeAt + delayMs })
    this.#pump()
  }

  #pump(): void {
    while (!this.proxy.isHeld && !this.#isUsedUp && this.#timer === undefined) {
      const next = this.#waiting[0]
      if (!next) return
      const waitMs = next.at - Date.now()
      if (waitMs > 0) return void (this.#timer = setTimeout(() => this.goOn(), waitMs))
      this.#waiting.shift()
      this.#deliver(next.bytes)
    }
  }

  get #isUsedUp(): boolean {
    return this.down?.bringsBoard === true && this.proxy.isUsedUp
  }

  #deliver(bytes: Parcel['bytes']): void {
    if (bytes === 'destroy') return void this.to.destroy()
    if (bytes === 'end') return void this.to.end()
    this.touched()
    if (this.down?.bringsBoard) this.proxy.spend(bytes.length)
    this.#bytes -= bytes.length
    if (this.#bytes <= MAX_WAITING_BYTES && this.from.isPaused()) this.from.resume()
    if (!this.to.destroyed) this.to.write(bytes)
  }
}
