import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { BARRIER } from '../protocol/sync'
import type { EntryKey, Leftover, Outbox } from './outbox'
import { UnsavedChanges } from './unsaved-changes'

/** What the device holds, without a device. */
function memory(entries: readonly Leftover[]) {
  const kept = new Map(entries.map(({ key, update }) => [key.join(), update]))
  const keyOf = (version: number) => (['board', 'tab', version] as EntryKey).join()
  const outbox: Outbox = {
    async add(version, update, replaces) {
      kept.set(keyOf(version), update)
      if (replaces) kept.delete(replaces.join())
    },
    async removeUpTo(version) {
      for (let n = 1; n <= version; n++) kept.delete(keyOf(n))
    },
    leftovers: async () => entries,
    remove: async (key) => void kept.delete(key.join()),
    setAside: async () => {},
    countAside: async () => 0,
    close: () => {},
  }
  return { kept, outbox }
}

/** The updates of a tab that drew three times. */
function threeUpdates(): Uint8Array[] {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update) => updates.push(update))
  for (const key of ['a', 'b', 'c']) doc.getMap('board').set(key, 1)
  return updates
}
const leftover = (update: Uint8Array, version: number): Leftover => ({
  key: ['board', 'gone', version],
  update,
})

test('[F24] only what the device has written is called kept, and a device that does not answer is not counted on', async () => {
  vi.useFakeTimers()
  const { outbox } = memory([])
  const written: (() => void)[] = []
  const changes = new UnsavedChanges(
    { ...outbox, add: () => new Promise<void>((resolve) => written.push(resolve)) },
    () => {},
    () => {},
  )
  const told = () => [changes.barrier.unsaved, changes.kept, changes.keepsOnDevice]
  changes.add(new Uint8Array())
  changes.add(new Uint8Array())
  expect(told()).toEqual([2, 0, true])
  written[0]!()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(told()).toEqual([2, 1, true])
  await vi.advanceTimersByTimeAsync(1_000)
  expect(told()).toEqual([2, 1, false])
  written[1]!()
  await vi.advanceTimersByTimeAsync(0)
  expect(told()).toEqual([2, 2, true])
  vi.useRealTimers()
})

test('[F24] where one change could not be written, none is called kept before the server has all of them', async () => {
  const { outbox } = memory([])
  const sent: number[] = []
  let isFull = true
  const changes = new UnsavedChanges(
    { ...outbox, add: () => (isFull ? Promise.reject(new Error('quota')) : Promise.resolve()) },
    (n) => sent.push(n),
    () => {},
  )
  const told = () => [changes.kept, changes.keepsOnDevice]
  changes.add(new Uint8Array())
  await vi.waitFor(() => expect(told()).toEqual([0, false]))
  isFull = false
  changes.add(new Uint8Array())
  await Promise.resolve()
  expect(told()).toEqual([0, false])
  changes.barrier.opened()
  changes.answered(sent.at(-1)!, BARRIER.durable)
  await vi.waitFor(() => expect(told()).toEqual([0, true]))
})

test('a leftover that builds on a lost one stays on this device, whatever the server calls durable', async () => {
  const [first, , third] = threeUpdates()
  const leftovers = [leftover(first!, 1), leftover(third!, 3)]
  const { kept, outbox } = memory(leftovers)
  const sent: number[] = []
  const changes = new UnsavedChanges(
    outbox,
    (n) => sent.push(n),
    () => {},
  )
  changes.barrier.opened()
  const doc = new Y.Doc()
  await changes.apply(leftovers, doc)
  expect(doc.getMap('board').toJSON()).toEqual({ a: 1 })
  expect([changes.barrier.unsaved, changes.setAside]).toEqual([1, 1])
  changes.answered(sent.at(-1)!, BARRIER.durable)
  await Promise.resolve()
  expect([...kept.keys()]).toEqual(['board,gone,3'])
  // Nothing of it goes along with what this tab sends.
  expect(Y.decodeUpdate(Y.encodeStateAsUpdate(doc)).structs).toHaveLength(1)
})

test('leftovers are applied in whatever order they build on one another', async () => {
  const [first, second, third] = threeUpdates()
  const leftovers = [leftover(third!, 1), leftover(second!, 2), leftover(first!, 3)]
  const { outbox } = memory(leftovers)
  const changes = new UnsavedChanges(
    outbox,
    () => {},
    () => {},
  )
  const doc = new Y.Doc()
  await changes.apply(leftovers, doc)
  expect(doc.getMap('board').toJSON()).toEqual({ a: 1, b: 1, c: 1 })
  expect([changes.barrier.unsaved, changes.setAside]).toEqual([3, 0])
})
