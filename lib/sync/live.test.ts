import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newShapeId } from '../board/ids'
import type { CursorMessage, DraftMessage, LiveBatch, Peer } from '../protocol/session'
import { LiveChannel } from './live'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function channel() {
  const cursors: CursorMessage[] = []
  const drafts: DraftMessage[] = []
  const outlet = {
    isOpen: true,
    cursor: (cursor: CursorMessage) => void cursors.push(cursor),
    draft: (draft: DraftMessage) => void drafts.push(draft),
  }
  return { live: new LiveChannel(outlet), outlet, cursors, drafts }
}
const id = newShapeId()
const piece = (from: number, ...xs: number[]): DraftMessage => ({
  kind: 'stroke',
  id,
  type: 'pen',
  style: {},
  from,
  points: xs.flatMap((x) => [x, 0, 0.5]),
})

test('[B42] a cursor leaves at once, then 30 times a second, and where it stopped is told', () => {
  const { live, cursors } = channel()
  for (let ms = 0; ms <= 1_000; ms++) {
    live.sendCursor([ms, 0])
    vi.advanceTimersByTime(1)
  }
  expect(cursors[0]).toEqual([0, 0])
  expect(cursors.length).toBeLessThanOrEqual(32)
  vi.advanceTimersByTime(1_000)
  expect(cursors.at(-1)).toEqual([1_000, 0])
  expect(cursors.length).toBeLessThanOrEqual(33)
})

test('a piece a frame leaves at once; what comes faster is joined; the end waits for nothing', () => {
  const { live, drafts } = channel()
  live.sendDraft(piece(0, 1))
  expect(drafts).toEqual([piece(0, 1)])
  live.sendDraft(piece(1, 2))
  live.sendDraft(piece(2, 3))
  expect(drafts).toHaveLength(1)
  live.sendDraft({ kind: 'end', committed: true })
  expect(drafts.slice(1)).toEqual([piece(1, 2, 3), { kind: 'end', committed: true }])
  vi.advanceTimersByTime(100)
  expect(drafts).toHaveLength(3)
})

test('a drag of hundreds is told less often', () => {
  const { live, drafts } = channel()
  const ids = Array.from({ length: 500 }, () => newShapeId())
  for (let frame = 0; frame < 60; frame++) {
    const shapes = ids.map((shape) => ({ id: shape, geo: [frame, 0, 1, 1, 0] as never }))
    live.sendDraft({ kind: 'drag', shapes })
    vi.advanceTimersByTime(16)
  }
  expect(drafts.length).toBeGreaterThan(3)
  expect(drafts.length).toBeLessThan(8)
})

test('after a reconnect the stroke in progress is told from its start, and an ended one is not', () => {
  const { live, outlet, drafts, cursors } = channel()
  live.sendCursor([1, 1])
  live.sendDraft(piece(0, 1))
  outlet.isOpen = false
  vi.advanceTimersByTime(50)
  live.sendDraft(piece(1, 2))
  vi.advanceTimersByTime(50)
  expect(drafts).toHaveLength(1)
  outlet.isOpen = true
  live.opened('me')
  expect(drafts.at(-1)).toEqual(piece(0, 1, 2))
  expect(cursors).toEqual([[1, 1], [1, 1]]) // prettier-ignore
  live.sendDraft({ kind: 'end', committed: true })
  const count = drafts.length
  live.opened('me')
  expect(drafts).toHaveLength(count)
})

test('what arrives before anybody listens is kept, own echoes are left out, peers are known at once', () => {
  const { live } = channel()
  live.opened('me')
  live.receive({ cursors: [['me', [0, 0]], ['ana', [1, 1]]] }) // prettier-ignore
  live.receive({ drafts: [['me', piece(0, 1)]] })
  const peers = [{ id: 'ana', person: 'a', name: 'Ana', colour: 1 }]
  live.setPeers(peers)
  const [batches, told] = [[] as LiveBatch[], [] as (readonly Peer[])[]]
  live.onBatch((batch) => batches.push(batch))
  const stop = live.onPeers((now) => told.push(now))
  expect(batches).toEqual([{ cursors: [['ana', [1, 1]]], drafts: [] }])
  stop()
  live.setPeers([])
  expect(told).toEqual([peers])
})
