import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FrameReader, FrameWriter, MAX_PIECE_BYTES, MAX_WINDOW_BYTES } from './frame-stream'

const KIB = 1024

/** A frame whose bytes tell where each of them belongs. */
const frameOf = (length: number, seed = length) =>
  Uint8Array.from({ length }, (_, i) => (seed * 31 + i) % 251)

/** What a reader makes of these pieces. */
function framesOf(pieces: readonly Uint8Array[], reader = new FrameReader()): Uint8Array[] {
  const frames: Uint8Array[] = []
  for (const piece of pieces) {
    reader.push(piece)
    for (let frame = reader.next(); frame instanceof Uint8Array; frame = reader.next()) frames.push(frame)
  }
  return frames
}

/** Whether these are the same frames; `toEqual` takes a second for a megabyte. */
const areSame = (a: readonly Uint8Array[], b: readonly Uint8Array[]) =>
  a.length === b.length && a.every((frame, i) => Buffer.compare(frame, b[i]!) === 0)

/** A writer whose other side takes pieces in when the test says so. */
function stalled() {
  const pieces: Uint8Array[] = []
  const acknowledgements: (() => void)[] = []
  const state = { ms: 0, signs: 0 }
  const writer = new FrameWriter(
    (piece, acknowledge) => {
      pieces.push(piece)
      if (acknowledge) acknowledgements.push(acknowledge)
    },
    { now: () => state.ms, onAcknowledged: () => state.signs++ },
  )
  return {
    writer,
    pieces,
    acknowledgements,
    state,
    bytes: () => pieces.reduce((n, { length }) => n + length, 0),
  }
}

test('[TU2] frames of any length come out as they went in, in order, however the stream is cut', () => {
  let continued = 0
  const lengths = fc.array(fc.oneof(fc.nat(40), fc.nat(3_000)), { minLength: 1, maxLength: 40, size: 'max' })
  fc.assert(
    fc.property(lengths, fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1 }), (lengths, cuts) => {
      const frames = lengths.map((length, i) => frameOf(length, i))
      const { writer, pieces, acknowledgements } = stalled()
      for (const frame of frames) writer.send(frame)
      while (acknowledgements.length > 0) acknowledgements.shift()!()
      const stream = Buffer.concat(pieces)
      const cut: Uint8Array[] = []
      for (let at = 0, i = 0; at < stream.length; i++) {
        const length = cuts[i % cuts.length]!
        cut.push(stream.subarray(at, (at += length)))
      }
      if (lengths.some((length) => length > Math.max(...cuts))) continued++
      expect(areSame(framesOf(cut), frames)).toBe(true)
      expect(areSame(framesOf(pieces), frames)).toBe(true)
    }),
    { numRuns: 100 },
  )
  expect(continued).toBeGreaterThan(20)
})

test('[TU2, TU3] a piece ends at 256 KiB, and what is on its way at two of them', () => {
  const { writer, pieces, acknowledgements } = stalled()
  writer.send(frameOf(4 * 1024 * KIB))
  let most = 0
  for (let seen = 0; acknowledgements.length > 0;) {
    acknowledgements.shift()!()
    most = Math.max(
      most,
      pieces.slice(seen).reduce((n, { length }) => n + length, 0),
    )
    seen = pieces.length
  }
  expect(areSame(framesOf(pieces), [frameOf(4 * 1024 * KIB)])).toBe(true)
  expect(Math.max(...pieces.map(({ length }) => length))).toBe(MAX_PIECE_BYTES)
  expect(most).toBeLessThanOrEqual(MAX_WINDOW_BYTES)
  expect(most).toBeGreaterThan(MAX_PIECE_BYTES)
})

test('[TU3] nothing more is sent to somebody who takes nothing in, and what waits is known', () => {
  const { writer, bytes, acknowledgements } = stalled()
  for (let i = 0; i < 100; i++) writer.send(frameOf(10 * KIB))
  const sent = bytes()
  expect(sent).toBeLessThanOrEqual(16 * KIB)
  expect(writer.bufferedAmount).toBe(100 * (10 * KIB + 4))
  acknowledgements.shift()!()
  expect(writer.bufferedAmount).toBeLessThan(100 * (10 * KIB + 4))
  expect(bytes()).toBeGreaterThan(sent)
})

test('a frame is taken when its last byte is acknowledged, not before', () => {
  const { writer, acknowledgements } = stalled()
  const taken: string[] = []
  writer.send(frameOf(100), () => taken.push('small'))
  writer.send(frameOf(40 * KIB), () => taken.push('large'))
  expect(taken).toEqual([])
  acknowledgements.shift()!()
  expect(taken).toEqual(['small'])
  while (acknowledgements.length > 0) acknowledgements.shift()!()
  expect(taken).toEqual(['small', 'large'])
  expect(writer.bufferedAmount).toBe(0)
})

