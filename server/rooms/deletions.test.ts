import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { PIECE_BYTES } from '../storage/causal-pieces'
import { Deletions } from './deletions'

const cpuOf = (work: () => void) => {
  const since = process.cpuUsage()
  work()
  return process.cpuUsage(since).user
}

test('[P13] whoever asks first after much was moved waits for next to nothing', () => {
  const doc = new Y.Doc()
  const shapes = doc.getMap('shapes')
  for (let i = 0; i < 100; i++) shapes.set(`s${i}`, -1)
  const deletions = new Deletions(doc)
  deletions.updates()
  const moving = cpuOf(() => {
    for (let i = 0; i < 20_000; i++) shapes.set(`s${i % 100}`, i)
  })
  expect(cpuOf(() => deletions.updates())).toBeLessThan(moving / 20)
})

test('[P13] [K20] all deletions, however many, come in pieces of at most 256 KiB, which stay until there are more', () => {
  const doc = new Y.Doc()
  const shapes = doc.getMap('shapes')
  const draw = (from: number, to: number) =>
    doc.transact(() => {
      for (let i = from; i < to; i++) shapes.set(`s${i}`, i)
    })
  const erase = (from: number, to: number) =>
    doc.transact(() => {
      for (let i = from; i < to; i += 2) shapes.delete(`s${i}`)
    })
  draw(0, 100_000)
  erase(0, 100_000)
  const deletions = new Deletions(doc)
  const all = deletions.updates()
  expect(all.length).toBeGreaterThan(1)
  expect(Math.max(...all.map(({ length }) => length))).toBeLessThanOrEqual(PIECE_BYTES)
  draw(100_000, 100_100)
  erase(100_000, 100_100)
  expect(deletions.updates().slice(0, -1)).toEqual(all)
  expect(deletions.updates()[0]).toBe(all[0])
  // More than is told apart, in one change and in many.
  draw(200_000, 220_000)
  erase(200_000, 220_000)
  draw(300_000, 301_000)
  for (let i = 300_000; i < 301_000; i += 2) erase(i, i + 1)
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  const theirs = Y.decodeUpdate(Y.mergeUpdates(deletions.updates())).ds
  expect(Y.equalDeleteSets(theirs, Y.createDeleteSetFromStructStore(doc.store))).toBe(true)
})
