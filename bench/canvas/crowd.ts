/**
 * People who edit a board over `/sync`, in a process of their own: stock clients from npm, each with the whole
 * document. Told `{ seconds, ids }` it edits and answers what has to be on the board in the end.
 */
import WebSocket from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'

export interface Order {
  readonly seconds: number
  /** Edits a second, of all people together. */
  readonly rate: number
  /** Shapes to move; each person has their own. */
  readonly ids: readonly string[]
}
export interface Outcome {
  readonly edits: number
  /** Where the moved shapes are now. */
  readonly places: Readonly<Record<string, readonly number[]>>
  readonly created: readonly string[]
}

/** Every so manieth edit makes a new shape; the others move one. */
const CREATE_EVERY = 10

const [url, board, people] = [process.argv[2]!, process.argv[3]!, Number(process.argv[4])]
const docs = Array.from({ length: people }, () => new Y.Doc())
const providers: WebsocketProvider[] = []
for (const doc of docs) {
  const provider = new WebsocketProvider(`${url.replace('http', 'ws')}/sync`, board, doc, {
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  })
  providers.push(provider)
  await new Promise<void>((resolve) => provider.on('sync', (isSynced) => isSynced && resolve()))
}
process.send!('ready')

process.on('message', (order: Order) => {
  const places: Record<string, number[]> = {}
  const created: string[] = []
  let edits = 0
  const from = performance.now()
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - from) / 1000) * order.rate)
    const most = order.seconds * order.rate
    for (; edits < Math.min(due, most); edits++) edit(edits)
    if (edits < most) return
    clearInterval(timer)
    process.send!({ edits, places, created } satisfies Outcome)
  }, 5)

  function edit(n: number): void {
    const person = n % people
    const shapes = docs[person]!.getMap<Y.Map<unknown>>('shapes')
    if (n % CREATE_EVERY === 0) {
      const id = `crowd-${process.pid}-${from.toFixed(0)}-${n}`
      const shape = new Y.Map<unknown>()
      for (const [key, value] of Object.entries({
        type: 'rectangle',
        geo: [((n * 37) % 1200) - 600, ((n * 53) % 700) - 350, 60, 40, 0],
        style: { stroke: 'red', fill: 'none', width: 2 },
        order: 'zz',
        data: {},
      }))
        shape.set(key, value)
      shapes.set(id, shape)
      created.push(id)
      return
    }
    const own = order.ids.filter((_, i) => i % people === person)
    const id = own[Math.floor(n / people) % own.length]!
    const [x, y, ...rest] = shapes.get(id)!.get('geo') as [number, number, number, number, number]
    const geo = [x + (n % 2 ? 3 : -3), y + (n % 3) - 1, ...rest]
    shapes.get(id)!.set('geo', geo)
    places[id] = geo
  }
})
process.on('disconnect', () => {
  for (const provider of providers) provider.destroy()
  process.exit()
})
