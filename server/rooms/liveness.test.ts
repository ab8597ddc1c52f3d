import { expect, test } from 'vitest'
import { Liveness } from './liveness'
import { stageOfTest, until } from './stage.fixture'

/** A socket whose bytes and clock the test moves. */
function socket() {
  const state = { bytes: 0, ms: 0 }
  const liveness = new Liveness(
    () => state.bytes,
    () => state.ms,
  )
  return {
    liveness,
    /** One round later, with `bytes` more received. */
    round: (bytes: number) => {
      state.ms += 4_000
      state.bytes += bytes
      return liveness.round()
    },
    pong: () => {
      state.bytes += 6
      liveness.sawControl(0)
    },
    message: (bytes: number) => {
      state.bytes += bytes
      liveness.sawMessage()
    },
  }
}

test('[F15] three rounds without a byte are death', () => {
  const { round } = socket()
  expect([round(0), round(0), round(0)]).toEqual(['alive', 'alive', 'dead'])
})

test('pongs keep an idle connection alive', () => {
  const { round, pong } = socket()
  for (let i = 0; i < 50; i++) {
    pong()
    expect(round(0)).toBe('alive')
  }
})

test('a large frame on a slow line holds up every pong, and is alive', () => {
  const { round } = socket()
  for (let i = 0; i < 100; i++) expect(round(20_000)).toBe('alive')
})

test('[B12] a phone on the slowest line finishes its frame, however long that takes', () => {
  const { round } = socket()
  // 0.5 KB/s.
  for (let i = 0; i < 100; i++) expect(round(2_000)).toBe('alive')
})

test('[B12] a frame that trickles is stuck after 30 s', () => {
  const { round, pong } = socket()
  const seen = Array.from({ length: 12 }, () => {
    pong()
    return round(1)
  })
  expect(seen.indexOf('stuck')).toBe(8) // 32 s after the first round
})

test('finished frames are not stuck', () => {
  const { round, message } = socket()
  for (let i = 0; i < 30; i++) {
    message(1)
    expect(round(0)).toBe('alive')
  }
})

test('[F32] an event loop that stood still loses nobody', async () => {
  const stage = await stageOfTest({ roundMs: 60 })
  const board = await stage.newBoard()
  const clients = await Promise.all(Array.from({ length: 20 }, async () => (await stage.raw(board)).ready()))
  await until(() => clients.every(({ frames }) => frames.length > 3))
  // Thirty rounds, as 3 s are to the rounds of 4 s a fifth of one.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_800)
  const heard = clients.map(({ frames }) => frames.length)
  await until(() => clients.every(({ frames }, i) => frames.length > heard[i]! + 4))
  expect(clients.filter(({ ws }) => ws.readyState !== ws.OPEN)).toEqual([])
})
