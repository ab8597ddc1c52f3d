import WebSocket from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { createBoard, expectTypes } from './board-page'
import { expect, test } from './fixtures'

/** The stock provider gives up after 30 s without a message; a minute covers it twice. */
const SILENCE_MS = 61_000

test('a stock WebsocketProvider from npm reads and writes the same board and stays connected for a minute of silence', async ({
  server,
  openBoard,
}) => {
  test.setTimeout(SILENCE_MS + 60_000)
  const id = await createBoard(server.url, 'Stock')
  const ana = await openBoard(id)
  const doc = new Y.Doc()
  const provider = new WebsocketProvider(server.url.replace('http', 'ws') + '/sync', id, doc, {
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  })
  const statuses: string[] = []
  provider.on('status', ({ status }) => statuses.push(status))
  try {
    await expect.poll(() => provider.synced).toBe(true)
    await ana.tool('r')
    await ana.drag([
      [300, 300],
      [500, 420],
    ])
    const shapes = doc.getMap<Y.Map<unknown>>('shapes')
    await expect.poll(() => [...shapes.values()].map((shape) => shape.get('type'))).toEqual(['rectangle'])
    const silentFrom = Date.now()
    await expect
      .poll(() => Date.now() - silentFrom, { timeout: SILENCE_MS + 5_000, intervals: [1_000] })
      .toBeGreaterThan(SILENCE_MS)
    expect(statuses.filter((status) => status === 'disconnected')).toEqual([])

    doc.transact(() => {
      const shape = new Y.Map<unknown>()
      shape.set('type', 'ellipse')
      shape.set('geo', [100, 100, 160, 90, 0])
      shape.set('style', { stroke: 'red', fill: 'none', width: 4 })
      shape.set('order', 'a5')
      shape.set('data', {})
      shapes.set('stock-ellipse', shape)
    })
    await expectTypes(server.url, id, ['ellipse', 'rectangle'])
  } finally {
    provider.destroy()
    doc.destroy()
  }
})
