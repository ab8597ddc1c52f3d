import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Rounds } from './rounds'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const ROUND_MS = 3_900

test('[SY10] everybody has one turn in a round, and only a few of them at a time', () => {
  const rounds = new Rounds<{ round(): void }>(ROUND_MS)
  const turns = Array.from({ length: 1_000 }, () => vi.fn())
  for (const round of turns) rounds.add({ round })
  let before = 0
  for (let ms = 0; ms < ROUND_MS; ms += 100) {
    vi.advanceTimersByTime(100)
    const now = turns.filter((round) => round.mock.calls.length > 0).length
    expect(now - before).toBeLessThanOrEqual(Math.ceil(1_000 / 39))
    before = now
  }
  for (const round of turns) expect(round).toHaveBeenCalledOnce()
  vi.advanceTimersByTime(ROUND_MS)
  for (const round of turns) expect(round).toHaveBeenCalledTimes(2)
  rounds.stop()
})

test('whoever leaves, also in the middle of a turn, has no more', () => {
  const rounds = new Rounds<{ round(): void }>(50)
  const stays = { round: vi.fn() }
  const leaves = { round: vi.fn(() => rounds.delete(leaves)) }
  for (const member of [leaves, stays]) rounds.add(member)
  vi.advanceTimersByTime(150)
  expect(leaves.round).toHaveBeenCalledOnce()
  expect(stays.round).toHaveBeenCalledTimes(3)
  rounds.stop()
})
