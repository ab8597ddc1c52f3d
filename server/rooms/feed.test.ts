import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { Metrics } from '../observe/metrics'
import { Feed } from './feed'
import { readFrame, updateFrame } from './frames'
import { History } from './history'
import { LIMITS } from './limits'
import { Outbox } from './outbox'
import { packUpdates } from './packing'
import { Turns, type Waiting } from './turns'

/** Turns of somebody beside whom there is nobody. */
const alone = {
  wait(one: Waiting) {
    while (one.takeTurn());
  },
  leave: () => {},
}

/** A room's document and its history, and one client whose network takes in frames when the test says so. */
function setUp(turns: Pick<Turns, 'wait' | 'leave'> = alone) {
  const doc = new Y.Doc()
  const history = new History()
  doc.on('update', (update: Uint8Array) => history.add(update))
  const copy = new Y.Doc()
  const waiting: (() => void)[] = []
  let isOpen = false
  const frames: number[] = []
  const send = (frame: Uint8Array, taken: () => void) => {
    const message = readFrame(frame)
    if (message?.kind === 'update' || message?.kind === 'step2') Y.applyUpdate(copy, message.update)
    isOpen ||= message?.kind === 'step2'
    frames.push(frame.length)
    waiting.push(taken)
  }
  const outbox = new Outbox({ send }, new Metrics(), () => 0)
  const feed = new Feed(outbox, false, turns)
  feed.follow(history)
  let told = 0
  /** Where the client is when every update up to a position has come: the clock of its only writer. */
  const clocks = [0]
  doc.on('update', () => clocks.push(Y.getState(doc.store, doc.clientID)))
  return {
    /** A place that would be told now is never ahead of what was sent. [SY13] */
    checkPlace: () => {
      if (feed.position === null) return false
      expect(Y.getState(copy.store, doc.clientID)).toBeGreaterThanOrEqual(clocks[feed.position]!)
      return feed.position > 0
    },
    doc,
    copy,
    /** Bytes of each frame that was sent. */
    frames,
    history,
    outbox,
    feed,
    waiting,
    isOpen: () => isOpen,
    /** One update, however long, of values as long as they may be. */
    edit: (bytes: number) =>
      doc.transact(() => {
        for (let left = bytes, i = 0; left >= 0; left -= 60_000, i++)
          doc
            .getMap('shapes')
            .set(`s${history.head % 50}.${i}`, new Uint8Array(Math.min(left, 60_000)).fill(7))
      }),
    /** What the room does at the end of a turn. */
    flush: () => {
      const [first, ...rest] = packUpdates(history.after(told)!)
      told = history.head
      if (first) feed.offer(updateFrame(first), told, rest)
    },
    /** The network takes in as many frames. */
    drain: (count = Infinity) => {
      for (let i = 0; i < count && waiting.length > 0; i++) waiting.shift()!()
    },
  }
}
const isSame = (a: Y.Doc, b: Y.Doc) => {
  expect(Y.encodeStateVector(b)).toEqual(Y.encodeStateVector(a))
  expect([...b.getMap<Uint8Array>('shapes')].map(([key, { length }]) => [key, length]).sort()).toEqual(
    [...a.getMap<Uint8Array>('shapes')].map(([key, { length }]) => [key, length]).sort(),
  )
}

test('[SY8] [SY13] [F31] whatever is drawn, however slowly it is taken in, in the end the client has all, no place is told before, and little waits for it', () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('edit' as const), n: fc.nat(60_000) }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('flush' as const), n: fc.constant(0) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('drain' as const), n: fc.nat(6) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('ask' as const), n: fc.constant(0) }) },
  )
  let told = 0
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120, size: 'max' }), (script) => {
      const { doc, copy, history, outbox, feed, edit, flush, drain, checkPlace } = setUp()
      feed.answer({ pieces: history.pieces() })
      let largest = 0
      for (const one of script) {
        if (one.do === 'edit') edit(one.n)
        else if (one.do === 'flush') flush()
        else if (one.do === 'drain') drain(one.n)
        else feed.answer({ pieces: history.pieces() })
        largest = Math.max(largest, outbox.bytes)
        if (checkPlace()) told++
      }
      flush()
      drain()
      isSame(doc, copy)
      expect(feed.position).toBe(history.head)
      expect(outbox.bytes).toBe(0)
      expect(largest).toBeLessThan(LIMITS.queue.openingBytes + 2 * 256 * 1024)
    }),
    { numRuns: 60 },
  )
  expect(told).toBeGreaterThan(100)
})

