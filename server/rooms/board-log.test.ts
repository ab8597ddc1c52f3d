import { expect, test } from 'vitest'
import { newBoardId } from '../../lib/board/ids'
import { StorageError } from '../storage/storage'
import { BoardLog } from './board-log'

const events = { onCommitted: () => {}, onFailure: () => {} }

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
