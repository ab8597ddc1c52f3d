import { afterEach, beforeEach, expect, test } from 'vitest'
import { startServer, until, type Client, type TestServer } from './server.fixture'

let server: TestServer
beforeEach(async () => (server = await startServer()))
afterEach(() => server.end())

const transportOf = (client: Client) => client.state().way?.transport
const isSaved = (client: Client) => client.state().saved === 'saved' && client.state().unsaved === 0

test('[F36] where upgrades are refused the document travels by requests, and Saved means saved', async () => {
  server.block('refused')
  const client = server.open()
  await until(() => isSaved(client))
  expect(transportOf(client)).toBe('polling')
  const id = client.draw()
  expect(client.state().saved).toBe('saving')
  await until(() => isSaved(client))
  expect(await server.rooms.read(server.board, (document) => document.get(id as never)?.id)).toBe(id)
})

test('[F36] where upgrades are swallowed that takes less than five seconds', async () => {
  server.block('swallowed')
  const startedAt = performance.now()
  const client = server.open()
  await until(() => isSaved(client))
  expect(performance.now() - startedAt).toBeLessThan(5_000)
  expect(transportOf(client)).toBe('polling')
})

test('one by requests and one by WebSocket draw together', async () => {
  const ana = server.open()
  await until(() => isSaved(ana))
  server.block('refused')
  const ben = server.open()
  await until(() => isSaved(ben))
  expect([transportOf(ana), transportOf(ben)]).toEqual(['websocket', 'polling'])
  const [a, b] = [ana.draw(1), ben.draw(2)]
  await until(() => ana.has(b) && ben.has(a) && isSaved(ana) && isSaved(ben))
  await until(() => ana.state().peers.length === 1 && ben.state().peers.length === 1)
})

test('[TU6] when WebSockets work again the document goes back to one, and nothing is lost on the way', async () => {
  server.block('refused')
  const client = server.open()
  await until(() => transportOf(client) === 'polling' && isSaved(client))
  const links = new Set<string>()
  client.connection.state.subscribe(({ link }) => links.add(link))
  const ids = [client.draw(1)]
  server.block(null)
  while (transportOf(client) === 'polling') {
    ids.push(client.draw(ids.length))
    await new Promise((resolve) => setImmediate(resolve))
  }
  await until(() => isSaved(client) && client.state().peers !== null)
  expect([...links]).toEqual(['online'])
  const stored = await server.rooms.read(server.board, (document) => [...document.all()].map(({ id }) => id))
  expect(stored.sort()).toEqual([...new Set(ids)].sort())
})

test('a restarted server is found by WebSocket, whatever came back first', async () => {
  const client = server.open()
  await until(() => isSaved(client))
  server.cut()
  await until(() => client.state().link === 'offline')
  const id = client.draw()
  server.restore()
  await until(() => isSaved(client))
  expect(transportOf(client)).toBe('websocket')
  expect(await server.rooms.read(server.board, (document) => document.get(id as never)?.id)).toBe(id)
})

test('[F15] a network that goes and comes back without WebSockets is found by requests', async () => {
  const client = server.open()
  await until(() => isSaved(client))
  server.block('refused')
  server.cut()
  await until(() => client.state().link === 'offline')
  const id = client.draw()
  server.restore()
  await until(() => isSaved(client))
  expect(transportOf(client)).toBe('polling')
  expect(await server.rooms.read(server.board, (document) => document.get(id as never)?.id)).toBe(id)
})

test('how far away the server is can be asked, by either way', async () => {
  const ana = server.open()
  await until(() => ana.state().self !== null)
  server.block('refused')
  const ben = server.open()
  expect(await ben.connection.roundTripMs()).toBeNull()
  await until(() => ben.state().self !== null)
  for (const client of [ana, ben]) expect(await client.connection.roundTripMs()).toBeGreaterThan(0)
})
