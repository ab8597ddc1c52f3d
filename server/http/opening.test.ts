import { once } from 'node:events'
import { connect } from 'node:net'
import * as decoding from 'lib0/decoding'
import { expect, onTestFinished, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import type { BoardId } from '../../lib/board/ids'
import { BoardDocument } from '../../lib/board/document'
import { FrameReader } from '../../lib/protocol/frame-stream'
import { BOARD_HEADER, readBoardHeader } from '../../lib/protocol/page'
import { MESSAGE, openingPath, readPlace } from '../../lib/protocol/sync'
import { DocumentSocket, type Arrival, type DocumentSocketListeners } from '../../lib/sync/document-socket'
import { readFrame } from '../rooms/frames'
import { openStage, type Stage } from './stage.fixture'

const SHAPES = 400
/** Together more than a board that is announced. */
const POINT_BYTES = 2_000
/** A connection that says nothing for so long is given up. */
const SILENT_MS = 12_000

async function stageOfTest(options?: Parameters<typeof openStage>[0]): Promise<Stage> {
  const stage = await openStage(options)
  onTestFinished(() => {
    vi.restoreAllMocks()
    return stage.close()
  })
  return stage
}

const idOf = (i: number) => `shape${String(i).padStart(4, '0')}`
const draw = (stage: Stage, board: BoardId, from: number, count: number) =>
  stage.rooms.edit(board, ({ doc }) => {
    const shapes = doc.getMap('shapes')
    for (let i = from; i < from + count; i++)
      doc.transact(() => {
        const entries: [string, unknown][] = [
          ['type', 'pen'],
          ['geo', [i, 0, 10, 10, 0]],
          ['style', { stroke: 'ink' }],
          ['order', `a${idOf(i)}1`],
          ['points', new Uint8Array(POINT_BYTES).fill(i)],
        ]
        shapes.set(idOf(i), new Y.Map(entries))
      })
  })

async function boardOf(stage: Stage, count = SHAPES): Promise<BoardId> {
  const { id } = await stage.visitor().create()
  await draw(stage, id as BoardId, 0, count)
  return id as BoardId
}

async function framesOf(answer: Response): Promise<Uint8Array[]> {
  const reader = new FrameReader()
  reader.push(new Uint8Array(await answer.arrayBuffer()))
  const frames: Uint8Array[] = []
  for (let frame = reader.next(); frame instanceof Uint8Array; frame = reader.next()) frames.push(frame)
  expect(reader.waiting).toBe(0)
  return frames
}
const numbersIn = (frame: Uint8Array): number[] => {
  const decoder = decoding.createDecoder(frame)
  const numbers: number[] = []
  while (decoding.hasContent(decoder)) numbers.push(decoding.readVarUint(decoder))
  return numbers
}
const countOf = (doc: Y.Doc) => doc.getMap('shapes').size

test('[SY14] all of a board is the body of one answer: how much comes, the pieces in their order, the place last', async () => {
  const stage = await stageOfTest()
  const board = await boardOf(stage)
  const answer = await stage.visitor().send('GET', openingPath(board))
  expect(answer.status).toBe(200)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  const [ahead, ...rest] = await framesOf(answer)
  const place = rest.pop()!
  const doc = new Y.Doc()
  let bytes = 0
  for (const frame of rest) {
    const message = readFrame(frame)
    if (message?.kind !== 'update') throw new Error(`a frame of another kind: ${frame[0]}, ${frame[1]}`)
    Y.applyUpdate(doc, message.update)
    expect(doc.store.pendingStructs).toBeNull()
    bytes += message.update.length
  }
  expect(numbersIn(ahead!)).toEqual([MESSAGE.ahead, bytes])
  expect(countOf(doc)).toBe(SHAPES)
  const row = (await stage.storage.boards.get(board))!
  expect(numbersIn(place)).toEqual([MESSAGE.position, row.epoch, row.headSeq])
  expect(stage.metrics.traffic.sync.out.board.frames).toBe(1 + rest.length + 1)
})

test('[SY14] an empty board has neither pieces nor a place', async () => {
  const stage = await stageOfTest()
  const board = (await stage.storage.boards.create({ id: 'a'.repeat(22) as BoardId, name: 'New', ownerId: null })).id
  expect(await framesOf(await stage.visitor().send('GET', openingPath(board)))).toEqual([])
}) // prettier-ignore

test('the page of a board in memory is told whether it is large', async () => {
  const stage = await stageOfTest({ next: async (req, res) => void res.end(req.headers[BOARD_HEADER]) })
  const isLarge = async (board: BoardId) =>
    readBoardHeader(await (await stage.visitor().send('GET', `/b/${board}`)).text())!.isLarge
  expect(await isLarge(await boardOf(stage))).toBe(true)
  expect(await isLarge(await boardOf(stage, 3))).toBe(false)
})

test('[SY14, B51] it asks for the same right as a socket, and costs the address as much', async () => {
  const stage = await stageOfTest({
    config: { defaultLinkRole: 'none' },
    budgets: { joins: { times: 4, seconds: 60 } },
  })
  const ana = stage.visitor()
  const { id } = await ana.create()
  const ask = async (visitor: typeof ana, path: string) => {
    const answer = await visitor.send('GET', path)
    return answer.ok ? 'ok' : visitor.refusal(answer)
  }
  expect(await ask(ana, openingPath(id))).toBe('ok')
  expect(await ask(stage.visitor(), openingPath(id))).toBe('403 forbidden')
  expect(await ask(ana, openingPath('b'.repeat(22)))).toBe('404 no-such-board')
  expect(await ask(ana, openingPath('short'))).toBe('404 no-such-board')
  expect(await ask(ana, openingPath(id))).toBe('429 too-many-requests')
})

test('[F31] whoever takes nothing in any more is left', async () => {
  const stage = await stageOfTest({ stallMs: 100 })
  const board = await boardOf(stage)
  // More than the buffers on the way take in.
  const pieces = Array.from({ length: 200 }, () => new Uint8Array(256 * 1024))
  vi.spyOn(stage.rooms, 'openingOf').mockResolvedValue({ pieces, place: null })
  const connections = () => new Promise<number>((resolve) => stage.connections(resolve))
  const before = await connections()
  const socket = connect(stage.port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  socket.write(`GET ${openingPath(board)} HTTP/1.1\r\nHost: x\r\n\r\n`)
  await once(socket, 'readable')
  expect(await connections()).toBe(before + 1)
  await vi.waitFor(async () => expect(await connections()).toBe(before))
  expect(stage.metrics.traffic.sync.out.board.frames).toBeLessThan(pieces.length)
})

/** Our client, with what it was told and where it connected to. */
function tab(stage: Stage, board: BoardId, opening: Promise<Response | null>) {
  const document = new BoardDocument(new Y.Doc(), { history: false })
  const places: (number | null)[] = []
  const shapesAtConnecting: number[] = []
  let received = 0
  class Recorded extends WebSocket {
    constructor(url: string) {
      super(url)
      places.push(readPlace(new URL(url).searchParams.get('at'))?.seq ?? null)
      shapesAtConnecting.push(document.size)
      this.on('message', (data: ArrayBuffer) => (received += data.byteLength))
    }
  }
  const arrivals: (Arrival | null)[] = []
  const synced = vi.fn()
  const listeners: DocumentSocketListeners = {
    ...{ changed: vi.fn(), sentAll: vi.fn(), barrier: vi.fn(), down: vi.fn(), rerouted: vi.fn() },
    arriving: (arrival) => arrivals.push(arrival),
    synced,
    closed: vi.fn(),
  }
  const webSocket = Recorded as unknown as typeof globalThis.WebSocket
  const socket = new DocumentSocket(
    { url: stage.url, boardId: board, sessionKey: 'tab', doc: document.doc, webSocket, opening },
    listeners,
  )
  onTestFinished(() => socket.dispose())
  socket.connect()
  return { document, socket, synced, arrivals, places, shapesAtConnecting, received: () => received }
}

test('[SY14] our client takes the board in, and connects for what came since', async () => {
  const stage = await stageOfTest()
  const board = await boardOf(stage)
  const answer = await stage.visitor().send('GET', openingPath(board))
  await draw(stage, board, SHAPES, 3)
  const ana = tab(stage, board, Promise.resolve(answer))
  // Neither waking nor another way lets it connect before that.
  ana.socket.wake()
  ana.socket.reroute()
  await vi.waitFor(() => expect(ana.synced).toHaveBeenCalled())
  expect(ana.places).toEqual([SHAPES + 1]) // a board's name is a row, too
  expect(ana.shapesAtConnecting).toEqual([SHAPES])
  expect(ana.document.size).toBe(SHAPES + 3)
  expect(ana.received()).toBeLessThan(5 * POINT_BYTES)
  expect(ana.arrivals.at(-1)).toBeNull()
  const { received, total } = ana.arrivals.at(-2)!
  expect(received).toBe(total)
})

/** The first `bytes` of a body, and how it ends then. */
function cut(answer: Response, bytes: number, end: 'closed' | 'failed' | 'silent'): Response {
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const whole = new Uint8Array(await answer.arrayBuffer())
      controller.enqueue(whole.slice(0, bytes))
      if (end === 'closed') controller.close()
      if (end === 'failed') controller.error(new TypeError('network error'))
    },
  })
  return new Response(body)
}

test.each(['closed', 'failed', 'silent'] as const)(
  '[SY14] of a board that comes only in part and then is %s, the connection brings the rest',
  async (end) => {
    const stage = await stageOfTest()
    const board = await boardOf(stage)
    const answer = await stage.visitor().send('GET', openingPath(board))
    const ana = tab(stage, board, Promise.resolve(cut(answer, 300_000, end)))
    await vi.waitFor(() => expect(ana.document.size).toBeGreaterThan(0))
    const now = performance.now.bind(performance)
    if (end === 'silent') vi.spyOn(performance, 'now').mockImplementation(() => now() + SILENT_MS)
    await vi.waitFor(() => expect(ana.synced).toHaveBeenCalled())
    expect(ana.places).toEqual([null])
    expect(ana.document.size).toBe(SHAPES)
  },
)

test.each([
  ['nobody answered', null],
  ['it was refused', new Response('', { status: 429 })],
])('[SY14] when %s, the board comes over the connection', async (_, answer) => {
  const stage = await stageOfTest()
  const board = await boardOf(stage)
  const ana = tab(stage, board, Promise.resolve(answer))
  await vi.waitFor(() => expect(ana.synced).toHaveBeenCalled())
  expect(ana.document.size).toBe(SHAPES)
})
