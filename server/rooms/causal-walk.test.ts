import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { writtenInTurns } from '../storage/causal-chain.fixture'
import { CausalWalk } from './causal-walk'

test('what is made to be walked slowly is not: each struct is looked at once or twice', () => {
  const decoded = Y.decodeUpdate(writtenInTurns(40_000, 5_000))
  const since = performance.now()
  const walk = new CausalWalk(new Y.Doc().store, decoded)
  let steps = 0
  for (const { id } of walk) steps += id ? 1 : 0
  expect(steps).toBe(85_000)
  expect(walk.isComplete()).toBe(true)
  expect(performance.now() - since).toBeLessThan(1_500)
})

/** What four people made, each hearing of the others now and then, and which of it was lost on its way. */
const story = fc.array(
  fc.record({ who: fc.nat(3), at: fc.nat(50), isLost: fc.boolean(), hears: fc.boolean() }),
  { maxLength: 40 },
)
function updatesOf(edits: typeof story extends fc.Arbitrary<infer Edits> ? Edits : never) {
  const docs = [0, 1, 2, 3].map((i) => Object.assign(new Y.Doc(), { clientID: i + 1 }))
  return edits.map(({ who, at, isLost, hears }) => {
    const doc = docs[who]!
    if (hears) Y.applyUpdate(doc, Y.encodeStateAsUpdate(docs[(who + 1) % 4]!))
    const before = Y.encodeStateVector(doc)
    const text = doc.getText('shapes')
    if (at % 5 === 4 && text.length > 0) text.delete(at % text.length, 1)
    else text.insert(at % (text.length + 1), 'ab')
    return { update: Y.encodeStateAsUpdate(doc, before), isLost }
  })
}

test('a walk reaches what Yjs would integrate, in an order in which it could, and no more', () => {
  fc.assert(
    fc.property(story, (edits) => {
      const sent = updatesOf(edits).flatMap(({ update, isLost }) => (isLost ? [] : [update]))
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

test('[B14] what has a gap can be walked as soon as the store has what it needs, and no sooner', () => {
  let waited = 0
  fc.assert(
    fc.property(story, (edits) => {
      const updates = updatesOf(edits)
      const sent = updates.filter(({ isLost }) => !isLost).map(({ update }) => update)
      if (sent.length < 2) return
      const gapped = Y.decodeUpdate(Y.mergeUpdates(sent.slice(1)))
      const target = new Y.Doc()
      const isComplete = () => {
        const walk = new CausalWalk(target.store, gapped)
        for (const struct of walk) void struct
        return { walk, isWhole: walk.isComplete() }
      }
      const { walk, isWhole } = isComplete()
      const needs = [...walk.needs()]
      const areMet = () => needs.every(([client, clock]) => Y.getState(target.store, client) >= clock)
      expect(areMet()).toBe(isWhole)
      for (const { update } of updates) {
        Y.applyUpdate(target, update)
        if (!areMet()) waited++
        expect(areMet()).toBe(isComplete().isWhole)
      }
      expect(areMet()).toBe(true)
    }),
    { numRuns: 300 },
  )
  expect(waited).toBeGreaterThan(300)
})
