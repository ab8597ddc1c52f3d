import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { SharedFrameSocket } from './shared-frames'

/** Around the lengths at which a header grows, and where messages are not copied any more. */
const LENGTHS = [0, 1, 125, 126, 16_384, 16_385, 65_535, 65_536, 300_000]
const message = (length: number) => new Uint8Array(length).map((_, i) => (i * 31 + length) & 255)

async function connected(count: number) {
  const http = createServer()
  const server = new WebSocketServer<typeof SharedFrameSocket>({
    WebSocket: SharedFrameSocket,
    noServer: true,
    perMessageDeflate: false,
  })
  const near: SharedFrameSocket[] = []
  http.on('upgrade', (req, socket, head) =>
    server.handleUpgrade(req, socket, head, (ws) => {
      ws.writeTo(socket)
      near.push(ws)
    }),
  )
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}`
  const far = Array.from({ length: count }, () => {
    const ws = new WebSocket(url)
    const heard: (Uint8Array | 'ping')[] = []
    ws.on('message', (data: Buffer) => heard.push(new Uint8Array(data)))
    ws.on('ping', () => heard.push('ping'))
    return { ws, heard }
  })
  await Promise.all(far.map(({ ws }) => once(ws, 'open')))
  await expect.poll(() => near.length).toBe(count)
  return { near, far, end: () => new Promise((resolve) => (http.closeAllConnections(), http.close(resolve))) }
}

test('what is sent to several is what each of them reads, in order, beside pings and a close', async () => {
  const { near, far, end } = await connected(3)
  for (const length of LENGTHS) {
    const shared = message(length)
    for (const ws of near) {
      ws.send(shared)
      ws.ping()
    }
  }
  for (const ws of near) ws.close(1012, 'restarts')
  const codes = await Promise.all(far.map(async ({ ws }) => (await once(ws, 'close'))[0] as number))
  expect(codes).toEqual([1012, 1012, 1012])
  for (const { heard } of far) {
    expect(heard).toHaveLength(2 * LENGTHS.length)
    LENGTHS.forEach((length, i) => {
      expect(Buffer.compare(heard[2 * i] as Uint8Array, message(length))).toBe(0)
      expect(heard[2 * i + 1]).toBe('ping')
    })
  }
  await end()
})

test('nothing is written behind a close, and whoever sends is told', async () => {
  const { near, far, end } = await connected(1)
  near[0]!.close(1000)
  const outcome = await new Promise((resolve) => near[0]!.send(message(10), resolve))
  expect(outcome).toBeInstanceOf(Error)
  await once(far[0]!.ws, 'close')
  expect(far[0]!.heard).toEqual([])
  await end()
})

test('[SY8] what is sent while the other side reads nothing comes in order, and is said to be taken then, not before', async () => {
  const { near, far, end } = await connected(1)
  const [ws, { ws: reader, heard }] = [near[0]!, far[0]!]
  reader.pause()
  const lengths = Array.from({ length: 40 }, () => [100_000, 10, 300_000, 16_384]).flat()
  let taken = 0
  for (const length of lengths) {
    ws.send(message(length), (error: unknown) => void (error ?? taken++))
    ws.ping()
  }
  await new Promise((resolve) => setImmediate(resolve))
  expect(taken).toBeLessThan(lengths.length)
  reader.resume()
  await expect.poll(() => heard.length, { timeout: 20_000 }).toBe(2 * lengths.length)
  const messages = heard.filter((one) => one !== 'ping')
  expect(messages.map(({ length }) => length)).toEqual(lengths)
  expect(messages.every((one) => Buffer.compare(one, message(one.length)) === 0)).toBe(true)
  expect(taken).toBe(lengths.length)
  ws.close(1000)
  await once(reader, 'close')
  await end()
})
