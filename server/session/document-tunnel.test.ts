import { randomBytes } from 'node:crypto'
import { io, type Socket } from 'socket.io-client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { TunnelToClient, TunnelToServer } from '../../lib/protocol/document-tunnel'
import { FrameReader, FrameWriter, MAX_PIECE_BYTES } from '../../lib/protocol/frame-stream'
import { BARRIER, CLOSE } from '../../lib/protocol/sync'
import { updateFrame } from '../rooms/frames'
import { Liveness } from '../rooms/liveness'
import { barrier, drawShape, updateOf } from '../rooms/stage.fixture'
import { DocumentTunnel } from './document-tunnel'
import { startServer, until, type TestServer } from './server.fixture'

let server: TestServer
const tunnels = new Set<Tunnel>()
beforeEach(async () => (server = await startServer()))
afterEach(async () => {
  for (const { socket } of tunnels) socket.disconnect()
  tunnels.clear()
  await server.end()
})

/** A tab whose network lets only requests through, and which says whatever a test wants. */
class Tunnel {
  readonly frames: Uint8Array[] = []
  readonly closed: { n: number; code: number }[] = []
  readonly socket: Socket<TunnelToClient, TunnelToServer>
  readonly #writer: FrameWriter
  readonly #reader = new FrameReader()

  constructor({ key = randomBytes(24).toString('base64url'), transports = ['polling'], n = 1 } = {}) {
    this.socket = io(server.url, {
      transports,
      forceNew: true,
      query: { board: server.board },
      auth: { key },
    })
    this.socket.on('sync:piece', (_n, piece, acknowledge) => {
      this.#reader.push(new Uint8Array(piece as ArrayBuffer))
      for (let frame = this.#reader.next(); frame instanceof Uint8Array; frame = this.#reader.next())
        this.frames.push(frame)
      acknowledge?.()
    })
    this.socket.on('sync:closed', (n, code, _reason, acknowledge) => {
      this.closed.push({ n, code })
      acknowledge?.()
    })
    this.#writer = new FrameWriter((piece, acknowledge) =>
      acknowledge
        ? this.socket.emit('sync:piece', n, piece, acknowledge)
        : this.socket.emit('sync:piece', n, piece),
    )
    tunnels.add(this)
  }

  /** Resolves when the board is there. */
  async open(query = ''): Promise<this> {
    this.socket.emit('sync:open', 1, query)
    this.send(Uint8Array.of(0, 0, 1, 0)) // step 1 of an empty document
    await until(() => this.frames.some((frame) => frame[0] === 0 && frame[1] === 1))
    return this
  }
  send(frame: Uint8Array): void {
    this.#writer.send(frame)
  }
  draw(id: string): void {
    this.send(updateFrame(updateOf((doc) => drawShape(doc, id))))
  }
  /** As no honest client says it. */
  say(event: string, ...args: unknown[]): void {
    ;(this.socket as unknown as Socket).emit(event, ...args)
  }
  async barrier(n: number): Promise<number> {
    this.send(barrier(n))
    const answer = () => this.frames.find((frame) => frame[0] === 100 && frame[1] === n)
    await until(() => answer() !== undefined)
    return answer()![2]!
  }
  async goodbye(): Promise<number> {
    await until(() => this.closed.length > 0)
    return this.closed[0]!.code
  }
  /** The board, as it was sent. */
  get document(): Y.Doc {
    const doc = new Y.Doc()
    for (const frame of this.frames.filter(([type, kind]) => type === 0 && kind !== 0)) {
      let at = 2
      while (frame[at]! >= 0x80) at++ // the length is a varUint
      Y.applyUpdate(doc, frame.subarray(at + 1))
    }
    return doc
  }
}

const onServer = () => server.rooms.read(server.board, (document) => [...document.all()].map(({ id }) => id))
/** Whose document connections are on the board, from now on. */
function sessionsOnBoard(): () => readonly (string | null)[] {
  let keys: (string | null)[] = []
  server.rooms.onPrograms = (_, connections) =>
    (keys = connections.map(({ sessionKey }) => sessionKey).sort())
  return () => keys
}
const ID = 'AAAAAAAAAA'

test('[TU1, F36] what is called durable over long-polling is stored, and others see it', async () => {
  const other = await new Tunnel().open()
  const tunnel = await new Tunnel().open()
  tunnel.draw(ID)
  expect(await tunnel.barrier(1)).toBe(BARRIER.durable)
  expect(await onServer()).toEqual([ID])
  await until(() => other.document.getMap('shapes').has(ID))
})

