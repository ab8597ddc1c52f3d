import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { newBoardId } from '../board/ids'
import { IndexedOutbox } from './outbox'

/** Web Locks of one browser, as far as the outbox uses them: a tab that ends lets go of everything. */
function fakeLocks() {
  const held = new Set<string>()
  return {
    request: async (name: string, _options: unknown, use: (lock: object | null) => unknown) => {
      if (held.has(name)) return use(null)
      held.add(name)
      try {
        return await use({ name })
      } finally {
        held.delete(name)
      }
    },
  }
}
let board: string
beforeEach(() => {
  board = newBoardId()
  vi.stubGlobal('navigator', { locks: fakeLocks() })
})
afterEach(() => vi.unstubAllGlobals())
const bytes = (...values: number[]) => Uint8Array.from(values)

describe('changes kept on this device', () => {
  test('are found by the next tab, oldest first, and only on their board', async () => {
    const first = new IndexedOutbox(board, 'first')
    await first.add(1, bytes(1))
    await first.add(2, bytes(2))
    first.close()
    const elsewhere = new IndexedOutbox(newBoardId(), 'other')
    expect(await elsewhere.leftovers()).toEqual([])
    const next = new IndexedOutbox(board, 'next')
    expect((await next.leftovers()).map(({ update }) => [...update])).toEqual([[1], [2]])
  })

  test('are removed up to what the server has, and no further', async () => {
    const outbox = new IndexedOutbox(board, 'tab')
    for (const n of [1, 2, 3]) await outbox.add(n, bytes(n))
    await outbox.removeUpTo(2)
    outbox.close()
    const next = new IndexedOutbox(board, 'next')
    expect((await next.leftovers()).map(({ update }) => [...update])).toEqual([[3]])
  })

  test('[F22] of a tab that lives are not taken, and a gone tab’s are taken by one tab only', async () => {
    const [living, gone] = [new IndexedOutbox(board, 'living'), new IndexedOutbox(board, 'gone')]
    await living.add(1, bytes(1))
    await gone.add(1, bytes(2))
    gone.close()
    const [third, fourth] = [new IndexedOutbox(board, 'third'), new IndexedOutbox(board, 'fourth')]
    expect((await third.leftovers()).map(({ update }) => [...update])).toEqual([[2]])
    expect(await fourth.leftovers()).toEqual([])
    // Asked again, it is not offered twice.
    expect(await third.leftovers()).toEqual([])
    third.close()
    const fifth = new IndexedOutbox(board, 'fifth')
    await expect.poll(async () => (await fifth.leftovers()).length).toBe(1)
  })

  test('taken over, they replace what they were', async () => {
    const gone = new IndexedOutbox(board, 'gone')
    await gone.add(1, bytes(7))
    gone.close()
    const next = new IndexedOutbox(board, 'next')
    const [leftover] = await next.leftovers()
    await next.add(4, leftover!.update, leftover!.key)
    await next.removeUpTo(4)
    next.close()
    expect(await new IndexedOutbox(board, 'last').leftovers()).toEqual([])
  })

  test('[K16] two hundred visits without a connection leave as much as the first', async () => {
    const first = new IndexedOutbox(board, 'visit-0')
    for (const n of [1, 2]) await first.add(n, bytes(n))
    first.close()
    for (let visit = 1; visit <= 200; visit++) {
      const next = new IndexedOutbox(board, `visit-${visit}`)
      const leftovers = await next.leftovers()
      expect(leftovers).toHaveLength(2)
      // Taken over, and not acknowledged: every second visit has a connection for a moment.
      if (visit % 2 === 0)
        for (const [i, { key, update }] of leftovers.entries()) await next.add(i + 1, update, key)
      next.close()
    }
  })

  test('set aside, they are counted and never offered again', async () => {
    const refused = new IndexedOutbox(board, 'refused')
    await refused.add(1, bytes(1))
    await refused.setAside()
    refused.close()
    const next = new IndexedOutbox(board, 'next')
    expect([await next.countAside(), await next.leftovers()]).toEqual([1, []])
  })

  test('[F24] the browser is asked to keep them when there are some, and once', async () => {
    const persist = vi.fn(async () => true)
    const storage = { persisted: async () => false, persist }
    vi.stubGlobal('navigator', { locks: fakeLocks(), storage })
    const outbox = new IndexedOutbox(board, 'tab')
    await outbox.leftovers()
    expect(persist).not.toHaveBeenCalled()
    for (const n of [1, 2]) await outbox.add(n, bytes(n))
    await vi.waitFor(() => expect(persist).toHaveBeenCalledTimes(1))
  })

  test('[F24] where the browser keeps nothing, that is said', async () => {
    vi.stubGlobal('indexedDB', undefined)
    const outbox = new IndexedOutbox(board, 'tab')
    await expect(outbox.add(1, bytes(1))).rejects.toThrow('keeps nothing')
    await expect(outbox.leftovers()).rejects.toThrow('keeps nothing')
    outbox.close()
  })
})
