import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newShapeId, type ShapeId } from '../board/ids'
import { DraftInProgress, enqueueDraft } from './drafts'
import { draftMessage, LIMITS, type DraftMessage, type DragMessage, type StrokePiece } from './session'

const id = newShapeId()
const piece = (from: number, points: readonly number[], of: ShapeId = id): StrokePiece => ({
  kind: 'stroke',
  id: of,
  type: 'pen',
  style: { width: 4 },
  from,
  points: points.flatMap((x) => [x, x, 0.5]),
})
const drag = (...xs: number[]): DragMessage => ({
  kind: 'drag',
  shapes: xs.map((x, n) => ({ id: `shape-${n}` as ShapeId, geo: [x, 0, 1, 1, 0] })),
})
const queueOf = (...messages: DraftMessage[]) => {
  const queue: DraftMessage[] = []
  for (const message of messages) enqueueDraft(queue, message)
  return queue
}

/** What a reader knows of one stroke: later pieces replace what they overlap. */
function pointsSeen(messages: readonly DraftMessage[], of: ShapeId = id): number[] {
  const seen: number[] = []
  for (const message of messages)
    if (message.kind === 'stroke' && message.id === of) {
      seen.length = message.from
      for (let n = 0; n < message.points.length; n += 3) seen.push(message.points[n]!)
    }
  return seen
}

test('pieces of a stroke are joined, another stroke is not', () => {
  expect(queueOf(piece(0, [1]), piece(1, [2, 3]))).toEqual([piece(0, [1, 2, 3])])
  expect(queueOf(piece(0, [1, 2, 9]), piece(2, [3]))).toEqual([piece(0, [1, 2, 3])])
  expect(queueOf(piece(0, [1]), piece(5, [2]))).toHaveLength(2)
  expect(queueOf(piece(0, [1]), piece(0, [1], newShapeId()))).toHaveLength(2)
})

test('of a drag the last place counts, and what a new shape looks like is kept', () => {
  const created = { type: 'note', style: {}, parent: null, data: {} } as const
  const first: DragMessage = { kind: 'drag', shapes: [{ id, geo: [0, 0, 1, 1, 0], created }] }
  const second: DragMessage = { kind: 'drag', shapes: [{ id, geo: [5, 0, 1, 1, 0] }] }
  expect(queueOf(first, second)).toEqual([{ kind: 'drag', shapes: [{ id, geo: [5, 0, 1, 1, 0], created }] }])
  expect(queueOf(drag(1), { kind: 'end', committed: true }, drag(2))).toHaveLength(3)
})

test('whatever the pieces, the queue and the draft in progress show the same stroke, within the limits', () => {
  let longest = 0
  const step = fc.record({ back: fc.integer({ min: 0, max: 3 }), count: fc.integer({ min: 0, max: 400 }) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30, size: 'max' }), (steps) => {
      const sent: StrokePiece[] = []
      let length = 0
      let value = 0
      for (const { back, count } of steps) {
        const from = Math.max(0, length - back)
        sent.push(
          piece(
            from,
            Array.from({ length: count }, () => value++),
          ),
        )
        length = from + count
      }
      const progress = new DraftInProgress()
      for (const message of sent) progress.add(message)
      const expected = pointsSeen(sent).slice(0, 10_000)
      expect(pointsSeen(queueOf(...sent)).slice(0, 10_000)).toEqual(expected)
      expect(pointsSeen(progress.messages())).toEqual(expected)
      for (const message of [...queueOf(...sent), ...progress.messages()])
        if (message.kind === 'stroke')
          expect(message.points.length).toBeLessThanOrEqual(LIMITS.pointsPerPiece * 3)
      longest = Math.max(longest, expected.length)
    }),
  )
  expect(longest).toBeGreaterThan(2_000)
})

test('a draft in progress is gone when it ends, and bounded however long it is', () => {
  const progress = new DraftInProgress()
  for (let n = 0; n < 20; n++) progress.add(piece(n * 1_000, Array<number>(1_000).fill(n)))
  const messages = progress.messages()
  expect(pointsSeen(messages)).toHaveLength(10_000)
  for (const message of messages) expect(draftMessage.safeParse(message).success).toBe(true)
  progress.add({ kind: 'end', committed: true })
  expect(progress.messages()).toEqual([])
})
