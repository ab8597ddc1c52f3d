import { expect, test } from 'vitest'
import { Metrics } from '../observe/metrics'
import { LIMITS } from './limits'
import { Outbox } from './outbox'

/** A socket that takes in frames when the test says so. */
function stalled() {
  const sent: { bytes: number; taken: () => void }[] = []
  const state = { ms: 0 }
  const send = (frame: Uint8Array, taken: () => void) => void sent.push({ bytes: frame.length, taken })
  return { outbox: new Outbox({ send }, new Metrics(), () => state.ms), sent, state }
}

test('frames leave at once, in order', () => {
  const { outbox, sent } = stalled()
  for (const length of [1, 2, 3]) outbox.push(new Uint8Array(length), 'update')
  expect(sent.map((one) => one.bytes)).toEqual([1, 2, 3])
  sent[0]!.taken()
  expect(outbox.bytes).toBe(5)
})

test('[F31] what is said of people is left out for who has too much on its way, with the frame counted first', () => {
  const { outbox, sent } = stalled()
  outbox.push(new Uint8Array(LIMITS.queue.flowBytes - 10), 'update')
  outbox.push(new Uint8Array(11), 'awareness')
  outbox.push(new Uint8Array(11), 'heartbeat')
  expect(sent).toHaveLength(1)
  outbox.push(new Uint8Array(10), 'awareness')
  outbox.push(new Uint8Array(11), 'barrier')
  expect(sent).toHaveLength(3)
})

test('[F31] a client that takes in nothing for 30 s is stalled', () => {
  const { outbox, sent, state } = stalled()
  state.ms = LIMITS.queue.maxStallMs * 2
  expect(outbox.isStalled).toBe(false)
  outbox.push(new Uint8Array(10), 'update')
  outbox.push(new Uint8Array(10), 'update')
  state.ms += LIMITS.queue.maxStallMs
  expect(outbox.isStalled).toBe(false)
  state.ms++
  expect(outbox.isStalled).toBe(true)
  sent[0]!.taken()
  expect(outbox.isStalled).toBe(false)
})
