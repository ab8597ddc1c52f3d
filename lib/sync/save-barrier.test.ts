import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BARRIER } from '../protocol/sync'
import { SaveBarrier } from './save-barrier'

function opened() {
  const sent: number[] = []
  const barrier = new SaveBarrier((n) => sent.push(n))
  barrier.opened()
  return { barrier, sent, last: () => sent.at(-1)! }
}

test('a single edit is followed by its barrier at once, a burst by one for all', () => {
  const { barrier, sent, last } = opened()
  barrier.edited()
  expect(sent).toHaveLength(1)
  for (let n = 0; n < 5; n++) barrier.edited()
  expect(sent).toHaveLength(1)
  expect(barrier.answered(last(), BARRIER.durable)).toBe(1)
  expect([sent.length, barrier.unsaved, barrier.isSaved]).toEqual([2, 5, false])
  expect(barrier.answered(last(), BARRIER.durable)).toBe(6)
  expect([sent.length, barrier.unsaved, barrier.isSaved]).toEqual([2, 0, true])
})

test('how long something waits is told of the oldest change that is unsaved, however many follow it', () => {
  let now = 100
  const sent: number[] = []
  const barrier = new SaveBarrier(
    (n) => sent.push(n),
    () => now,
  )
  const at = (ms: number, act: () => unknown) => {
    now = ms
    act()
    return barrier.unsavedSince
  }
  expect(at(100, () => barrier.opened())).toBeNull()
  expect(at(110, () => barrier.edited())).toBe(110)
  expect(at(120, () => barrier.edited())).toBe(110)
  expect(at(130, () => barrier.edited())).toBe(110)
  // The first is durable; the other two go on waiting.
  expect(at(140, () => barrier.answered(sent.at(-1)!, BARRIER.durable))).toBe(120)
  expect(at(150, () => barrier.edited())).toBe(120)
  expect(at(160, () => barrier.closed())).toBe(120)
  expect(at(170, () => barrier.opened())).toBe(120)
  expect(at(180, () => barrier.answered(sent.at(-1)!, BARRIER.storageUnavailable))).toBe(120)
  expect(at(190, () => barrier.answered(sent.at(-1)!, BARRIER.durable))).toBeNull()
})

test('a lost connection voids the outstanding barrier; a new one goes when everything was sent again', () => {
  const { barrier, sent, last } = opened()
  barrier.edited()
  const old = last()
  barrier.closed()
  barrier.edited()
  expect(sent).toHaveLength(1)
  barrier.opened()
  expect(barrier.answered(old, BARRIER.durable)).toBeNull()
  expect([sent.length, barrier.unsaved]).toEqual([2, 2])
  expect(barrier.answered(last(), BARRIER.durable)).toBe(2)
  expect(barrier.isSaved).toBe(true)
})

test('what was saved is confirmed again on the next connection before it is called saved', () => {
  const { barrier, last } = opened()
  barrier.edited()
  barrier.answered(last(), BARRIER.durable)
  barrier.closed()
  expect(barrier.isSaved).toBe(false)
  barrier.opened()
  expect([barrier.isSaved, barrier.unsaved]).toEqual([false, 0])
  barrier.answered(last(), BARRIER.durable)
  expect(barrier.isSaved).toBe(true)
})

test('who changed nothing has nothing to save, and asks nothing', () => {
  const { barrier, sent } = opened()
  barrier.closed()
  barrier.opened()
  expect([sent, barrier.isSaved]).toEqual([[], true])
})

test('[B14] the answer to a gap may come after everything was sent again, and is then no answer', () => {
  const { barrier, last } = opened()
  barrier.edited()
  const first = last()
  barrier.opened() // sync step 1 arrives before the answer that announces it
  expect(barrier.answered(first, BARRIER.gap)).toBeNull()
  expect(barrier.answered(last(), BARRIER.durable)).toBe(1)
  expect(barrier.isSaved).toBe(true)
})

test('[F05] while storage is down the barrier stays outstanding, and its second answer counts', () => {
  const { barrier, sent, last } = opened()
  barrier.edited()
  barrier.answered(last(), BARRIER.storageUnavailable)
  barrier.edited()
  expect([sent.length, barrier.isStorageDown, barrier.isSaved]).toEqual([1, true, false])
  barrier.answered(last(), BARRIER.durable)
  expect([sent.length, barrier.isStorageDown, barrier.isSaved]).toEqual([2, false, false])
})

