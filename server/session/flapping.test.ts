import 'fake-indexeddb/auto'
import { afterEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { MESSAGE } from '../../lib/protocol/sync'
import { startServer, until, type Client, type TestServer } from './server.fixture'

let server: TestServer
let release = () => {}
afterEach(async () => {
  release()
  await server.end()
})

const isLoaded = (client: Client) => client.state().isLoaded && client.state().self !== null

test('[F15] a connection that is lost again as soon as it is there is tried less and less often, and what waits is not called new', async () => {
  const held = new Promise<void>((resolve) => (release = resolve))
  server = await startServer({
    journal: (real) => ({ ...real, append: async (...args) => held.then(() => real.append(...args)) }),
  })
  let isLost = false
  const tries: number[] = []
  const sockets: WebSocket[] = []
  class Lost extends WebSocket {
    constructor(url: string) {
      super(url)
      tries.push(performance.now())
      sockets.push(this)
      // Just after the board is there: to the tab it was a connection like any other.
      this.on('message', (data: ArrayBuffer) => {
        const [type, kind] = new Uint8Array(data)
        if (isLost && type === MESSAGE.sync && kind === 1) setImmediate(() => this.terminate())
      })
    }
  }
  const ana = server.open({ webSocket: Lost as unknown as typeof globalThis.WebSocket })
  await until(() => isLoaded(ana))
  ana.draw()
  const { savingSince } = ana.state()
  expect(savingSince).not.toBeNull()
  const told = new Set<number | null>()
  const links: string[] = []
  ana.connection.state.subscribe((state) => {
    if (state.link !== links.at(-1)) links.push(state.link)
    if (state.link === 'online') told.add(state.savingSince)
  })
  isLost = true
  const first = tries.length
  sockets.at(-1)!.terminate()
  await until(() => tries.length >= first + 4)
  // Half of 500, 1 000 and 2 000 ms at least.
  expect(tries[first + 3]! - tries[first]!).toBeGreaterThan(1_750)
  expect(links.filter((link) => link === 'online').length).toBeGreaterThanOrEqual(3)
  expect([...told]).toEqual([savingSince])
  isLost = false
  release()
  await until(() => ana.state().saved === 'saved')
})
