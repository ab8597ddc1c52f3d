import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { missingStructs } from '../../lib/board/missing-structs'
import { Answers } from './answers'
import { Deletions } from './deletions'
import { History } from './history'

const edit = fc.record({ who: fc.nat(3), what: fc.nat(7), at: fc.nat(60), hears: fc.boolean() })
type Edit = { readonly who: number; readonly what: number; readonly at: number; readonly hears: boolean }

/** Four people who hear of one another now and then, through one server. */
function people() {
  const server = new Y.Doc()
  const docs = [0, 1, 2, 3].map((i) => Object.assign(new Y.Doc(), { clientID: i + 1 }))
  for (const doc of docs) doc.on('update', (update: Uint8Array) => Y.applyUpdate(server, update))
  return {
    server,
    draw: ({ who, what, at, hears }: Edit) => {
      const doc = docs[who]!
      if (hears) Y.applyUpdate(doc, Y.encodeStateAsUpdate(server))
      const shapes = doc.getMap<Y.Map<unknown>>('shapes')
      const id = `s${at % 12}`
      const shape = shapes.get(id)
      if (!shape) return void shapes.set(id, new Y.Map<unknown>([['geo', [at]]]))
      if (what === 0) return shapes.delete(id)
      const text = shape.get('text')
      if (!(text instanceof Y.Text)) return void shape.set('text', new Y.Text('some text'))
      if (what < 3) return void shape.set('geo', [at, what])
      if (what < 5) return text.delete(0, Math.min(3, text.length))
      text.insert(at % (text.length + 1), 'abc')
    },
  }
}
const shown = (doc: Y.Doc) => [
  doc.getMap('shapes').toJSON(),
  [...Y.decodeStateVector(Y.encodeStateVector(doc))].sort(),
]

test('[P13] what somebody lacks, looked up in pieces while others draw on, and all deletions, make both alike', () => {
  fc.assert(
    fc.property(
      fc.array(edit, { maxLength: 50 }),
      fc.array(edit, { maxLength: 50 }),
      fc.array(edit),
      (past, missed, late) => {
        const { server, draw } = people()
        const deletions = new Deletions(server)
        past.forEach(draw)
        const away = new Y.Doc()
        Y.applyUpdate(away, Y.encodeStateAsUpdate(server))
        if (past.length % 2 === 0) deletions.updates()
        missed.forEach(draw)
        const known = Y.decodeStateVector(Y.encodeStateVector(away))
        const before = Y.encodeStateVector(server)
        const pieces = missingStructs(server, known, 60)
        for (const more of late) {
          const { value } = pieces.next()
          if (value) Y.applyUpdate(away, value)
          expect(away.store.pendingStructs).toBeNull()
          draw(more)
        }
        for (const piece of pieces) Y.applyUpdate(away, piece)
        for (const update of deletions.updates()) Y.applyUpdate(away, update)
        expect(away.store.pendingStructs).toBeNull()
        Y.applyUpdate(away, Y.encodeStateAsUpdate(server, before))
        expect(shown(away)).toEqual(shown(server))
      },
    ),
    { numRuns: 150 },
  )
})

test('[K20] [P13] values that were joined in one struct are taken apart, also for whoever has some of them', () => {
  const board = new Y.Doc()
  board.getArray('values').push(Array.from({ length: 40 }, (_, i) => 'x'.repeat(i * 1_600)))
  const whole = Y.encodeStateAsUpdate(board)
  for (let known = 0; known < 30; known += 13) {
    const away = new Y.Doc()
    for (const piece of missingStructs(board, new Map()))
      if (Y.getState(away.store, board.clientID) < known) Y.applyUpdate(away, piece)
    const pieces = [...missingStructs(board, Y.decodeStateVector(Y.encodeStateVector(away)))]
    expect(pieces.length).toBeGreaterThan(0)
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(2 * 64 * 1024)
    for (const piece of pieces) Y.applyUpdate(away, piece)
    expect(Buffer.from(Y.encodeStateAsUpdate(away)).equals(whole)).toBe(true)
  }
})

test('[P13] whoever lacks nothing is sent the deletions alone, which are not looked up again', () => {
  const { server, draw } = people()
  for (let i = 0; i < 400; i++) draw({ who: i % 4, what: i % 8, at: i * 7, hears: i % 3 === 0 })
  const answers = new Answers(server, new History())
  const known = Y.decodeStateVector(Y.encodeStateVector(server))
  const [first, again] = [answers.to(known), answers.to(known)]
  expect(first.missing!.next().done).toBe(true)
  expect(Y.mergeUpdates([...first.pieces])).toEqual(
    Y.encodeStateAsUpdate(server, Y.encodeStateVector(server)),
  )
  expect(again.pieces[0]).toBe(first.pieces[0])
})

test('[K14] [P13] of a step 2 that repeats all deletions only the new ones are looked up', () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 60 }), fc.array(edit, { maxLength: 20 }), (past, more) => {
      const { server, draw } = people()
      past.forEach(draw)
      const deletions = new Deletions(server)
      const all = Y.decodeUpdate(Y.encodeStateAsUpdate(server)).ds
      expect(deletions.newsIn(all)).toBeNull()
      const copy = new Y.Doc()
      Y.applyUpdate(copy, Y.encodeStateAsUpdate(server))
      more.forEach(draw)
      const theirs = Y.decodeUpdate(Y.encodeStateAsUpdate(server)).ds
      const news = new Deletions(copy).newsIn(theirs)
      Y.applyUpdate(copy, Y.encodeStateAsUpdate(server, Y.encodeStateVector(copy)))
      const other = new Y.Doc()
      Y.applyUpdate(other, Y.encodeStateAsUpdate(copy))
      if (news) Y.applyUpdate(other, news)
      expect(shown(other)).toEqual(shown(server))
    }),
    { numRuns: 100 },
  )
})
