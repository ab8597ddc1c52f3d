import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { newBoardId, type BoardId } from '../../lib/board/ids'
import { openSqliteStorage } from '../storage/sqlite-storage'
import { updateFrame } from './frames'
import { awareness, hugeRange, MALFORMED, nested, sync, whole, written } from './hostile.fixture'
import { LIMITS } from './limits'
import { bundleServer, startServer, type ServerProcess } from './server-process.fixture'
import { barrier, drawShape, RawClient, updateOf } from './stage.fixture'

/** Each hostile input against a server of its own process, beside a board on which somebody draws. */
const MIB = 1024 * 1024
const SAMPLES = 40

let server: ServerProcess
let end = () => {}
let boards: { readonly theirs: BoardId; readonly drawing: BoardId }
let baseline: { readonly p95: number; readonly memory: number }

beforeAll(async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ardoise-neighbours-'))
  const silent = { warn: () => {}, error: () => {} }
  const storage = await openSqliteStorage({ dataDir, log: silent, onFatal: () => {} })
  const newBoard = async () =>
    (await storage.boards.create({ id: newBoardId(), name: 'Plan', ownerId: null })).id
  boards = { theirs: await newBoard(), drawing: await newBoard() }
  await storage.close()
  const bundle = await bundleServer()
  server = await startServer(bundle, dataDir)
  end = () => {
    server.process.kill()
    bundle.remove()
    rmSync(dataDir, { recursive: true, force: true })
  }
}, 60_000)
afterAll(() => end())

const come = async (board: BoardId, query = '') =>
  (await RawClient.open(`${server.url}/${board}${query}`)).ready()

/** 95th percentile of the milliseconds from drawing a shape until somebody else has it, on the board beside. */
async function echo(samples: number): Promise<number> {
  const [writer, reader] = await Promise.all([come(boards.drawing), come(boards.drawing)])
  const taken: number[] = []
  for (let i = 0; i < samples; i++) {
    const before = reader.count(0, 2)
    const since = performance.now()
    writer.update(updateOf((doc) => drawShape(doc, `s${i}`)))
    while (reader.count(0, 2) === before) await new Promise((resolve) => setImmediate(resolve))
    taken.push(performance.now() - since)
    reader.frames.length = 0
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  for (const client of [writer, reader]) client.ws.close()
  return taken.sort((a, b) => a - b)[Math.floor(samples * 0.95)]!
}

/** Made ready first: what takes the test long to make would be measured as the server's. */
type Attack = () => (hostile: RawClient) => void | Promise<void>
const repeat =
  (times: number, frame: (i: number) => Uint8Array): Attack =>
  () => {
    const frames = Array.from({ length: times }, (_, i) => frame(i))
    return async (hostile) => {
      for (const [i, bytes] of frames.entries()) {
        if (hostile.ws.readyState !== hostile.ws.OPEN) return
        hostile.ws.send(bytes)
        if (i % 500 === 499) await new Promise((resolve) => setImmediate(resolve))
      }
    }
  }
const update = (change: (doc: Y.Doc) => void) => updateFrame(updateOf(change))
const shape = (change: (its: Y.Map<unknown>) => void) =>
  update((doc) =>
    doc.transact(() => {
      drawShape(doc, 'bad')
      change(doc.getMap('shapes').get('bad') as Y.Map<unknown>)
    }),
  )
const withGap = () => {
  const doc = new Y.Doc()
  drawShape(doc, 'lost')
  return updateFrame(updateOf((its) => its.getMap('board').set('big', 'x'.repeat(60_000)), doc))
}

test('how quick it is, and how much memory is in use, with nobody hostile', async () => {
  await echo(SAMPLES) // warm
  baseline = { p95: await echo(SAMPLES), memory: await server.memory() }
  expect(baseline.p95).toBeGreaterThan(0)
})

const ATTACKS: [title: string, attack: Attack][] = [
  ...MALFORMED.map(([title, frame]): [string, Attack] => [title, () => (hostile) => hostile.ws.send(frame)]),
  ['[B10] a flood', repeat(100_000, () => Uint8Array.of(3))],
  [
    '[B10] more updates at once than an outbox may hold',
    () => {
      const doc = new Y.Doc()
      return repeat(4_000, (i) => updateFrame(updateOf(() => drawShape(doc, 'bad', i), doc)))()
    },
  ],
  ['[B11] a frame over the limit', repeat(1, () => new Uint8Array(LIMITS.frameBytes + 1))],
  ['[B14] updates with a gap', repeat(40, withGap)],
  [
    '[B15] [B17] writers by the thousand',
    repeat(3, () =>
      updateFrame(Y.mergeUpdates(Array.from({ length: 600 }, (_, i) => written(i + 9, `s${i}`)))),
    ),
  ],
  ['[B18] a huge state vector', repeat(1, () => sync(0, new Uint8Array(LIMITS.step1Bytes + 1)))],
  ['[B19] the whole board again and again', repeat(1_000, () => sync(0, Uint8Array.of(0)))],
  ['[B20] unknown roots', repeat(20, (i) => update((doc) => doc.getMap('zzz').set('a', i)))],
  ['[B22] a shape that is none', repeat(1, () => update((doc) => doc.getMap('shapes').set('bad', 1)))],
  [
    '[B24] a shape of a great many keys',
    repeat(3, () =>
      shape((its) => {
        for (let i = 0; i < 20_000; i++) its.set(`key${i}`, 1)
      }),
    ),
  ],
  [
    '[B24] a text of megabytes',
    repeat(3, () => shape((its) => its.set('text', new Y.Text('x'.repeat(2_000_000))))),
  ],
  [
    '[B27] the same value written over and over',
    repeat(250, (i) => shape((its) => its.set('geo', [i, 0, 1, 1, 0]))),
  ],
  [
    '[B36] [B38] awareness of thousands',
    repeat(3, () =>
      awareness(...Array.from({ length: 5_000 }, (_, i): [number, number, string] => [i, 1, '{}'])),
    ),
  ],
  ['[B39] awareness that is none', repeat(80, (i) => awareness([7, i, '{bad']))],
  ['[P7] a range of 2 ** 40', repeat(1, () => updateFrame(hugeRange))],
  [
    '[P12] values nested deep',
    repeat(3, () => update((doc) => doc.getMap('board').set('deep', nested(500)))),
  ],
  ['barriers without end', repeat(5_000, (i) => barrier(i))],
  [
    '[F31] a client that takes in nothing',
    () => {
      const attack = repeat(400, () => updateFrame(whole))()
      return (hostile) => {
        hostile.ws.pause()
        return attack(hostile)
      }
    },
  ],
]

test.each(ATTACKS)(
  '%s: the process lives, the board beside is as quick, memory comes back',
  { timeout: 60_000 },
  async (_, attack) => {
    const hostile = await Promise.all([1, 2].map(() => come(boards.theirs)))
    const attacks = hostile.map(attack)
    const attacked = Promise.all(hostile.map(async (one, i) => attacks[i]!(one)))
    const p95 = await echo(SAMPLES)
    await attacked
    for (const one of hostile) one.ws.terminate()
    await Promise.all(hostile.map(({ closed }) => closed))
    expect(server.process.exitCode).toBeNull()
    expect(p95).toBeLessThan(2 * baseline.p95 + 10)
    await expect
      .poll(() => server.memory(), { timeout: 20_000, interval: 200 })
      .toBeLessThan(baseline.memory * 1.1 + 4 * MIB)
  },
)
