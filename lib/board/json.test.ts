import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { anyRecords, anyStroke } from './board.arbitrary'
import { BoardDocument } from './document'
import type { ShapeId } from './ids'
import { fromJson, toJson, type ReadBoard } from './json'
import { naturalSize, packWith, unpackPoints } from './points'
import type { ShapeRecord } from './shape'
import { RecordView } from './view'

const exported = (records: Iterable<ShapeRecord>, name = 'Plan'): string => {
  const view = new RecordView(records)
  const board = Object.assign(view, { meta: { name, background: null } })
  return JSON.stringify(toJson(board))
}
const read = (text: string): ReadBoard => {
  const result = fromJson(JSON.parse(text))
  if (!result.ok) throw new Error(result.error.code)
  return result.value
}

/** The quantum may come back larger when all points are multiples of a larger one. */
const unpacked = (records: readonly ShapeRecord[]): unknown[] =>
  [...records]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ points, ...rest }) => ({
      ...rest,
      points: points && { at: unpackPoints(points), size: naturalSize(points) },
    }))

describe('export, import, export', () => {
  test('is byte-equal, and the records are the same', () => {
    let count = 0
    fc.assert(
      fc.property(anyRecords(), (records) => {
        const text = exported(records)
        const { shapes, skipped, renamed, board } = read(text)
        expect([skipped, renamed, board.name]).toEqual([[], 0, 'Plan'])
        expect(exported(shapes)).toBe(text)
        expect(unpacked(shapes)).toEqual(unpacked(records))
        count += shapes.length
      }),
      { numRuns: 200 },
    )
    expect(count).toBeGreaterThan(500)
  })

  test('keeps points exactly, in any quantum and of a shape that was resized since', () => {
    fc.assert(
      fc.property(
        anyStroke(),
        fc.integer({ min: -20, max: 4 }),
        fc.boolean(),
        (points, exponent, isResized) => {
          const packed = packWith(points, { exponent })
          const record: ShapeRecord = {
          id: 'pen' as ShapeId, type: 'pen', geo: [0, 0, isResized ? 7 : 0, 9, 0], style: {}, order: 'a0',
          parent: null, points: packed, data: {},
        } // prettier-ignore
          const text = exported([record])
          const again = read(text)
          expect(again.skipped).toEqual([])
          expect(exported(again.shapes)).toBe(text)
        },
      ),
    )
  })

  test('does not depend on who wrote the shapes in which order', () =>
    fc.assert(
      fc.property(anyRecords(), (records) => {
        expect(exported([...records].reverse())).toBe(exported(records))
      }),
    ))

  test('works through a document as well', () => {
    fc.assert(
      fc.property(anyRecords(), (records) => {
        const source = new BoardDocument(new Y.Doc())
        source.setName('Plan')
        expect(source.apply(records.map((shape) => ({ do: 'create', shape }))).ok).toBe(true)
        const text = JSON.stringify(toJson(source))
        const { shapes, board } = read(text)
        const target = new BoardDocument(new Y.Doc())
        target.setMeta(board)
        expect(target.apply(shapes.map((shape) => ({ do: 'create', shape }))).ok).toBe(true)
        expect(JSON.stringify(toJson(target))).toBe(text)
      }),
    )
  })
})

describe('B66 a file that is wrong as a whole is refused with a code', () => {
  const cases: readonly [name: string, value: unknown, code: string][] = [
    ['not an object', [], 'not-ours'],
    ['of another program', { type: 'excalidraw', elements: [] }, 'not-ours'],
    ['of a newer version', { type: 'ardoise', version: 2, shapes: [] }, 'too-new'],
    ['of a version that is none', { type: 'ardoise', version: 'one', shapes: [] }, 'invalid-version'],
    ['without shapes', { type: 'ardoise', version: 1 }, 'invalid'],
    ['of too many shapes', { type: 'ardoise', version: 1, shapes: new Array(250_001) }, 'too-many'],
  ]
  for (const [name, value, code] of cases) {
    test(name, () => expect(fromJson(value)).toEqual({ ok: false, error: { code } }))
  }
})

describe('a shape that is wrong', () => {
  const file = (...shapes: unknown[]) => ({ type: 'ardoise', version: 1, board: {}, shapes })
  const note = { id: 'a', type: 'note', order: 'a0', geo: [0, 0, 1, 1, 0], style: {} }

  test('B67 is skipped and named, and the others are read', () => {
    const bad = [
      { ...note, id: 'nan', geo: [null, 0, 1, 1, 0] },
      { ...note, id: 'points', type: 'pen', points: [[0, 0]] },
      { ...note, id: 'far', type: 'pen', points: [[1e300, 0, 0.5]] },
      { ...note, id: 'natural', type: 'pen', points: [[0, 0, 0.5]], natural: [-1, 'x'] },
      { ...note, id: 'many', type: 'pen', points: Array.from({ length: 10_001 }, () => [0, 0, 0]) },
      7,
    ]
    const result = fromJson(file(note, ...bad))
    if (!result.ok) throw new Error(result.error.code)
    expect(result.value.shapes.map(({ id }) => id)).toEqual(['a', 'natural'])
    expect(result.value.skipped).toEqual([
      { type: 'note', id: 'nan', reason: 'geo: invalid' },
      { type: 'pen', id: 'points', reason: 'points: invalid' },
      { type: 'pen', id: 'far', reason: 'points: invalid' },
      { type: 'pen', id: 'many', reason: 'points: invalid' },
      { type: 'unknown', id: '', reason: 'not an object' },
    ])
  })

  test('B69 gets a new id when its own is missing, malformed or taken', () => {
    const result = fromJson(file(note, note, { ...note, id: undefined }, { ...note, id: '__proto__' }))
    if (!result.ok) throw new Error(result.error.code)
    expect(result.value.renamed).toBe(3)
    expect(new Set(result.value.shapes.map(({ id }) => id)).size).toBe(4)
  })

  test('B68 with a parent in a cycle is read, and the cycle is broken when shown', () => {
    const result = fromJson(
      file(
        { ...note, id: 'a', type: 'group', parent: 'b' },
        { ...note, id: 'b', type: 'group', parent: 'a' },
      ),
    )
    if (!result.ok) throw new Error(result.error.code)
    expect(new RecordView(result.value.shapes).childrenOf(null)).toEqual(['a'])
  })
})

test('points of other programs, which no power of two divides, are near enough', () => {
  const shape = {
    id: 'a',
    type: 'pen',
    order: 'a0',
    geo: [0, 0, 1, 1, 0],
    style: {},
    points: [[0.1, 0.7, 0.3]],
  }
  const [record] = read(JSON.stringify({ type: 'ardoise', version: 1, shapes: [shape] })).shapes
  const [point] = (JSON.parse(exported([record!])) as { shapes: [{ points: [number[]] }] }).shapes[0].points
  expect(Math.abs(point[0]! - 0.1)).toBeLessThan(1 / 1024)
  expect(point[2]).toBe(0.299)
})