test('[TU3] a few small frames are on their way at once, more of them travel together', () => {
  const { writer, pieces, acknowledgements } = stalled()
  for (let i = 0; i < 3; i++) writer.send(frameOf(20))
  expect(pieces).toHaveLength(3)
  for (let i = 0; i < 3_000; i++) writer.send(frameOf(20))
  expect(pieces.length).toBeLessThan(12)
  while (acknowledgements.length > 0) acknowledgements.shift()!()
  expect(pieces.length).toBeLessThan(30)
  expect(framesOf(pieces)).toHaveLength(3_003)
})

/** Minutes of one transfer over a line, in virtual time: how long the longest piece held up what came behind it. */
function overLine(bytes: number, line: { bytesPerSecond: number; roundTripMs: number }) {
  const state = { ms: 0, freeAt: 0, longestMs: 0 }
  const arrivals: { at: number; acknowledge: () => void }[] = []
  const writer = new FrameWriter(
    (piece, acknowledge) => {
      const startedAt = Math.max(state.ms, state.freeAt)
      // As base64, in a request of its own.
      state.freeAt = startedAt + ((piece.length * 4) / 3 / line.bytesPerSecond) * 1000
      state.longestMs = Math.max(state.longestMs, state.freeAt - state.ms)
      if (acknowledge) arrivals.push({ at: state.freeAt + line.roundTripMs, acknowledge })
    },
    { now: () => state.ms },
  )
  for (let sent = 0; sent < bytes; sent += 16 * KIB) writer.send(new Uint8Array(16 * KIB))
  while (writer.bufferedAmount > 0) {
    const { at, acknowledge } = arrivals.shift()!
    state.ms = at
    acknowledge()
  }
  return state
}

test.each([
  ['5 kB/s', { bytesPerSecond: 5_000, roundTripMs: 300 }, 400 * KIB],
  ['50 kB/s, 2 s there and back', { bytesPerSecond: 50_000, roundTripMs: 2_000 }, 2_000 * KIB],
  ['1 MB/s', { bytesPerSecond: 1_000_000, roundTripMs: 100 }, 20_000 * KIB],
])('[TU3, K20] over %s no heartbeat waits for 6 s, and the line is used', (_, line, bytes) => {
  const { ms, longestMs } = overLine(bytes, line)
  expect(longestMs).toBeLessThan(6_000)
  const leastMs = ((bytes * 4) / 3 / line.bytesPerSecond) * 1000
  expect(ms / leastMs).toBeLessThan(4)
})

test('[TU2, B11] a frame beyond the limit is refused by its length, before it is there', () => {
  const reader = new FrameReader(1_000)
  reader.push(Uint8Array.of(0, 0, 3, 232)) // 1 000
  expect(reader.next()).toBeNull()
  const other = new FrameReader(1_000)
  other.push(Uint8Array.of(0, 0, 3, 233))
  expect(other.next()).toBe('too-large')
})

test('a sign of life is asked for once, and heard', () => {
  const { writer, pieces, acknowledgements, state } = stalled()
  writer.ask()
  writer.ask()
  expect(pieces.map(({ length }) => length)).toEqual([0])
  acknowledgements.shift()!()
  expect(state.signs).toBe(1)
})

test('whoever closes is told what was not taken, and sends nothing more', () => {
  const { writer, pieces } = stalled()
  const taken: unknown[] = []
  writer.send(frameOf(100), (error) => taken.push(error))
  writer.close()
  writer.send(frameOf(100), (error) => taken.push(error))
  expect(taken).toEqual([expect.any(Error), expect.any(Error)])
  expect(pieces).toHaveLength(1)
})

test('the last words are sent whole to somebody slow', () => {
  const { writer, pieces } = stalled()
  writer.send(frameOf(600 * KIB))
  writer.finish()
  expect(areSame(framesOf(pieces), [frameOf(600 * KIB)])).toBe(true)
})

test('when the line becomes slow, what is on its way already may be more than what should be', () => {
  let now = 0
  const pieces: Uint8Array[] = []
  const acknowledgements: (() => void)[] = []
  const emit = (piece: Uint8Array, acknowledge?: () => void) => {
    pieces.push(piece)
    if (acknowledge) acknowledgements.push(acknowledge)
  }
  const writer = new FrameWriter(emit, { now: () => now })
  const frames = [1, 1, 7_900, 20_000].map(frameOf)
  writer.send(frames[0]!)
  now += 10
  acknowledgements.shift()!()
  for (const frame of frames.slice(1)) writer.send(frame)
  now += 3_000
  for (let n = 0; n < 100; n++) acknowledgements.shift()?.()
  expect(areSame(framesOf(pieces), frames)).toBe(true)
})
