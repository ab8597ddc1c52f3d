import 'fake-indexeddb/auto'
import { openDB } from 'idb'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { OUTBOX_DATABASE } from '../../lib/sync/outbox'
import { StorageError } from '../storage/storage'
import { startServer, until, type Client, type TestServer } from './server.fixture'

let server: TestServer
/** Somebody looks at the tabs. */
let look: () => void
beforeEach(() => {
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  vi.stubGlobal('window', new EventTarget())
  vi.stubGlobal('document', page)
  look = () => void page.dispatchEvent(new Event('visibilitychange'))
})
afterEach(async () => {
  await server.end()
  vi.unstubAllGlobals()
})

const isLoaded = (client: Client) => client.state().isLoaded && client.state().self !== null

/** How many changes of the board this device keeps. */
async function keptOnDevice(): Promise<number> {
  const database = await openDB(OUTBOX_DATABASE)
  const count = await database.count('outbox', IDBKeyRange.bound([server.board], [server.board, []]))
  database.close()
  return count
}

test('[F21] [F22] what a tab that is gone left is kept until it is committed, although the others saw it drawn', async () => {
  let isFull = true
  let tries = 0
  server = await startServer({
    journal: (real) => ({
      ...real,
      append: async (...args) => {
        tries++
        if (isFull) throw new StorageError('full', 'no space')
        return real.append(...args)
      },
    }),
  })
  const [ana, bea] = [server.open(), server.open()]
  await until(() => isLoaded(ana) && isLoaded(bea))
  const id = ana.draw()
  await until(() => bea.has(id) && ana.state().isSafeToClose)
  ana.close()
  look()
  await until(() => bea.state().unsaved === 1)
  // Time enough for an answer: storage has refused it twice more.
  const before = tries
  await until(() => tries > before + 1)
  expect([bea.state().unsaved, bea.state().saved, await keptOnDevice()]).toEqual([1, 'saving', 1])
  isFull = false
  await until(() => bea.state().saved === 'saved')
  await until(async () => (await keptOnDevice()) === 0)
  const stored = new Y.Doc()
  for (const update of (await server.storage.journal.load(server.board))!.updates)
    Y.applyUpdate(stored, update)
  expect(stored.getMap('shapes').has(id)).toBe(true)
})
