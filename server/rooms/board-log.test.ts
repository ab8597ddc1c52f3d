import { expect, test } from 'vitest'
import { newBoardId } from '../../lib/board/ids'
import { StorageError } from '../storage/storage'
import { BoardLog } from './board-log'

const events = { onCommitted: () => {}, onFailure: () => {}, paceMs: () => 0 }

test('a board that is gone holds nobody up: what still comes for it is neither kept waiting for nor tried again', async () => {
  let appends = 0
  const append = () => {
    appends++
    return Promise.reject(new StorageError('no-such-board', 'deleted'))
  }
  const log = new BoardLog({ append }, newBoardId(), events)
  log.append(Uint8Array.of(1))
  await log.settled()
  log.append(Uint8Array.of(2))
  const answers: boolean[] = []
  log.whenDurable(log.head, (isDurable) => answers.push(isDurable))
  await log.settled() // would starve the process if it waited
  expect([appends, log.isSettled, answers]).toEqual([1, true, [false]])
})

test('[SY7] what comes within the pace of a crowd is handed over as one batch; whoever wants to leave waits for none', async () => {
  let [now, tasks] = [0, 0]
  const batches: number[] = []
  let inBatch = 0
  const append = () => {
    if (inBatch++ === 0) queueMicrotask(() => (batches.push(inBatch), (inBatch = 0)))
    return Promise.resolve({ epoch: 1, seq: ++tasks })
  }
  const pace = { ...events, paceMs: () => 60_000 }
  const log = new BoardLog({ append }, newBoardId(), pace, () => now)
  log.append(Uint8Array.of(1))
  await expect.poll(() => log.isSettled).toBe(true)
  now += 59_990
  for (let i = 0; i < 5; i++) log.append(Uint8Array.of(i))
  expect(batches).toEqual([1])
  await expect.poll(() => batches).toEqual([1, 5]) // 10 ms later
  log.append(Uint8Array.of(1))
  await log.settled()
  expect(batches).toEqual([1, 5, 1])
})
