import { expect, test } from 'vitest'
import { Metrics } from '../observe/metrics'
import { StorageError } from '../storage/storage'
import { LIMITS } from './limits'
import { BARRIER, CLOSE, drawShape, openStage, updateOf } from './stage.fixture'

test('[F07] what waits for storage is bounded, on a board and on all of them: beyond that writers are closed', async () => {
  const metrics = new Metrics()
  let isFull = true
  const stage = await openStage({
    metrics,
    journal: (real) => ({
      ...real,
      append: (board, update) =>
        isFull ? Promise.reject(new StorageError('full', 'no space')) : real.append(board, update),
    }),
  })
  const ink = new Uint8Array(60_000)
  const megabyte = (name: string) =>
    updateOf((doc) =>
      doc.transact(() => {
        for (let i = 0; i < 17; i++) drawShape(doc, `${name}.${i}`, 0, 'ink', ink)
      }),
    )
  const unsaved = async () => {
    const text = await metrics.text()
    return Number(/^ardoise_unsaved_bytes (\d+)/m.exec(text)![1])
  }
  const board = await stage.newBoard()
  for (let n = 0, isOpen = true; isOpen; n++) {
    const writer = await (await stage.raw(board)).ready()
    for (let i = 0; i < 10; i++) writer.update(megabyte(`${n}.${i}`))
    isOpen = (await Promise.race([writer.barrier(1), writer.closed])) === BARRIER.storageUnavailable
    if (!isOpen) expect((await writer.closed).code).toBe(CLOSE.tooFast)
    writer.ws.close()
    expect(await unsaved()).toBeLessThanOrEqual(LIMITS.unsavedBytes)
  }
  expect(await unsaved()).toBeGreaterThan(LIMITS.unsavedBytes - megabyte('one more').length)
  // The others draw on.
  const other = await (await stage.raw(await stage.newBoard())).ready()
  other.update(megabyte('other'))
  expect(await other.barrier(1)).toBe(BARRIER.storageUnavailable)
  isFull = false
  await stage.end()
})
