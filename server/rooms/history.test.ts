import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { PIECE_BYTES } from '../storage/causal-pieces'
import { History } from './history'

/** Updates of one document, of these sizes. */
function updates(sizes: readonly number[]): { doc: Y.Doc; made: Uint8Array[] } {
  const doc = new Y.Doc()
  const made: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => made.push(update))
  sizes.forEach((size, i) => doc.getMap('shapes').set(`s${i % 7}`, new Uint8Array(size).fill(i)))
  return { doc, made }
}
const shown = (pieces: readonly Uint8Array[]) => {
  const doc = new Y.Doc()
  for (const piece of pieces) Y.applyUpdate(doc, piece)
  expect(doc.store.pendingStructs).toBeNull()
  return picture(doc)
}
/** Which bytes are where: long arrays are slow to compare one by one. */
const picture = (doc: Y.Doc) =>
  [...doc.getMap<Uint8Array>('shapes')]
    .map(([key, { length, 0: first }]) => `${key}: ${length} × ${first}`)
    .sort()
const size = fc.oneof(fc.nat(200), fc.nat(40_000), fc.nat(100_000))
const happening = fc.oneof(
  { weight: 6, arbitrary: fc.record({ is: fc.constant('row' as const), size }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('asked' as const), size: fc.constant(0) }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('folded' as const), size: fc.constant(0) }) },
)

test('[K20] pieces give the whole board, whatever was added, folded and asked in between', () => {
  let folds = 0
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 30, size: 'max' }), (script) => {
      const { doc, made } = updates([])
      const history = new History()
      let seq = 0
      script.forEach((one, i) => {
        if (one.is === 'row') {
          doc.getMap('shapes').set(`s${i % 7}`, new Uint8Array(one.size).fill(i))
          const update = made.at(-1)!
          history.add(update)
          if (i % 3 > 0) history.committed(++seq)
        } else if (one.is === 'folded' && seq > 0) {
          folds++
          const rest = made.slice(seq)
          const whole = Y.mergeUpdates(made.slice(0, seq))
          history.replace({ updates: [whole], seq, tail: { rows: 0, bytes: 0, after: seq } })
          expect(history.updates).toHaveLength(1 + rest.length)
        }
        expect(shown(history.pieces())).toEqual(picture(doc))
        expect(shown([...history.base, ...history.piecesSinceBase()])).toEqual(shown(history.updates))
      })
    }),
    { numRuns: 25 },
  )
  expect(folds).toBeGreaterThan(15)
})

test('[K20] long rows are not merged, short ones share pieces, and none is longer than 256 KiB', () => {
  const { doc, made } = updates([...Array<number>(300).fill(2_000), 20_000, 120_000, 100, 100])
  doc.transact(() => {
    for (let i = 0; i < 100; i++) doc.getMap('shapes').set(`long${i}`, new Uint8Array(50_000).fill(i))
  })
  doc.getMap('shapes').set('last', 1)
  expect(made.at(-2)!.length).toBeGreaterThan(5_000_000)
  const history = new History()
  for (const update of made.slice(0, 100)) history.add(update)
  for (const update of made.slice(100)) {
    const pieces = history.add(update)
    if (update.length <= PIECE_BYTES) expect(pieces).toEqual([update])
    else expect(pieces.length).toBeGreaterThan(20)
  }
  const pieces = history.pieces()
  for (const long of made.filter(({ length }) => length > 16 * 1024 && length <= PIECE_BYTES))
    expect(pieces.includes(long)).toBe(true)
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(PIECE_BYTES)
  expect(pieces.length).toBeLessThan(50)
  expect(shown(pieces)).toEqual(picture(doc))
  const stored = new History()
  stored.replace({ updates: made, seq: made.length, tail: { rows: made.length, bytes: 0, after: 0 } })
  expect(stored.pieces().map(({ length }) => length)).toEqual(pieces.map(({ length }) => length))
  // Who had all but the last two rows.
  const since = stored.since(made.length - 2)!
  expect(Math.max(...since.map(({ length }) => length))).toBeLessThanOrEqual(PIECE_BYTES)
  expect(shown([...made.slice(0, -2), ...since])).toEqual(picture(doc))
})

test('what was merged once is not merged again', () => {
  const { made } = updates(Array<number>(400).fill(2_000))
  const history = new History()
  for (const update of made) history.add(update)
  const [first] = history.pieces()
  for (const update of updates([10, 10]).made) history.add(update)
  expect(history.pieces()[0]).toBe(first)
})

test('stored rows are no part of the snapshot, and go when it is folded again', () => {
  const { made } = updates([10, 20, 30, 40])
  const history = new History()
  history.replace({ updates: made, seq: 9, tail: { rows: 3, bytes: 90, after: 6 } })
  expect(history.base).toEqual(made.slice(0, 1))
  expect(history.updates).toEqual(made)
  const whole = Y.mergeUpdates(made)
  history.replace({ updates: [whole], seq: 9, tail: { rows: 0, bytes: 0, after: 9 } })
  expect(history.updates).toEqual([whole])
})

