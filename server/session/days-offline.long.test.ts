import 'fake-indexeddb/auto'
import { afterEach, beforeEach, test } from 'vitest'
import { goFromBoardToBoard, mergeDaysOffline } from './away.fixture'
import { startServer, type TestServer } from './server.fixture'

let server: TestServer
beforeEach(async () => void (server = await startServer()))
afterEach(() => server.end())

test('[F23] days of work on two devices, on the same shapes too: merged, both are equal, and where they collide the written rule holds', () =>
  mergeDaysOffline(server, 2000))

test('[K30] a hundred boards opened one after the other, left at any moment: nothing of one ever comes to another', () =>
  goFromBoardToBoard(server, 100))
