import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CLOSE } from '../protocol/sync'
import { DocumentRoute, type SessionWay } from './document-route'
import type { EarlyConnection } from './early-script'

/** A socket whose fate the test decides. */
class FakeSocket extends EventTarget {
  static made: FakeSocket[] = []
  static readonly OPEN = 1
  readonly CONNECTING = 0
  readyState = 0
  constructor(readonly url: string) {
    super()
    FakeSocket.made.push(this)
  }
  opens() {
    this.readyState = 1
    this.dispatchEvent(new Event('open'))
  }
  says() {
    this.dispatchEvent(new Event('message'))
  }
  ends(code = 1006) {
    this.readyState = 3
    this.dispatchEvent(Object.assign(new Event('close'), { code }))
  }
  close() {
    if (this.readyState !== 3) queueMicrotask(() => this.ends())
  }
}

const URL = 'ws://host/sync/board?s=key'
/** What the session channel was asked, and the route's provider, which connects anew when it is told to. */
function stage(early: EarlyConnection | null = null) {
  const log: string[] = []
  const state = { isConnected: false }
  const session: SessionWay = {
    get isConnected() {
      return state.isConnected
    },
    tunnel: (query) => {
      log.push(`tunnel ${query}`)
      return {} as WebSocket
    },
    avoidWebSocket: () => log.push('avoid'),
    preferWebSocket: () => log.push('prefer'),
  }
  const route = new DocumentRoute({
    url: 'http://host',
    native: FakeSocket as unknown as typeof WebSocket,
    early,
    session: () => session,
    rerouted: () => connect(),
  })
  const connect = () => void new route.webSocket(URL)
  return {
    route,
    log,
    connect,
    opened: () => {
      state.isConnected = true
      route.sessionOpened()
    },
    closed: () => {
      state.isConnected = false
      route.sessionClosed()
    },
  }
}
const last = () => FakeSocket.made.at(-1)!
/** WebSockets are refused, requests are not: the document is in the tunnel. */
function tunnelled() {
  const s = stage()
  s.opened()
  s.connect()
  last().ends()
  s.connect()
  last().ends()
  expect(s.route.isTunnelled).toBe(true)
  return s
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  FakeSocket.made = []
})
afterEach(() => vi.useRealTimers())

test('a WebSocket that opens is the way', () => {
  const { route, log, connect, opened } = stage()
  connect()
  last().opens()
  opened()
  vi.advanceTimersByTime(60_000)
  expect([route.isTunnelled, log, FakeSocket.made.map(({ url }) => url)]).toEqual([false, [], [URL]])
})

test('[TU6] refused twice while requests are answered: through the session channel, with the same address', () => {
  const { log } = tunnelled()
  expect(log).toEqual(['tunnel s=key'])
})

test('a server that is down is not a blocked WebSocket: it is tried once more when requests are answered again', () => {
  const { route, connect, opened } = stage()
  for (let i = 0; i < 5; i++) {
    connect()
    last().ends()
  }
  opened()
  expect(route.isTunnelled).toBe(false)
  connect()
  last().opens()
  last().says()
  expect(route.isTunnelled).toBe(false)
})

test('[TU6] held up: after a second and a half requests are tried, and taken when they are answered first', () => {
  const { route, log, connect, opened } = stage()
  connect()
  vi.advanceTimersByTime(1_400)
  expect(log).toEqual([])
  vi.advanceTimersByTime(200)
  expect(log).toEqual(['avoid'])
  opened()
  expect([route.isTunnelled, log.at(-1)]).toEqual([true, 'tunnel s=key'])
})

test('slow, but open before a request is answered: a WebSocket', () => {
  const { route, connect, opened } = stage()
  connect()
  vi.advanceTimersByTime(4_000)
  last().opens()
  opened()
  expect(route.isTunnelled).toBe(false)
})

test('the attempt that the page began counts from when it was begun', () => {
  const socket = new FakeSocket(URL)
  const early = { boardId: 'board', sessionKey: 'key', messages: [], begunAt: performance.now() }
  vi.advanceTimersByTime(1_000)
  const { log, connect } = stage({ ...early, socket: socket as unknown as WebSocket })
  connect()
  expect(FakeSocket.made).toHaveLength(1)
  vi.advanceTimersByTime(600)
  expect(log).toEqual(['avoid'])
})

test('the attempt that the page began and that was refused counts as one', () => {
  const socket = new FakeSocket(URL)
  socket.ends()
  const early = { boardId: 'board', sessionKey: 'key', messages: [], begunAt: 0 }
  const { route, connect, opened } = stage({ ...early, socket: socket as unknown as WebSocket })
  opened()
  connect()
  last().ends()
  expect(route.isTunnelled).toBe(true)
})

test('a WebSocket that opens and then carries nothing is no way either', () => {
  const { route, connect, opened } = stage()
  opened()
  connect()
  last().opens()
  connect() // given up in silence
  last().opens()
  connect()
  expect(route.isTunnelled).toBe(true)
})

test('closed by the server is not blocked', () => {
  const { route, connect, opened } = stage()
  opened()
  for (let i = 0; i < 4; i++) {
    connect()
    last().opens()
    last().ends(CLOSE.tryLater)
  }
  expect(route.isTunnelled).toBe(false)
})

test('[TU6] in the tunnel a WebSocket is looked for, less and less often, and at once on waking', () => {
  const { route } = tunnelled()
  const before = FakeSocket.made.length
  const probes: number[] = []
  for (let s = 0; s < 300; s++) {
    vi.advanceTimersByTime(1_000)
    if (last().readyState === 3) continue
    probes.push(s)
    last().ends()
  }
  expect(probes[0]).toBeLessThanOrEqual(2)
  expect(probes.length).toBeGreaterThan(7)
  expect(probes.length).toBeLessThan(20)
  route.wake()
  expect(FakeSocket.made).toHaveLength(before + probes.length + 1)
})

test('[TU6] a WebSocket that the server itself closed shows that they work: back to one, the session channel too', () => {
  const { route, log } = tunnelled()
  route.wake()
  expect(last().url).toBe('ws://host/sync/-')
  last().opens()
  expect(route.isTunnelled).toBe(true) // a proxy may say that, and pass nothing on
  last().ends(CLOSE.noSuchBoard)
  expect([route.isTunnelled, last().url, log.at(-1)]).toEqual([false, URL, 'prefer'])
})

test('with the session channel the tunnel ends, and the next way is found anew', () => {
  const s = tunnelled()
  s.closed()
  s.connect()
  expect(last().url).toBe(URL)
  last().opens()
  s.opened()
  expect(s.route.isTunnelled).toBe(false)
})

test('once it is over nothing is looked for', () => {
  const { route } = tunnelled()
  route.dispose()
  const before = FakeSocket.made.length
  vi.advanceTimersByTime(120_000)
  expect(FakeSocket.made).toHaveLength(before)
})