test('[SY13] what came since a row is given while it is at hand, folded or not, and otherwise not', () => {
  const { made } = updates([...Array<number>(90).fill(300)])
  const history = new History()
  history.replace({ updates: made.slice(0, 40), seq: 40, tail: { rows: 10, bytes: 3_000, after: 30 } })
  made.slice(40).forEach((update) => history.add(update))
  for (let seq = 41; seq <= 80; seq++) history.committed(seq)
  /** With the snapshot up to 30 that `seq` has, and everything after it. */
  const shownSince = (seq: number) => {
    const since = history.since(seq)
    return since && shown([...made.slice(0, seq), ...since])
  }
  const all = shown(made)
  expect([shownSince(29), shownSince(30), shownSince(57), shownSince(80)]).toEqual([null, all, all, all])
  const whole = Y.mergeUpdates(made.slice(0, 80))
  history.replace({ updates: [whole], seq: 80, tail: { rows: 0, bytes: 0, after: 80 } })
  const kept = [30, 50, 75, 79].map((seq) => history.since(seq) !== null)
  expect(kept).toEqual([false, false, true, true])
  expect([shownSince(79), shownSince(80)]).toEqual([all, all])
  expect(shown(history.pieces())).toEqual(all)
  history.replace({ updates: [whole], seq: 80, tail: { rows: 0, bytes: 0, after: 80 } }, true)
  expect(history.since(79)).toBeNull()
  expect(shownSince(80)).toEqual(all)
})

/** How far somebody is in what one client wrote who was there already and is sent these pieces; null: with a gap. */
function reached(pieces: readonly Uint8Array[], from: number): number | null {
  let clock = from
  for (const piece of pieces)
    for (const { id, length } of Y.decodeUpdate(piece).structs) {
      if (id.clock > clock) return null
      clock = Math.max(clock, id.clock + length)
    }
  return clock
}

test('[SY13] [K20] whoever has any row of it is sent every row since, wherever the log was folded and whoever joined before', () => {
  const step = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ do: fc.constant('rows' as const), n: fc.integer({ min: 1, max: 60 }) }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('commit' as const), n: fc.nat(90) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('join' as const), n: fc.constant(0) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('fold' as const), n: fc.nat(99) }) },
  )
  const startedWith = fc.nat(70)
  let kept = 0
  fc.assert(
    fc.property(
      startedWith,
      fc.array(step, { minLength: 6, maxLength: 12, size: 'max' }),
      fc.nat(50),
      (stored, script, skew) => {
        const { doc, made } = updates([])
        /** Where the client was after each row: rows are numbered from 1. */
        const clocks = [0]
        const draw = (n: number) => {
          for (let i = 0; i < n; i++) {
            const size = (made.length * 7 + skew) % 31 === 0 ? 20_000 : 20 + ((made.length * skew) % 400)
            doc.getMap('shapes').set(`s${made.length}`, new Uint8Array(size))
            clocks.push(Y.getState(doc.store, doc.clientID))
          }
        }
        const history = new History()
        draw(stored)
        history.replace({ updates: [...made], seq: stored, tail: { rows: stored, bytes: 0, after: 0 } })
        let [committed, folded] = [stored, 0]
        for (const { do: what, n } of script) {
          if (what === 'rows') {
            const before = made.length
            draw(n)
            made.slice(before).forEach((update) => history.add(update))
          } else if (what === 'commit') {
            const upto = Math.min(committed + n, made.length)
            while (committed < upto) history.committed(++committed)
          } else if (what === 'join') expect(reached(history.pieces(), 0)).toBe(clocks.at(-1))
          else if (committed > 0) {
            folded = Math.max(folded, Math.ceil((committed * (n + 1)) / 100))
            const rows = committed - folded
            history.replace({
              updates: [Y.mergeUpdates(made.slice(0, folded)), ...made.slice(folded, committed)],
              seq: committed,
              tail: { rows, bytes: 0, after: folded },
            })
          }
        }
        for (let seq = 0; seq <= committed; seq++) {
          const since = history.since(seq)
          if (seq >= folded) expect(since).not.toBeNull()
          if (since) expect(reached(since, clocks[seq]!)).toBe(clocks.at(-1))
          if (since && seq < folded) kept++
        }
        for (let position = 0; position <= history.head; position++) {
          const after = history.after(position)
          if (after) expect(reached(after, clocks[stored + position]!)).toBe(clocks.at(-1))
        }
      },
    ),
    { numRuns: 20 },
  )
  expect(kept).toBeGreaterThan(20)
})