test('after a refusal nothing is ever saved again, whatever is answered', () => {
  const { barrier, last, sent } = opened()
  barrier.edited()
  barrier.answered(last(), BARRIER.rejected)
  barrier.edited()
  barrier.closed()
  barrier.opened()
  for (let n = 0; n < 9; n++) barrier.answered(n, BARRIER.durable)
  expect([barrier.isRefused, barrier.isSaved, barrier.unsaved, sent.length]).toEqual([true, false, 2, 1])
})

/** A server that commits in order and answers later; frames on the wire are lost with their connection. */
class Wire {
  #connection = 0
  #toServer: { connection: number; is: 'edit' | 'barrier'; n: number }[] = []
  #toClient: { connection: number; n: number; status: number }[] = []
  readonly durable = new Set<number>()
  readonly unsent = new Set<number>()
  #isUp = false
  #edits = 0
  readonly barrier = new SaveBarrier((n) => this.#push('barrier', n))

  #push(is: 'edit' | 'barrier', n: number) {
    this.#toServer.push({ connection: this.#connection, is, n })
  }
  edit() {
    const n = ++this.#edits
    this.unsent.add(n)
    if (this.#isUp) this.#push('edit', n)
    this.barrier.edited()
  }
  /** The server read one frame; `fails` stands for storage that does not answer yet, or a gap. */
  serve(status: number) {
    const frame = this.#toServer.shift()
    if (frame?.connection !== this.#connection) return
    if (frame.is === 'edit') this.durable.add(frame.n)
    else this.#toClient.push({ connection: this.#connection, n: frame.n, status })
  }
  receive(isLate: boolean) {
    const frame = isLate ? this.#toClient.pop() : this.#toClient.shift()
    if (!frame) return
    // The provider drops what an old socket still says; the barrier must not depend on it.
    this.barrier.answered(frame.n, frame.status)
  }
  down() {
    if (!this.#isUp) return
    this.#isUp = false
    this.#connection += 1
    this.barrier.closed()
  }
  up() {
    if (this.#isUp) return
    this.#isUp = true
    for (const n of this.unsent) if (!this.durable.has(n)) this.#push('edit', n)
    this.barrier.opened()
  }
  get allDurable() {
    return this.durable.size === this.#edits
  }
}

const happening = fc.oneof(
  { weight: 4, arbitrary: fc.constant('edit' as const) },
  { weight: 6, arbitrary: fc.constant('serve' as const) },
  { weight: 1, arbitrary: fc.constantFrom('storage-down' as const, 'gap' as const, 'rejected' as const) },
  { weight: 5, arbitrary: fc.constant('receive' as const) },
  { weight: 1, arbitrary: fc.constant('receive-late' as const) },
  { weight: 1, arbitrary: fc.constant('down' as const) },
  { weight: 2, arbitrary: fc.constant('up' as const) },
)

test('saved is never claimed while a change is not durable, whatever the order of answers and disconnects', () => {
  let [claims, cuts] = [0, 0]
  fc.assert(
    fc.property(fc.array(happening, { minLength: 10, maxLength: 120, size: 'max' }), (script) => {
      const wire = new Wire()
      for (const is of script) {
        if (is === 'edit') wire.edit()
        else if (is === 'serve') wire.serve(BARRIER.durable)
        else if (is === 'storage-down') wire.serve(BARRIER.storageUnavailable)
        else if (is === 'gap') wire.serve(BARRIER.gap)
        else if (is === 'rejected') wire.serve(BARRIER.rejected)
        else if (is === 'receive') wire.receive(false)
        else if (is === 'receive-late') wire.receive(true)
        else if (is === 'down') {
          wire.down()
          cuts += 1
        } else wire.up()
        if (wire.barrier.isSaved) {
          expect(wire.allDurable).toBe(true)
          expect(wire.barrier.unsaved).toBe(0)
          if (wire.durable.size > 0) claims += 1
        }
      }
    }),
    { numRuns: 1_000 },
  )
  // Not a vacuous pass.
  expect(claims).toBeGreaterThan(1_000)
  expect(cuts).toBeGreaterThan(1_000)
})

test('and it is claimed in the end, once the network stays and every answer comes', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 80, size: 'max' }), (script) => {
      const wire = new Wire()
      for (const is of script) {
        if (is === 'edit') wire.edit()
        else if (is === 'serve') wire.serve(BARRIER.durable)
        else if (is === 'receive') wire.receive(false)
        else if (is === 'down') wire.down()
        else if (is === 'up') wire.up()
      }
      wire.down()
      wire.up()
      for (let n = 0; n < 400; n++) {
        wire.serve(BARRIER.durable)
        wire.receive(false)
      }
      expect([wire.allDurable, wire.barrier.isSaved]).toEqual([true, true])
    }),
  )
})