test('[TU2] frames of many pieces arrive whole, in both directions', async () => {
  const tunnel = await new Tunnel().open()
  const doc = new Y.Doc()
  for (let i = 0; i < 40; i++)
    drawShape(doc, `${ID}${i}`, i, 'rectangle', new Uint8Array(randomBytes(40_000)))
  const update = Y.encodeStateAsUpdate(doc)
  expect(update.length).toBeGreaterThan(5 * MAX_PIECE_BYTES)
  tunnel.send(updateFrame(update))
  expect(await tunnel.barrier(1)).toBe(BARRIER.durable)
  expect(await onServer()).toHaveLength(40)
  const reader = await new Tunnel().open()
  expect(reader.document.getMap('shapes').size).toBe(40)
})

test('[TU1, B51] whose session it is, is not for the tunnel to say', async () => {
  const keys = sessionsOnBoard()
  const victim = await new Tunnel({ key: 'v'.repeat(32) }).open()
  const thief = await new Tunnel({ key: 't'.repeat(32) }).open(`s=${'v'.repeat(32)}`)
  await until(() => keys().length === 2)
  expect(keys()).toEqual(['t'.repeat(32), 'v'.repeat(32)])
  thief.send(updateFrame(updateOf((doc) => void doc.getMap('zzz').set('a', 1))))
  expect(await thief.barrier(1)).toBe(BARRIER.rejected)
  victim.draw(ID)
  expect(await victim.barrier(1)).toBe(BARRIER.durable)
})

test('[TU4, K21] a second connection of a tab takes the place of the first, and what is late for that is not read', async () => {
  const keys = sessionsOnBoard()
  const tunnel = await new Tunnel().open()
  tunnel.say('sync:open', 2, '')
  tunnel.draw(ID) // numbered 1
  tunnel.say('sync:piece', 2, frame(Uint8Array.of(0, 0, 1, 0)))
  const before = tunnel.frames.length
  await until(() => tunnel.frames.length > before)
  expect(await onServer()).toEqual([])
  await until(() => keys().length === 1)
})

/** As it is in a stream. */
function frame(bytes: Uint8Array): Buffer {
  const header = Buffer.alloc(4)
  header.writeUInt32BE(bytes.length)
  return Buffer.concat([header, bytes])
}

const HOSTILE: [string, number, ...unknown[]][] = [
  ['[B47] a piece that is text', CLOSE.malformed, 1, 'text'],
  ['[B47] a piece that is an object', CLOSE.malformed, 1, { length: 3 }],
  ['[B47] a piece that is nothing', CLOSE.malformed, 1],
  ['[TU2, B45] a piece of 256 KiB and one', CLOSE.tooLarge, 1, Buffer.alloc(MAX_PIECE_BYTES + 1)],
  ['[TU2, B11] a frame that says it is 4 GiB', CLOSE.tooLarge, 1, Buffer.from([255, 255, 255, 255])],
  ['[B02] an empty frame', CLOSE.malformed, 1, Buffer.from([0, 0, 0, 0])],
  ['[B04] an unknown message', CLOSE.malformed, 1, frame(Uint8Array.of(57))],
  ['[B07] a message with something behind it', CLOSE.malformed, 1, frame(Uint8Array.of(3, 3))],
]
test.each(HOSTILE)('%s closes that connection with %i, and the session stays', async (_, code, ...piece) => {
  const tunnel = await new Tunnel().open()
  tunnel.say('sync:piece', ...piece)
  expect(await tunnel.goodbye()).toBe(code)
  expect(await (tunnel.socket as unknown as Socket).emitWithAck('session:hello', {})).toMatchObject({
    ok: true,
  })
})

test('[B47] pieces of a connection that was never begun, or has another number, are nothing', async () => {
  const tunnel = await new Tunnel().open()
  for (const n of [undefined, null, 2, -1, Number.NaN, {}, '1'])
    tunnel.say('sync:piece', n, frame(Uint8Array.of(57)))
  for (const query of [7, null, 'x'.repeat(513)]) new Tunnel().say('sync:open', 1, query)
  tunnel.draw(ID)
  expect(await tunnel.barrier(1)).toBe(BARRIER.durable)
  expect(tunnel.closed).toEqual([])
})

