import { afterEach, beforeEach, expect, test } from 'vitest'
import { newShapeId, type ShapeId } from '../../lib/board/ids'
import type { StrokePiece } from '../../lib/protocol/session'
import { stage, type Stage, type Tab } from './stage.fixture'

let s: Stage
beforeEach(async () => void (s = await stage({ roles: { viewer: 'view' } })))
afterEach(() => s.close())

async function people(...cookies: string[]): Promise<Tab[]> {
  const tabs = cookies.map((cookie) => s.open({ cookie }))
  await Promise.all(tabs.map((tab) => tab.until(() => tab.peers.length === cookies.length)))
  return tabs
}
const piece = (id: ShapeId, from: number, ...xs: number[]): StrokePiece => ({
  kind: 'stroke',
  id,
  type: 'pen',
  style: { stroke: 'red' },
  from,
  points: xs.flatMap((x) => [x, 0, 0.5]),
})
const draftsOf = (tab: Tab) => tab.batches.flatMap((batch) => batch.drafts ?? [])
const cursorsOf = (tab: Tab) => tab.batches.flatMap((batch) => batch.cursors ?? [])

test('[LV1] a stroke is seen by the others while it is drawn, and not told to who draws it', async () => {
  const [ana, bob] = (await people('a', 'b')) as [Tab, Tab]
  const id = newShapeId()
  ana.socket.emit('live:draft', piece(id, 0, 1, 2))
  await bob.until(() => draftsOf(bob).length)
  ana.socket.emit('live:draft', { kind: 'end', committed: true })
  await bob.until(() => draftsOf(bob).some(([, draft]) => draft.kind === 'end'))
  const hello = await ana.hello()
  const self = hello.ok ? hello.value.self.id : ''
  expect(draftsOf(bob)).toEqual([
    [self, piece(id, 0, 1, 2)],
    [self, { kind: 'end', committed: true }],
  ])
  expect(draftsOf(ana)).toEqual([])
})

test('[LV2] who comes in the middle of a stroke sees all of it', async () => {
  const [ana, bob] = (await people('a', 'b')) as [Tab, Tab]
  const id = newShapeId()
  ana.socket.emit('live:draft', piece(id, 0, 1, 2))
  ana.socket.emit('live:draft', piece(id, 2, 3))
  ana.socket.emit('live:cursor', [7, 8])
  await bob.until(() => cursorsOf(bob).length)
  const late = s.open({ cookie: 'c' })
  await late.until(() => late.batches.length)
  expect(draftsOf(late).map(([, draft]) => draft)).toEqual([piece(id, 0, 1, 2, 3)])
  expect(cursorsOf(late).map(([, cursor]) => cursor)).toEqual([[7, 8]])
})

test('[LV3] when somebody leaves, what they were drawing ends and their cursor goes', async () => {
  const [ana, bob] = (await people('a', 'b')) as [Tab, Tab]
  ana.socket.emit('live:cursor', [1, 1])
  ana.socket.emit('live:draft', piece(newShapeId(), 0, 1))
  await bob.until(() => draftsOf(bob).length)
  ana.socket.disconnect()
  await bob.until(() => draftsOf(bob).some(([, draft]) => draft.kind === 'end'))
  expect(draftsOf(bob).at(-1)?.[1]).toEqual({ kind: 'end', committed: false })
  expect(cursorsOf(bob).at(-1)?.[1]).toBeNull()
})

test('[LV4][B42] of many cursors only the latest of each person is told', async () => {
  const [ana, bob] = (await people('a', 'b')) as [Tab, Tab]
  for (let x = 1; x <= 60; x++) ana.socket.emit('live:cursor', [x, 0])
  await bob.until(() => cursorsOf(bob).some(([, cursor]) => cursor?.[0] === 60))
  expect(bob.batches.length).toBeLessThan(30)
})

test('[B28] a viewer’s cursor is shown, a viewer’s drawing is not', async () => {
  const [viewer, bob] = (await people('viewer', 'b')) as [Tab, Tab]
  expect(await viewer.ask('live:draft', piece(newShapeId(), 0, 1))).toEqual({
    ok: false,
    error: { code: 'forbidden' },
  })
  viewer.socket.emit('live:cursor', [5, 5])
  await bob.until(() => cursorsOf(bob).length)
  expect(draftsOf(bob)).toEqual([])
})

test('[B41] cursors and drafts that are no numbers, too many or too deep are refused, and nobody sees them', async () => {
  const [ana, bob] = (await people('a', 'b')) as [Tab, Tab]
  let deep: unknown = 1
  for (let depth = 0; depth < 20; depth++) deep = { deep }
  const id = newShapeId()
  const created = { type: 'rectangle', style: {}, parent: null, data: { deep } }
  const bad: [string, unknown][] = [
    ['live:cursor', [null, 1]],
    ['live:cursor', [1e308, 1]],
    ['live:cursor', 'x'],
    ['live:draft', { ...piece(id, 0, 1), points: [1, 2] }],
    ['live:draft', { ...piece(id, 0, 1), id: '__proto__' }],
    ['live:draft', { ...piece(id, 0, 1), points: Array<number>(3_003).fill(0) }],
    ['live:draft', { kind: 'drag', shapes: [{ id, geo: [0, 0, 1, 1, 0], created }] }],
    ['live:draft', { kind: 'end', committed: true, extra: 1 }],
  ]
  for (const [event, payload] of bad)
    expect(await ana.ask(event, payload)).toEqual({ ok: false, error: { code: 'malformed' } })
  ana.socket.emit('live:cursor', [1, 1])
  await bob.until(() => cursorsOf(bob).length)
  expect(bob.batches).toHaveLength(1)
})
