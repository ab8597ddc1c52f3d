import 'fake-indexeddb/auto'
import { afterEach, expect, test } from 'vitest'
import { CLOSE, MAX_FRAME_BYTES } from '../../lib/protocol/sync'
import { startServer, until, type TestServer } from './server.fixture'

let server: TestServer
afterEach(() => server.end())

test('[B11] what is longer than the server reads is said to be too large, and not sent again and again', async () => {
  server = await startServer()
  const ana = server.open()
  await until(() => ana.state().isLoaded && ana.state().self !== null)
  let lost = 0
  ana.connection.state.subscribe(({ link }, before) => {
    if (before.link === 'online' && link !== 'online') lost++
  })
  // One value, past our own validation, as a bug of ours would be: it cannot be cut.
  ana.document.doc.getMap('board').set('text', 'a'.repeat(MAX_FRAME_BYTES + 1))
  await until(() => ana.state().link === 'closed')
  expect([ana.state().closed?.code, lost]).toEqual([CLOSE.tooLarge, 1])
  // Kept as a copy; the next visit does not begin with it.
  await until(() => ana.state().setAside === 1)
})