test('[TU4, K24] a connection that ends before it is let in is not kept', async () => {
  const tunnel = new Tunnel({ n: 9 })
  tunnel.say('session:hello', {}) // what comes while this is on its way travels in one request
  for (let n = 1; n <= 4; n++) {
    tunnel.say('sync:open', n, '')
    tunnel.say('sync:piece', n, Buffer.alloc(200_000, 1))
    tunnel.say('sync:close', n)
  }
  tunnel.say('sync:open', 9, '')
  expect(await tunnel.barrier(1)).toBe(BARRIER.durable)
  expect(await server.metrics.text()).toContain('ardoise_connections{channel="sync",transport="polling"} 1\n')
})

test('[TU4, B19] beginning again and again is refused', async () => {
  const tunnel = new Tunnel()
  for (let n = 1; n <= 20; n++) tunnel.say('sync:open', n, '')
  await until(() => tunnel.closed.some(({ code }) => code === CLOSE.tooFast))
})

test('[B10] a flood of small messages closes the connection as on /sync', async () => {
  const tunnel = await new Tunnel().open()
  const flood = Buffer.concat(Array.from({ length: 5_000 }, () => frame(Uint8Array.of(3))))
  tunnel.say('sync:piece', 1, flood)
  expect(await tunnel.goodbye()).toBe(CLOSE.tooFast)
})

test('[F25] when the server ends, what it answered is heard before the goodbye', async () => {
  const tunnel = await new Tunnel().open()
  const drawn = updateFrame(updateOf((doc) => drawShape(doc, ID)))
  tunnel.say('sync:piece', 1, Buffer.concat([frame(drawn), frame(barrier(1))]))
  await until(async () => (await onServer()).length > 0)
  void server.rooms.close()
  expect(await tunnel.goodbye()).toBe(CLOSE.restarting)
  expect(tunnel.frames.find(([type, n]) => type === 100 && n === 1)?.[2]).toBe(BARRIER.durable)
})

test('[F39] the connections of a board that is deleted are closed with 4404', async () => {
  const tunnel = await new Tunnel().open()
  server.rooms.closeBoard(server.board)
  expect(await tunnel.goodbye()).toBe(CLOSE.noSuchBoard)
})

test('[TU4, K24] a session that goes takes its document connection along', async () => {
  const keys = sessionsOnBoard()
  const tunnel = await new Tunnel().open()
  await until(() => keys().length === 1)
  tunnel.socket.disconnect()
  await until(() => keys().length === 0)
})

test('[TU5] a round of the heartbeat asks for a sign of life, and one that comes counts like that of a WebSocket', () => {
  const asked: (() => void)[] = []
  const emit = (_event: string, _n: number, _piece: Uint8Array, acknowledge: () => void) =>
    asked.push(acknowledge)
  const tunnel = new DocumentTunnel(1, { emit } as never, { refused: () => {} })
  const liveness = new Liveness(
    () => tunnel.bytesRead,
    () => 0,
  )
  tunnel.on('pong', (payload: Buffer) => liveness.sawControl(payload.length))
  const round = () => {
    tunnel.ping()
    return liveness.round()
  }
  for (let i = 0; i < 20; i++) {
    expect(round()).toBe('alive')
    asked.pop()!()
  }
  expect([round(), round(), round(), round()]).toEqual(['alive', 'alive', 'alive', 'dead'])
  expect(asked).toHaveLength(1)
})

test('[B12] of a frame that never ends the beginning counts as read, and as no frame', () => {
  const tunnel = new DocumentTunnel(1, { emit: () => {} } as never, { refused: () => {} })
  const told: number[] = []
  tunnel.on('message', () => told.push(tunnel.bytesRead))
  tunnel.resume()
  tunnel.receive(
    Buffer.concat([frame(Uint8Array.of(3)), frame(Uint8Array.of(3)), Buffer.of(0, 0, 9)]),
    undefined,
  )
  expect([told, tunnel.bytesRead]).toEqual([[5, 10], 13])
})

test('what was said before the end is told, however busy the reader is', () => {
  const tunnel = new DocumentTunnel(1, { emit: () => {} } as never, { refused: () => {} })
  const told: string[] = []
  tunnel.on('message', () => {
    told.push('message')
    tunnel.pause()
  })
  tunnel.on('close', () => told.push('close'))
  tunnel.resume()
  const three = Array.from({ length: 3 }, () => frame(Uint8Array.of(3)))
  tunnel.receive(Buffer.concat(three), undefined)
  expect(told).toEqual(['message'])
  tunnel.end(1005)
  expect(told).toEqual(['message', 'message', 'message', 'close'])
})
