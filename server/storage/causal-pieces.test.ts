import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { writtenInTurns } from './causal-chain.fixture'
import { cutCausally, PIECE_BYTES } from './causal-pieces'
import { contentHash, wholeDocument } from './snapshot'

const peer = fc.nat(3)
const happening = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ is: fc.constant('set' as const), peer, id: fc.nat(8), x: fc.nat(99) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ is: fc.constant('type' as const), peer, id: fc.nat(8), x: fc.nat(99) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ is: fc.constant('delete' as const), peer, id: fc.nat(8), x: fc.nat(0) }),
  },
  { weight: 3, arbitrary: fc.record({ is: fc.constant('sync' as const), peer, id: peer, x: fc.nat(0) }) },
)

/** What several people did to one board, with every meeting of theirs. */
function boardOf(script: readonly (typeof happening extends fc.Arbitrary<infer H> ? H : never)[]): Y.Doc {
  const peers = [1, 2, 3, 4].map((clientID) => Object.assign(new Y.Doc(), { clientID }))
  const merge = (from: Y.Doc, to: Y.Doc) => Y.applyUpdate(to, Y.encodeStateAsUpdate(from))
  for (const { is, peer: at, id, x } of script) {
    const doc = peers[at]!
    const shapes = doc.getMap<Y.Map<unknown>>('shapes')
    const shape = shapes.get(`s${id}`)
    if (is === 'sync') merge(doc, peers[id]!)
    else if (is === 'delete') shapes.delete(`s${id}`)
    else if (!shape)
      shapes.set(
        `s${id}`,
        new Y.Map<unknown>([
          ['geo', [x]],
          ['text', new Y.Text('text')],
        ]),
      )
    else if (is === 'set') shape.set('geo', [x])
    else (shape.get('text') as Y.Text).insert(x % 4, String(x))
  }
  for (const doc of peers) merge(doc, peers[0]!)
  return peers[0]!
}

test('[K20] every piece can be applied at once after the ones before it, and together they are the board', () => {
  let several = 0
  fc.assert(
    fc.property(fc.array(happening, { minLength: 10, maxLength: 150, size: 'max' }), (script) => {
      const board = boardOf(script)
      const pieces = cutCausally(Y.encodeStateAsUpdate(board), 100)
      const doc = new Y.Doc()
      for (const piece of pieces) {
        Y.applyUpdate(doc, piece)
        expect(doc.store.pendingStructs).toBeNull()
        expect(doc.store.pendingDs).toBeNull()
      }
      expect(contentHash(doc)).toBe(contentHash(board))
      if (pieces.length > 4) several++ // cut in earnest
    }),
    { numRuns: 150 },
  )
  expect(several).toBeGreaterThan(60)
})

test('[K20] an update alone is cut so, too: for whoever has what it builds on', () => {
  let several = 0
  fc.assert(
    fc.property(
      fc.array(happening, { minLength: 10, maxLength: 100, size: 'max' }),
      fc.nat(60),
      (script, known) => {
        const board = boardOf(script)
        const doc = boardOf(script.slice(0, known))
        doc.clientID = 9 // or Yjs says that somebody else uses it
        const pieces = cutCausally(Y.encodeStateAsUpdate(board, Y.encodeStateVector(doc)), 100)
        for (const piece of pieces) {
          Y.applyUpdate(doc, piece)
          expect(doc.store.pendingStructs).toBeNull()
          expect(doc.store.pendingDs).toBeNull()
        }
        expect(contentHash(doc)).toBe(contentHash(board))
        if (pieces.length > 4) several++
      },
    ),
    { numRuns: 100 },
  )
  expect(several).toBeGreaterThan(40)
})