test('[SY13] [F31] who catches up has no place before the last piece of what it missed is on its way', () => {
  const { copy, doc, feed, history, waiting, edit, flush, drain, checkPlace } = setUp()
  feed.answer({ pieces: history.pieces() })
  drain()
  for (let i = 0; i < 30; i++) {
    edit(100_000)
    flush()
  }
  let withoutPlace = 0
  while (waiting.length > 0) {
    drain(1)
    if (!checkPlace()) withoutPlace++
  }
  expect(withoutPlace).toBeGreaterThan(15)
  expect(feed.position).toBe(history.head)
  isSame(doc, copy)
})

test('[F31] who has 256 KiB on its way is sent no more, and then what it missed in few frames', () => {
  const { doc, copy, feed, history, waiting, edit, flush, drain } = setUp()
  feed.answer({ pieces: history.pieces() })
  for (let i = 0; i < 400; i++) {
    edit(2_000)
    flush()
  }
  expect(waiting.length).toBeLessThan(150)
  expect(feed.position).toBeNull()
  const before = waiting.length
  drain(before)
  expect(waiting.length).toBeLessThan(20)
  drain()
  isSame(doc, copy)
  expect(feed.position).toBe(history.head)
})

test('[F31] who has missed 16 MiB is given up; who is still being sent the board is not [K19]', () => {
  const { feed, history, edit, flush, drain, waiting } = setUp()
  const given = vi.fn()
  feed.onTooFar = given
  const draw = () => {
    for (let i = 0; i < 18; i++) {
      edit(1024 * 1024)
      flush()
    }
  }
  edit(1024 * 1024)
  edit(1024 * 1024)
  feed.answer({ pieces: history.pieces() })
  draw()
  expect(given).not.toHaveBeenCalled()
  while (waiting.length > 0) drain()
  draw()
  expect(given).toHaveBeenCalled()
})

test('[K20] [SY13] an update that is longer than a frame goes out in several, and has a place when the last one has left', () => {
  const { doc, copy, feed, history, frames, edit, flush, drain, waiting, checkPlace } = setUp()
  feed.answer({ pieces: history.pieces() })
  drain()
  edit(3 * 1024 * 1024)
  flush()
  expect(waiting.length).toBeLessThan(10)
  expect(feed.position).toBeNull()
  edit(10)
  flush()
  while (waiting.length > 0) {
    drain(1)
    checkPlace()
  }
  expect(Math.max(...frames)).toBeLessThan(256 * 1024 + 16)
  expect(feed.position).toBe(history.head)
  isSame(doc, copy)
})

test('what is looked up comes piece by piece, others have their turn in between, and step 2 is last', async () => {
  const { copy, feed, edit, history, waiting, drain, isOpen } = setUp(new Turns(() => performance.now()))
  edit(10)
  const update = history.pieces()[0]!
  let looked = 0
  const missing = (function* () {
    for (; looked < 5; looked++) yield update
  })()
  feed.answer({ missing, pieces: [update] })
  expect(looked).toBe(0)
  expect(waiting).toHaveLength(1)
  await expect.poll(() => isOpen()).toBe(true)
  drain()
  expect(copy.getMap('shapes').size).toBe(1)
})

test('a board that many open at once is sent by turns of a few milliseconds, to all of them alike', async () => {
  let now = 0
  const turns = new Turns(() => now)
  const sent = Array.from({ length: 3 }, () => 0)
  const piece = new Uint8Array(1024)
  const feeds = sent.map((_, i) => {
    const send = (_frame: Uint8Array, taken: () => void) => {
      sent[i]! += 1
      now += 1
      queueMicrotask(taken)
    }
    return new Feed(new Outbox({ send }, new Metrics(), () => now), false, turns)
  })
  for (const feed of feeds) feed.answerStored(Array.from({ length: 40 }, () => piece))
  for (let last = 3; sent.some((count) => count < 40);) {
    await new Promise((resolve) => setImmediate(resolve))
    const all = sent.reduce((sum, count) => sum + count, 0)
    expect(all - last).toBeLessThanOrEqual(5)
    expect(Math.max(...sent) - Math.min(...sent)).toBeLessThanOrEqual(2)
    last = all
  }
  for (const feed of feeds) feed.end()
})
