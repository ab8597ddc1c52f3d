import { afterEach, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { MESSAGE } from '../../lib/protocol/sync'
import { LIMITS } from './limits'
import { drawShape, openStage, shapeIds, synced, until, type Stage } from './stage.fixture'

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage.end())

test('[SY4] in a crowd what is drawn one after the other comes in fewer frames, all of it', async () => {
  const EDITS = 40
  const board = await stage.newBoard()
  const listeners = await Promise.all(
    Array.from({ length: LIMITS.crowd.connections + 1 }, () => stage.raw(board)),
  )
  await Promise.all(listeners.map((listener) => listener.ready()))
  const { doc, provider } = stage.join(board)
  await synced(provider)
  const before = listeners.map((listener) => listener.frames.length)
  for (let i = 0; i < EDITS; i++) {
    drawShape(doc, `s${i}`)
    await new Promise((resolve) => setImmediate(resolve))
  }
  const updatesOf = (listener: (typeof listeners)[number], from: number) =>
    listener.frames.slice(from).filter((frame) => frame[0] === MESSAGE.sync && frame[1] === 2)
  for (const [i, listener] of listeners.entries()) {
    const copy = new Y.Doc()
    let read = before[i]!
    await until(() => {
      for (const frame of updatesOf(listener, read)) Y.applyUpdate(copy, updateIn(frame))
      read = listener.frames.length
      return shapeIds(copy).length === EDITS
    })
    expect(updatesOf(listener, before[i]!).length).toBeLessThan(EDITS / 2)
  }
})

/** Behind the two bytes that say what it is, the length. */
function updateIn(frame: Uint8Array): Uint8Array {
  let at = 2
  while (frame[at]! >= 128) at++
  return frame.subarray(at + 1)
}
