import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { FrameReader, FrameWriter } from '../protocol/frame-stream'
import { TunnelSocket } from './tunnel-socket'

/** The session channel, and the server behind it. */
class Channel extends EventEmitter {
  connected = true
  readonly sent: { event: string; n: number; args: unknown[] }[] = []
  override emit(event: string, ...args: unknown[]): boolean {
    this.sent.push({ event, n: args[0] as number, args: args.slice(1) })
    return true
  }
  hear(event: string, ...args: unknown[]): void {
    super.emit(event, ...args)
  }
  get n(): number {
    return this.sent.findLast(({ event }) => event === 'sync:open')!.n
  }
  get frames(): Uint8Array[] {
    const reader = new FrameReader()
    for (const { event, args } of this.sent) if (event === 'sync:piece') reader.push(args[0] as Uint8Array)
    const frames: Uint8Array[] = []
    for (let frame = reader.next(); frame instanceof Uint8Array; frame = reader.next()) frames.push(frame)
    return frames
  }
  /** Calls what asks for acknowledgement. */
  acknowledge(): void {
    for (const { args } of this.sent.splice(0)) (args[1] as (() => void) | undefined)?.()
  }
}

async function open(query = 's=key') {
  const channel = new Channel()
  const socket = new TunnelSocket(channel as never, query)
  const heard: Uint8Array[] = []
  const closed: number[] = []
  const events = { isOpen: false }
  socket.onopen = () => (events.isOpen = true)
  socket.onmessage = ({ data }) => heard.push(data)
  socket.onclose = ({ code }) => closed.push(code)
  expect(events.isOpen).toBe(false)
  await Promise.resolve()
  return { channel, socket, heard, closed, events }
}

test('it opens in the next turn, once somebody listens, and says which board connection it is', async () => {
  const { channel, socket, events } = await open()
  expect([events.isOpen, socket.readyState]).toEqual([true, 1])
  expect(channel.sent).toEqual([{ event: 'sync:open', n: channel.n, args: ['s=key'] }])
})

test('frames go out and come in as they are, large ones in pieces', async () => {
  const { channel, socket, heard } = await open()
  socket.send(Uint8Array.of(1, 2, 3))
  expect(channel.frames).toEqual([Uint8Array.of(1, 2, 3)])
  const server = new FrameWriter((piece, acknowledge) =>
    channel.hear('sync:piece', channel.n, piece.slice().buffer, acknowledge),
  )
  server.send(new Uint8Array(600_000).fill(7))
  server.send(Uint8Array.of(8))
  expect(heard.map(({ length }) => length)).toEqual([600_000, 1])
  expect(server.bufferedAmount).toBe(0)
})

test('what the server does not have yet is counted', async () => {
  const { channel, socket } = await open()
  socket.send(new Uint8Array(100))
  expect(socket.bufferedAmount).toBe(104)
  channel.acknowledge()
  expect(socket.bufferedAmount).toBe(0)
})

test('[TU4, K21] what comes late for an earlier connection is not heard by the next', async () => {
  const { channel, heard, closed } = await open()
  channel.hear('sync:piece', channel.n - 1, Uint8Array.of(0, 0, 0, 1, 9).buffer)
  channel.hear('sync:closed', channel.n - 1, 4400, '')
  expect([heard, closed]).toEqual([[], []])
})

test('the server ends it with a code, and knows that it was heard', async () => {
  const { channel, socket, closed } = await open()
  let isAcknowledged = false
  channel.hear('sync:closed', channel.n, 4404, 'no such board', () => (isAcknowledged = true))
  await Promise.resolve()
  expect([closed, socket.readyState, isAcknowledged]).toEqual([[4404], 3, true])
})

test('it ends with the session channel, once', async () => {
  const { channel, closed, socket } = await open()
  channel.connected = false
  channel.hear('disconnect')
  channel.hear('disconnect')
  socket.close()
  await Promise.resolve()
  expect(closed).toEqual([1006])
  expect(channel.listenerCount('sync:piece')).toBe(0)
})

test('nothing is left with a channel that is not there: it would be sent to the next one', async () => {
  const { channel, socket } = await open()
  const before = channel.sent.length
  channel.connected = false
  socket.send(Uint8Array.of(1))
  socket.close()
  expect(channel.sent).toHaveLength(before)
  const late = new TunnelSocket(channel as never, '')
  const closed: number[] = []
  late.onclose = ({ code }) => closed.push(code)
  await Promise.resolve()
  await Promise.resolve()
  expect(closed).toEqual([1006])
})

test('whoever closes it tells the server, and hears nothing more', async () => {
  const { channel, socket, heard } = await open()
  const { n } = channel
  socket.close()
  expect(channel.sent.at(-1)).toEqual({ event: 'sync:close', n, args: [] })
  channel.hear('sync:piece', n, Uint8Array.of(0, 0, 0, 1, 9).buffer)
  expect(heard).toEqual([])
})
