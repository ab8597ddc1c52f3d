import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { WebSocket as Native, WebSocketServer, type WebSocket as ServerSocket } from 'ws'
import { newBoardId } from '../board/ids'
import { SESSION_KEY_PATTERN } from '../protocol/session-limits'
import { earlyScript, type EarlyConnection, type EarlyOpening } from './early-script'
import { webSocketAfter } from './early-socket'

const boardId = newBoardId()
/** What a browser would not take in by itself, while nobody reads it. */
const CHUNKS = 40
const CHUNK_BYTES = 256 * 1024
let server: WebSocketServer
let early: EarlyConnection
/** The server's end, and what it has heard. */
let peer: ServerSocket
const asked: string[] = []
const heard: number[][] = []

beforeEach(async () => {
  asked.length = heard.length = 0
  server = new WebSocketServer({ port: 0 })
  server.on('connection', (socket, { url }) => {
    asked.push(url!)
    peer = socket
    socket.on('message', (data: Buffer) => heard.push([...data]))
  })
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const window: { ardoiseEarly?: EarlyConnection } = {}
  const origin = `http://127.0.0.1:${port}`
  runInNewContext(earlyScript(boardId), {
    window,
    performance,
    location: { origin },
    crypto,
    btoa,
    WebSocket: Native,
    Uint8Array,
  })
  early = window.ardoiseEarly!
})
afterEach(() => {
  for (const client of server.clients) client.terminate()
  server.close()
})

/** The socket as its new owner has it, and what the owner is told. */
function adopt() {
  const told: string[] = []
  const socket = new (webSocketAfter(early))('ws://elsewhere')
  socket.onopen = () => told.push('open')
  socket.onmessage = ({ data }) => told.push(`message ${new Uint8Array(data as ArrayBuffer).join()}`)
  socket.onclose = ({ code }) => told.push(`close ${code}`)
  return { socket, told }
}
const opened = () => vi.waitFor(() => expect(heard).toEqual([[0, 0, 1, 0]]))

test('the page asks for all of the board by itself, under a key of its own', async () => {
  await opened()
  const [path, key] = asked[0]!.split('?s=')
  expect(path).toBe(`/sync/${boardId}`)
  expect(key).toBe(early.sessionKey)
  expect(key).toMatch(SESSION_KEY_PATTERN)
})

test('of a large board the page fetches all, and connects to nothing', async () => {
  await opened()
  const fetched: string[] = []
  const window: { ardoiseOpening?: EarlyOpening } = {}
  let made = 0
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      controller.enqueue(new Uint8Array(CHUNK_BYTES).fill(++made))
      if (made === CHUNKS) controller.close()
    },
  })
  const page = { window, Response, TransformStream, ByteLengthQueuingStrategy }
  const fetch = (path: string) => (fetched.push(path), Promise.resolve(new Response(body)))
  runInNewContext(earlyScript(boardId, true), { ...page, fetch })
  expect(fetched).toEqual([`/sync/${boardId}/opening`])
  expect(window.ardoiseOpening).toMatchObject({ boardId })
  // Nobody has to take it in for that.
  await vi.waitFor(() => expect(made).toBe(CHUNKS))
  const answer = (await window.ardoiseOpening!.answer)!
  expect(answer.status).toBe(200)
  const all = new Uint8Array(await answer.arrayBuffer())
  expect(all.length).toBe(CHUNKS * CHUNK_BYTES)
  expect(all.at(-1)).toBe(CHUNKS)

  runInNewContext(earlyScript(boardId, true), {
    ...page,
    fetch: () => Promise.reject(new TypeError('offline')),
  })
  expect(await window.ardoiseOpening!.answer).toBeNull()
})

test('what came while nobody listened is told in order, before what came later', async () => {
  await opened()
  for (const n of [1, 2, 3]) peer.send(new Uint8Array([n]))
  await vi.waitFor(() => expect(early.messages).toHaveLength(3))
  const { told } = adopt()
  peer.send(new Uint8Array([4]))
  peer.close(4404)
  expect(told).toEqual([])
  await vi.waitFor(() =>
    expect(told).toEqual(['open', 'message 1', 'message 2', 'message 3', 'message 4', 'close 4404']),
  )
})

test('a socket that is still being opened is handed on as well', async () => {
  const { told } = adopt()
  await opened()
  peer.send(new Uint8Array([7]))
  await vi.waitFor(() => expect(told).toEqual(['open', 'message 7']))
})

test('the question is not asked twice, and everything else is sent', async () => {
  await opened()
  const { socket, told } = adopt()
  await vi.waitFor(() => expect(told).toEqual(['open']))
  socket.send(new Uint8Array([0, 0, 1, 0]))
  socket.send(new Uint8Array([0, 2, 5]))
  socket.send(new Uint8Array([0, 0, 1, 0]))
  await vi.waitFor(() =>
    expect(heard).toEqual([
      [0, 0, 1, 0],
      [0, 2, 5],
      [0, 0, 1, 0],
    ]),
  )
})

test('an owner who closes it hears nothing more of it', async () => {
  await opened()
  for (const n of [1, 2]) peer.send(new Uint8Array([n]))
  await vi.waitFor(() => expect(early.messages).toHaveLength(2))
  const { socket, told } = adopt()
  socket.onmessage = () => {
    told.push('first')
    socket.onclose = null
    socket.close()
  }
  await once(peer, 'close')
  expect(told).toEqual(['open', 'first'])
})

test('the next connection is a new one, and so is the first when this one has ended', async () => {
  await opened()
  const After = webSocketAfter(early)
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/next`
  new After(url)
  new After(url)
  await vi.waitFor(() => expect(asked).toEqual([expect.stringContaining('/sync/'), '/next']))
  early.socket.close()
  await vi.waitFor(() => expect(early.socket.readyState).toBe(Native.CLOSED))
  new (webSocketAfter(early))(url)
  await vi.waitFor(() => expect(asked).toHaveLength(3))
})