test('an update that is made to be slow to cut, or waits for itself in a circle, is cut like any other', () => {
  const timeOf = (update: Uint8Array) => {
    const since = performance.now()
    cutCausally(update)
    return performance.now() - since
  }
  const chain = writtenInTurns(40_000, 5_000)
  expect(timeOf(chain)).toBeLessThan(10 * timeOf(writtenInTurns(40_000, 0)))
  const pieces = cutCausally(chain)
  const structs = pieces.flatMap((piece) => Y.decodeUpdate(piece).structs)
  expect(structs).toHaveLength(85_000)
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(PIECE_BYTES)
  const circle = writtenInTurns(2, 0, 1)
  expect(cutCausally(circle).flatMap((piece) => Y.decodeUpdate(piece).structs)).toHaveLength(4)
})

test('values that were joined in one struct are taken apart', () => {
  const board = new Y.Doc()
  board.getArray('values').push(Array.from({ length: 40 }, (_, i) => 'x'.repeat(i * 1_600)))
  board.getArray('values').push(Array.from({ length: 1_000 }, (_, i) => i))
  const whole = Y.encodeStateAsUpdate(board)
  expect(whole.length).toBeGreaterThan(4 * PIECE_BYTES)
  const pieces = cutCausally(whole)
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(PIECE_BYTES)
  const copy = new Y.Doc()
  for (const piece of pieces) Y.applyUpdate(copy, piece)
  expect(Buffer.from(Y.encodeStateAsUpdate(copy)).equals(whole)).toBe(true)
})

test('deletions are cut, too', () => {
  const board = new Y.Doc()
  const shapes = board.getMap('shapes')
  for (let i = 0; i < 4_000; i++) shapes.set(`s${i}`, i)
  for (let i = 0; i < 4_000; i += 2) shapes.delete(`s${i}`)
  const whole = Y.encodeStateAsUpdate(board)
  const pieces = cutCausally(whole, 1_000)
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(1_000)
  expect(pieces.filter((piece) => Y.decodeUpdate(piece).ds.clients.size > 0).length).toBeGreaterThan(3)
  const copy = new Y.Doc()
  for (const piece of pieces) Y.applyUpdate(copy, piece)
  expect(copy.getMap('shapes').size).toBe(2_000)
  expect(Y.encodeStateAsUpdate(copy)).toEqual(whole)
})

test('pieces are as large as asked, and no larger', () => {
  const board = new Y.Doc()
  for (let i = 0; i < 2_000; i++)
    board.getMap('shapes').set(`s${i}`, new Y.Map([['points', new Uint8Array(100)]]))
  const sizes = cutCausally(Y.encodeStateAsUpdate(board), 10_000).map((piece) => piece.length)
  expect(Math.max(...sizes)).toBeLessThanOrEqual(10_000)
  expect(sizes.length).toBeGreaterThan(20)
})

test('the first pieces are small, and each twice as large as the one before', () => {
  const board = new Y.Doc()
  for (let i = 0; i < 2_000; i++)
    board.getMap('shapes').set(`s${i}`, new Y.Map([['points', new Uint8Array(500)]]))
  const pieces = cutCausally(Y.encodeStateAsUpdate(board)).map((piece) => piece.length / 1024)
  for (const [i, expected] of [8, 16, 32, 64, 128, 256, 256].entries()) {
    expect(pieces[i]).toBeGreaterThan(expected - 2)
    expect(pieces[i]).toBeLessThanOrEqual(expected)
  }
})

test('an empty board has no pieces', () => {
  expect(cutCausally(Y.encodeStateAsUpdate(new Y.Doc()))).toEqual([])
})

test('what builds on something missing is no whole document and cannot be cut', () => {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update) => updates.push(update))
  doc.getMap('shapes').set('a', new Y.Map())
  const shape = doc.getMap('shapes').get('a') as Y.Map<unknown>
  shape.set('geo', [1])
  shape.set('geo', [2])
  expect(wholeDocument(updates.slice(1))).toBeNull()
  expect(contentHash(wholeDocument(updates)!)).toBe(contentHash(doc))
})
