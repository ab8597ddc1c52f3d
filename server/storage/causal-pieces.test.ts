import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { cutCausally } from './causal-pieces'
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

test('pieces are about as large as asked', () => {
  const board = new Y.Doc()
  for (let i = 0; i < 2_000; i++)
    board.getMap('shapes').set(`s${i}`, new Y.Map([['points', new Uint8Array(100)]]))
  const sizes = cutCausally(Y.encodeStateAsUpdate(board), 10_000).map((piece) => piece.length)
  expect(Math.max(...sizes)).toBeLessThan(10_300)
  expect(sizes.length).toBeGreaterThan(20)
})

test('the first pieces are small, and each twice as large as the one before', () => {
  const board = new Y.Doc()
  for (let i = 0; i < 2_000; i++)
    board.getMap('shapes').set(`s${i}`, new Y.Map([['points', new Uint8Array(500)]]))
  const pieces = cutCausally(Y.encodeStateAsUpdate(board)).map((piece) => piece.length / 1024)
  for (const [i, expected] of [8, 16, 32, 64, 128, 256, 256].entries()) {
    expect(pieces[i]).toBeGreaterThan(expected)
    expect(pieces[i]).toBeLessThan(expected + 2)
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
