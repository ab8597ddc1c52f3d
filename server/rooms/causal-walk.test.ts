import * as encoding from 'lib0/encoding'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { CausalWalk } from './causal-walk'

/** What two clients wrote in turns, each behind the other's last, while `waiting` more wait for the last of all. */
const chain = (length: number, waiting: number) =>
  encoding.encode((encoder) => {
    const behind = (client: number, clock: number) => {
      encoding.writeUint8(encoder, 0x81) // deleted content with an origin
      for (const value of [client, clock, 1]) encoding.writeVarUint(encoder, value)
    }
    encoding.writeVarUint(encoder, 2 + waiting)
    for (const client of [1, 2]) {
      for (const value of [length, client, 0]) encoding.writeVarUint(encoder, value)
      for (let clock = 0; clock < length; clock++)
        if (client === 2) behind(1, clock)
        else if (clock > 0) behind(2, clock - 1)
        else {
          encoding.writeUint8(encoder, 0x01)
          encoding.writeVarUint(encoder, 1)
          encoding.writeVarString(encoder, 'shapes')
          encoding.writeVarUint(encoder, 1)
        }
    }
    for (let i = 0; i < waiting; i++) {
      for (const value of [1, 10 + i, 0]) encoding.writeVarUint(encoder, value)
      behind(1, length - 1)
    }
    encoding.writeVarUint(encoder, 0)
  })

test('what is made to be walked slowly is not: each struct is looked at once or twice', () => {
  const decoded = Y.decodeUpdate(chain(40_000, 5_000))
  const since = performance.now()
  const walk = new CausalWalk(new Y.Doc().store, decoded)
  let steps = 0
  for (const { id } of walk) steps += id ? 1 : 0
  expect(steps).toBe(85_000)
  expect(walk.isComplete()).toBe(true)
  expect(performance.now() - since).toBeLessThan(1_500)
})

test('a walk reaches what Yjs would integrate, in an order in which it could, and no more', () => {
  const edit = fc.record({ who: fc.nat(3), at: fc.nat(50), isLost: fc.boolean(), hears: fc.boolean() })
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 40 }), (edits) => {
      const docs = [0, 1, 2, 3].map((i) => Object.assign(new Y.Doc(), { clientID: i + 1 }))
      const sent: Uint8Array[] = []
      for (const { who, at, isLost, hears } of edits) {
        const doc = docs[who]!
        if (hears) Y.applyUpdate(doc, Y.encodeStateAsUpdate(docs[(who + 1) % 4]!))
        const before = Y.encodeStateVector(doc)
        const text = doc.getText('shapes')
        if (at % 5 === 4 && text.length > 0) text.delete(at % text.length, 1)
        else text.insert(at % (text.length + 1), 'ab')
        if (!isLost) sent.push(Y.encodeStateAsUpdate(doc, before))
      }
      if (sent.length === 0) return
      const target = new Y.Doc()
      Y.applyUpdate(target, sent[0]!)
      const update = Y.mergeUpdates(sent)
      const walk = new CausalWalk(target.store, Y.decodeUpdate(update))
      const reached = new Map<number, number>()
      for (const { id, length } of walk) reached.set(id.client, id.clock + length)
      const isWhole = walk.isComplete()
      Y.applyUpdate(target, update)
      for (const [client, clock] of reached) expect(clock).toBe(Y.getState(target.store, client))
      expect(isWhole).toBe(target.store.pendingStructs === null && target.store.pendingDs === null)
    }),
    { numRuns: 300 },
  )
})
