import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyRecord, anyRecords, shapeIds } from './board.arbitrary'
import type { ShapeId } from './ids'
import { MAX_NESTING } from './limits'
import type { ShapeRecord } from './shape'
import { RecordView, targetsOf } from './view'

const IDS = shapeIds(8)

/** Everything a view says, for comparing. */
const picture = (view: RecordView) => ({
  size: view.size,
  page: view.childrenOf(null),
  shapes: Object.fromEntries(
    IDS.map((id) => [
      id,
      { parent: view.parentOf(id), children: view.childrenOf(id), arrows: [...view.arrowsAt(id)].sort(), origin: view.originOf(id) },
    ]),
  ),
}) // prettier-ignore

test('a view kept up to date says what one made anew says, step by step', () => {
  let [cycles, nested] = [0, 0]
  const change = fc
    .constantFrom(...IDS)
    .chain((id) => fc.option(anyRecord(id, IDS), { nil: null, freq: 4 }).map((r) => [id, r] as const))
  const changes = fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => new Map(changes))
  // What is not looked at after each batch is sorted in later, with more.
  const batch = fc.record({ changes, isSeen: fc.boolean() })
  fc.assert(
    fc.property(anyRecords(), fc.array(batch, { maxLength: 8, size: 'max' }), (records, batches) => {
      const view = new RecordView(records)
      const truth = new Map(records.map((record) => [record.id, record]))
      for (const { changes, isSeen } of batches) {
        view.update(changes)
        for (const [id, record] of changes) {
          if (record) truth.set(id, record)
          else truth.delete(id)
        }
        if (!isSeen) continue
        const fresh = new RecordView([...truth.values()].reverse())
        expect(picture(view)).toEqual(picture(fresh))
        for (const { id, parent } of truth.values()) {
          if (view.parentOf(id) !== null) nested++
          const isContainer = ['frame', 'group'].includes(truth.get(parent!)?.type ?? '')
          if (isContainer && view.parentOf(id) === null) cycles++
        }
      }
      expect(picture(view)).toEqual(picture(new RecordView(truth.values())))
    }),
    { numRuns: 450 },
  )
  expect(cycles).toBeGreaterThan(100)
  expect(nested).toBeGreaterThan(1_000)
})

test('everything on the board is reached from the page, once', () =>
  fc.assert(
    fc.property(anyRecords(), (records) => {
      const view = new RecordView(records)
      const seen: ShapeId[] = []
      const visit = (parent: ShapeId | null): void => {
        for (const id of view.childrenOf(parent)) {
          seen.push(id)
          visit(id)
        }
      }
      visit(null)
      expect(seen.sort()).toEqual(records.map(({ id }) => id).sort())
    }),
  ))

const container = (id: string, parent: string | null, type = 'group'): ShapeRecord => ({
  id: id as ShapeId,
  type,
  geo: [10, 20, 100, 100, 0],
  style: {},
  order: 'a0',
  parent: parent as ShapeId | null,
  data: {},
})

test('B68 in a cycle the member with the smallest id falls to the page, whatever the order of arrival', () => {
  const members = [container('c', 'b'), container('b', 'a'), container('a', 'c'), container('d', 'b')]
  for (const records of [members, [...members].reverse()]) {
    const view = new RecordView()
    for (const record of records) view.update([[record.id, record]])
    expect(members.map(({ id }) => view.parentOf(id))).toEqual(['b', 'a', null, 'b'])
  }
  expect(new RecordView([container('x', 'x')]).parentOf('x' as ShapeId)).toBeNull()
})

test('B68 a chain of 10 000 containers has no place deeper than the limit, and no stack overflows', () => {
  const name = (i: number) => `g${String(i).padStart(5, '0')}`
  const chain = Array.from({ length: 10_000 }, (_, i) => container(name(i), i === 0 ? null : name(i - 1)))
  const view = new RecordView(chain)
  let depth = 0
  for (const { id } of chain) {
    depth = view.parentOf(id) === null ? 0 : depth + 1
    expect(depth).toBeLessThanOrEqual(MAX_NESTING)
  }
  expect(view.childrenOf(null).length).toBe(Math.ceil(10_000 / (MAX_NESTING + 1)))
  view.update([[chain[1]!.id, null]])
  expect(view.parentOf(chain[2]!.id)).toBeNull()
})

test('origins are the sum of the frames around a shape; groups have none', () => {
  const view = new RecordView([
    container('frame', null, 'frame'),
    container('group', 'frame'),
    container('inner', 'group', 'frame'),
    container('leaf', 'inner', 'note'),
  ])
  expect(view.originOf('leaf' as ShapeId)).toEqual({ x: 20, y: 40 })
  expect(view.originOf('group' as ShapeId)).toEqual({ x: 10, y: 20 })
})

test('an arrow tied to one shape at both ends is listed once', () => {
  const end = { shape: 'a' as ShapeId, anchor: [0, 0] as const }
  const arrow = { ...container('arrow', null, 'arrow'), data: { start: end, end } }
  expect(targetsOf(arrow)).toEqual(['a'])
  expect(new RecordView([arrow]).arrowsAt('a' as ShapeId)).toEqual(['arrow'])
})
