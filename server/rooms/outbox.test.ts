import { expect, test, vi } from 'vitest'
import { LIMITS } from './limits'
import { Outbox } from './outbox'

const MIB = 1024 * 1024

/** A socket that takes in frames when the test says so. */
function stalled() {
  const sent: { bytes: number; taken: () => void }[] = []
  const state = { ms: 0 }
  const send = (frame: unknown, taken: unknown) =>
    void sent.push({ bytes: (frame as Uint8Array).length, taken: taken as () => void })
  const onOverflow = vi.fn()
  const outbox = new Outbox({ send: send }, onOverflow, () => state.ms)
  return { outbox, sent, state, onOverflow, bytes: () => sent.reduce((sum, one) => sum + one.bytes, 0) }
}

test('a fast client gets frames at once, in order', () => {
  const { outbox, sent } = stalled()
  for (const length of [1, 2, 3]) outbox.push(new Uint8Array(length), 'update')
  expect(sent.map((one) => one.bytes)).toEqual([1, 2, 3])
})

test('what a slow client has not taken in waits here, and goes on as it does', () => {
  const { outbox, sent, bytes } = stalled()
  for (let i = 0; i < 8; i++) outbox.push(new Uint8Array(MIB / 2), 'update')
  expect(bytes()).toBe(MIB)
  for (let i = 0; i < 8; i++) sent[i]!.taken()
  expect(bytes()).toBe(4 * MIB)
})

test('[F31] awareness is left out first, then the client is closed', () => {
  const { outbox, sent, onOverflow } = stalled()
  outbox.push(new Uint8Array(LIMITS.queue.droppableBytes + 1), 'update')
  outbox.push(new Uint8Array(10), 'awareness')
  expect(sent).toHaveLength(1)
  for (let i = 0; i < 16; i++) outbox.push(new Uint8Array(MIB), 'update')
  expect(onOverflow).not.toHaveBeenCalled()
  outbox.push(new Uint8Array(2 * MIB), 'update')
  expect(onOverflow).toHaveBeenCalledOnce()
})

test('[K19] the board itself may be larger than the queue', () => {
  const { outbox, onOverflow } = stalled()
  for (let i = 0; i < 40; i++) outbox.push(new Uint8Array(MIB), 'board')
  expect(onOverflow).not.toHaveBeenCalled()
})

test('a client that takes in nothing for 30 s is closed', () => {
  const { outbox, state, onOverflow } = stalled()
  outbox.push(new Uint8Array(10), 'update')
  state.ms = LIMITS.queue.maxStallMs
  outbox.checkStall()
  expect(onOverflow).not.toHaveBeenCalled()
  state.ms++
  outbox.checkStall()
  expect(onOverflow).toHaveBeenCalledOnce()
})
