import 'fake-indexeddb/auto'
import { afterEach, expect, test } from 'vitest'
import { CLOSE, MAX_FRAME_BYTES } from '../../lib/protocol/sync'
import { startServer, until, type TestServer } from './server.fixture'

let server: TestServer
afterEach(() => server.end())

const LETTERS = 100_000

test('[B11] what is longer than the server reads is said to be too large, and not sent again and again', async () => {
  server = await startServer()
  const ana = server.open()
  await until(() => ana.state().isLoaded && ana.state().self !== null)
  server.cut()
  await until(() => ana.state().link === 'offline')
  for (let i = 0; i * LETTERS <= MAX_FRAME_BYTES; i++) ana.write(LETTERS)
  await until(() => ana.state().isSafeToClose)
  let sent = 0
  ana.connection.state.subscribe(({ link }, before) => {
    if (link === 'online' && before.link !== 'online') sent++
  })
  server.restore()
  await until(() => ana.state().link === 'closed')
  expect(ana.state().closed?.code).toBe(CLOSE.tooLarge)
  expect(sent).toBeLessThanOrEqual(1)
  // Kept as a copy; the next visit does not begin with it.
  const { unsaved } = ana.state()
  await until(() => ana.state().setAside === unsaved)
})
