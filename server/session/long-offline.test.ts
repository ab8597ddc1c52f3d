import 'fake-indexeddb/auto'
import { afterEach, expect, test } from 'vitest'
import { MAX_FRAME_BYTES } from '../../lib/protocol/sync'
import { startServer, until, type Client, type TestServer } from './server.fixture'

let server: TestServer
afterEach(() => server.end())

const LETTERS = 100_000
const MIB = 1024 * 1024

/** How often a connection that stood is lost from now on. */
function losses({ connection }: Client): () => number {
  let lost = 0
  connection.state.subscribe(({ link }, before) => {
    if (before.link === 'online' && link !== 'online') lost++
  })
  return () => lost
}
function writeMoreThanOneFrame(client: Client): void {
  for (let i = 0; i * LETTERS <= MAX_FRAME_BYTES + MIB; i++) client.write(LETTERS)
}
async function savedFor(ana: Client): Promise<void> {
  await expect.poll(() => ana.state().saved, { timeout: 60_000 }).toBe('saved')
  const { size } = ana.document
  const bea = server.open()
  await until(() => bea.state().isLoaded && bea.document.size === size)
}

test('[B11] what was made offline arrives however much it is', async () => {
  server = await startServer()
  const ana = server.open()
  await until(() => ana.state().isLoaded && ana.state().self !== null)
  server.cut()
  await until(() => ana.state().link === 'offline')
  writeMoreThanOneFrame(ana)
  await until(() => ana.state().isSafeToClose)
  const lost = losses(ana)
  server.restore()
  await savedFor(ana)
  expect([lost(), ana.state().closed]).toEqual([0, null])
}, 90_000)

test('[B11] [F15] cut while it is sent, it goes on behind what has arrived', async () => {
  server = await startServer()
  const ana = server.open()
  await until(() => ana.state().isLoaded && ana.state().self !== null)
  const bea = server.open()
  await until(() => bea.state().isLoaded)
  ana.document.doc.transact(() => writeMoreThanOneFrame(ana))
  await until(() => bea.document.size > 0)
  expect([ana.state().saved, bea.document.size < ana.document.size]).toEqual(['saving', true])
  server.cut()
  await until(() => ana.state().link === 'offline')
  server.restore()
  await savedFor(ana)
  await until(() => bea.document.size === ana.document.size)
}, 90_000)

test('[B10] [B11] a large import made while connected arrives, and nothing is called saved before it has', async () => {
  server = await startServer()
  const ana = server.open()
  await until(() => ana.state().isLoaded && ana.state().saved === 'saved')
  const lost = losses(ana)
  ana.document.doc.transact(() => writeMoreThanOneFrame(ana))
  expect(ana.state()).toMatchObject({ saved: 'saving', unsaved: 1 })
  await savedFor(ana)
  expect([lost(), ana.state().closed]).toEqual([0, null])
}, 90_000)
