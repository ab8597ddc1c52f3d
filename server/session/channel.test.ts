import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newBoardId, newShapeId } from '../../lib/board/ids'
import type { LiveBatch } from '../../lib/protocol/session'
import { Channel } from './channel'
import type { SessionSocket } from './feature'
import { live } from './live'
import { Session } from './session'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A board's channel whose sockets are lists of what they were sent, and as slow as the test says. */
function board() {
  const boardId = newBoardId()
  const behind = new Set<string>()
  const inboxes = new Map<string, LiveBatch[]>()
  const channel = new Channel(
    boardId,
    'Plan',
    [live],
    {
      toAll: (_, except, _event, ...[batch]) => {
        for (const [id, inbox] of inboxes) if (!except.includes(id)) inbox.push(batch as LiveBatch)
      },
      toOne: (id, _event, ...[batch]) => void inboxes.get(id)!.push(batch as LiveBatch),
      isBehind: (id) => behind.has(id),
    },
    {
      now: () => Date.now(),
      report: (error) => {
        throw error
      },
    },
  )
  const join = (id: string) => {
    const about = { id, key: id, boardId, identity: null, person: id, role: 'edit', socketId: id } as const
    const handlers = new Map<string, (payload: unknown) => void>()
    const on = (event: string, handler: (payload: unknown) => void) => handlers.set(event, handler)
    inboxes.set(id, [])
    channel.join(new Session(about, () => Date.now()), { on } as unknown as SessionSocket)
    return {
      inbox: inboxes.get(id)!,
      send: async (event: string, payload: unknown) => {
        handlers.get(event)!(payload)
        await vi.advanceTimersByTimeAsync(20)
      },
    }
  }
  return { join, behind }
}

test('[LV6][F31] who does not keep up misses batches, then sees the whole picture, ended drafts included', async () => {
  const { join, behind } = board()
  const [ana, slow] = [join('ana'), join('slow')]
  const piece = (id: string, from: number) => ({
    kind: 'stroke',
    id,
    type: 'pen',
    style: {},
    from,
    points: [from, 0, 0.5],
  })
  await ana.send('live:draft', piece(newShapeId(), 0))
  expect(slow.inbox).toHaveLength(1)

  behind.add('slow')
  await ana.send('live:draft', { kind: 'end', committed: true })
  const second = newShapeId()
  for (let from = 0; from < 50; from++) await ana.send('live:draft', piece(second, from))
  expect(slow.inbox).toHaveLength(1)

  // Nothing moves any more: it is looked at again all the same.
  behind.delete('slow')
  await vi.advanceTimersByTimeAsync(500)
  expect(slow.inbox).toHaveLength(2)
  const drafts = slow.inbox[1]!.drafts!
  expect(drafts.map(([session, draft]) => [session, draft.kind])).toEqual([
    ['ana', 'end'],
    ['ana', 'stroke'],
  ])
  expect(drafts[1]![1]).toMatchObject({ id: second, from: 0 })
  expect((drafts[1]![1] as { points: number[] }).points).toHaveLength(150)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(slow.inbox).toHaveLength(2)
})

test('[LV1] a lone piece leaves in the turn it came, and a burst is one batch a tick', async () => {
  const { join } = board()
  const [ana, bob] = [join('ana'), join('bob')]
  await vi.advanceTimersByTimeAsync(100)
  const id = newShapeId()
  const start = Date.now()
  await ana.send('live:cursor', [0, 0])
  expect([bob.inbox.length, Date.now() - start]).toEqual([1, 20])
  for (let from = 0; from < 10; from++)
    void ana.send('live:draft', { kind: 'stroke', id, type: 'pen', style: {}, from, points: [from, 0, 0.5] })
  await vi.advanceTimersByTimeAsync(100)
  expect(bob.inbox.length).toBeLessThanOrEqual(3)
  const points = bob.inbox.flatMap(({ drafts = [] }) =>
    drafts.flatMap(([, draft]) => (draft.kind === 'stroke' ? draft.points : [])),
  )
  expect(points).toHaveLength(30)
})
