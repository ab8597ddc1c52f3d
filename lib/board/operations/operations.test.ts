import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { cornersOf } from '../../geometry/box'
import { distance, type Point } from '../../geometry/point'
import { anyRecords, shapeIds } from '../board.arbitrary'
import { BoardDocument } from '../document'
import type { ShapeId } from '../ids'
import {
  copyShapes,
  duplicateShapes,
  groupShapes,
  moveShapes,
  movable,
  outermost,
  pageGeo,
  pasteShapes,
  removeShapes,
  reorderShapes,
  reparentShapes,
  resizeShapes,
  restyleShapes,
  rotateShapes,
  ungroupShapes,
} from '../operations'
import { packPoints, unpackPoints } from '../points'
import type { ArrowEnd, BoardView, Edit, ShapeRecord } from '../shape'
import { inspectShape } from '../validate'
import { RecordView, targetsOf } from '../view'

const id = (name: string) => name as ShapeId
const shape = (name: string, change: Partial<ShapeRecord> = {}): ShapeRecord => ({
  id: id(name), type: 'note', geo: [0, 0, 100, 50, 0], style: {}, order: 'a0', parent: null, data: {}, ...change,
}) // prettier-ignore
const arrow = (name: string, start: ArrowEnd, end: ArrowEnd, change: Partial<ShapeRecord> = {}) =>
  shape(name, { type: 'arrow', geo: [10, 10, 0, 0, 0], data: { start, end }, ...change })
const at = (target: string): ArrowEnd => ({ shape: id(target), anchor: [0.5, 0.5] })

function boardOf(...records: ShapeRecord[]): BoardDocument {
  const board = new BoardDocument(new Y.Doc())
  const done = board.apply(records.map((record) => ({ do: 'create', shape: record })))
  if (!done.ok) throw new Error(JSON.stringify(done.error))
  return board
}
const run = (board: BoardDocument, edits: readonly Edit[]): void => {
  const done = board.apply(edits)
  if (!done.ok) throw new Error(JSON.stringify(done.error))
}
const centre = (view: BoardView, name: ShapeId): Point => {
  const [x, y, w, h] = pageGeo(view, view.get(name)!)
  return { x: x + w / 2, y: y + h / 2 }
}

describe('every operation', () => {
  const ids = shapeIds(8)
  const chosen = fc.subarray(ids, { minLength: 1 })
  const step = fc.integer({ min: -30, max: 30 })
  const operations: Record<string, fc.Arbitrary<(view: BoardView, ids: ShapeId[]) => readonly Edit[]>> = {
    remove: fc.constant((view, on) => removeShapes(view, on)),
    move: fc.tuple(step, step).map(([x, y]) => (view, on) => moveShapes(view, on, x * 1e5, y)),
    resize: fc.tuple(step, step, step).map(([sx, sy, r]) => (view, on) =>
      resizeShapes(view, on, { anchor: { x: 7, y: 9 }, sx: sx / 5, sy: sy / 5, rotation: r / 10 })),
    rotate: step.map((tenths) => (view, on) => rotateShapes(view, on, tenths / 10, { x: 3, y: 4 })),
    reorder: fc.constantFrom('front', 'forward', 'backward', 'back').map((to) => (view, on) => reorderShapes(view, on, to)),
    group: fc.constant((view, on) => groupShapes(view, on, id('new-group'))),
    ungroup: fc.constant((view, on) => ungroupShapes(view, on)),
    reparent: fc.option(fc.constantFrom(...ids)).map((to) => (view, on) => reparentShapes(view, on, to)),
    duplicate: fc.constant((view, on) => duplicateShapes(view, on, { x: 10, y: 10 }).edits),
    restyle: fc.constant((view, on) => restyleShapes(view, on, { width: 3, fill: 'red' })),
    paste: fc.option(fc.constantFrom(...ids)).map((parent) => (view, on) => {
      const text = JSON.stringify(copyShapes(view, on))
      const pasted = pasteShapes(view, JSON.parse(text), { parent: view.get(parent!)?.type === 'frame' ? parent : null })
      if (!pasted.ok) throw new Error(pasted.error.code)
      return pasted.value.edits
    }),
  } // prettier-ignore

  for (const [name, operation] of Object.entries(operations)) {
    test(`${name}: leaves a valid document, and one undo takes it back`, () => {
      let changed = 0
      fc.assert(
        fc.property(anyRecords(), chosen, operation, (records, on, operate) => {
          const board = boardOf(...records)
          const before = new Map([...board.all()].map((record) => [record.id, record]))
          const edits = operate(board, on)
          const done = board.apply(edits)
          expect(done).toEqual({ ok: true, value: null })
          board.doc.getMap('shapes').forEach((value, key) => expect(inspectShape(key, value)).toBeNull())
          if (edits.length > 0) {
            changed++
            if (board.canUndo) board.undo()
          }
          // An operation without an effect is no step, and then the boards's own creation is undone.
          if (board.size > 0 || before.size === 0) {
            expect(new Map([...board.all()].map((record) => [record.id, record]))).toEqual(before)
          }
        }),
        { numRuns: 60 },
      )
      expect(changed).toBeGreaterThan(10)
    })
  }

  test('but remove and ungroup leaves every shape where it was on the page, when it only re-nests', () => {
    let nested = 0
    fc.assert(
      fc.property(anyRecords(), chosen, fc.option(fc.constantFrom(...ids)), (records, on, to) => {
        for (const operate of [
          (view: BoardView) => reparentShapes(view, on, to),
          (view: BoardView) => groupShapes(view, on, id('new-group')),
          (view: BoardView) => ungroupShapes(view, on),
        ]) {
          const board = boardOf(...records)
          const leaves = [...board.all()].filter(({ type }) => type !== 'group')
          const before = new Map(leaves.map((record) => [record.id, pageGeo(board, record)]))
          const edits = operate(board)
          run(board, edits)
          if (edits.length > 0) nested++
          for (const [leaf, [x, y]] of before) {
            const [nx, ny] = pageGeo(board, board.get(leaf)!)
            expect(Math.abs(nx - x) + Math.abs(ny - y)).toBeLessThan(1e-6)
          }
        }
      }),
    )
    expect(nested).toBeGreaterThan(100)
  })
})

describe('remove', () => {
  test('takes what is inside along, and groups left empty', () => {
    const board = boardOf(
      shape('f', { type: 'frame' }),
      shape('g', { type: 'group', parent: id('f') }),
      shape('a', { parent: id('g') }),
      shape('b'),
    )
    run(board, removeShapes(board, [id('a')]))
    expect([...board.all()].map((record) => record.id).sort()).toEqual(['b', 'f'])
    run(board, removeShapes(board, [id('f')]))
    expect([...board.all()].map((record) => record.id)).toEqual(['b'])
  })

  test('writes the last points into arrows that stay, from the drawing or else from the anchor', () => {
    const board = boardOf(
      shape('a', { geo: [100, 100, 100, 50, 0] }),
      arrow('to', { point: [0, 0] }, at('a')),
    )
    const [edit] = removeShapes(board, [id('a')], (_, end) => (end === 'end' ? { x: 90, y: 120 } : undefined))
    expect(edit).toEqual({ do: 'patch', id: 'to', patch: { data: { end: { point: [80, 110] } } } })
    run(board, removeShapes(board, [id('a')]))
    expect(board.get(id('to'))!.data.end).toEqual({ point: [140, 115] })
    expect(board.arrowsAt(id('a'))).toEqual([])
  })

  test('an arrow that goes with its target is not patched', () => {
    const board = boardOf(shape('a'), arrow('to', at('a'), at('a')))
    expect(removeShapes(board, [id('a'), id('to')]).map((edit) => edit.do)).toEqual(['remove', 'remove'])
  })
})

describe('move', () => {
  test('a frame is one write, a group is its children, a child chosen with its frame moves once', () => {
    const board = boardOf(
      shape('f', { type: 'frame' }),
      shape('a', { parent: id('f') }),
      shape('g', { type: 'group' }),
      shape('b', { parent: id('g') }),
      shape('c', { parent: id('g') }),
    )
    expect(moveShapes(board, [id('f'), id('a')], 5, 0)).toHaveLength(1)
    run(board, moveShapes(board, [id('g')], 5, 6))
    expect([board.get(id('b'))!.geo, board.get(id('c'))!.geo]).toEqual([[5, 6, 100, 50, 0], [5, 6, 100, 50, 0]]) // prettier-ignore
  })

  test('a shape stays on the board however far it is moved', () => {
    const board = boardOf(shape('a'))
    run(board, moveShapes(board, [id('a')], 1e9, -1e9))
    expect(board.get(id('a'))!.geo.slice(0, 2)).toEqual([1e6, -1e6])
  })
})

describe('resize', () => {
  test('several shapes scale about the anchor', () => {
    const board = boardOf(
      shape('a', { geo: [10, 10, 100, 50, 0] }),
      shape('b', { geo: [110, 60, 20, 20, 0] }),
    )
    run(board, resizeShapes(board, [id('a'), id('b')], { anchor: { x: 10, y: 10 }, sx: 2, sy: 3 }))
    expect(board.get(id('a'))!.geo).toEqual([10, 10, 200, 150, 0])
    expect(board.get(id('b'))!.geo).toEqual([210, 160, 40, 60, 0])
  })

  test('a turned shape resized along its own axes keeps the opposite corner where it is', () => {
    const board = boardOf(shape('a', { geo: [10, 10, 100, 50, 0.7] }))
    const [fixed] = cornersOf({ x: 10, y: 10, w: 100, h: 50 }, 0.7)
    run(board, resizeShapes(board, [id('a')], { anchor: fixed, sx: 1.5, sy: 2, rotation: 0.7 }))
    const [x, y, w, h, rotation] = board.get(id('a'))!.geo
    expect([w, h, rotation].map((n) => +n.toFixed(9))).toEqual([150, 100, 0.7])
    expect(distance(cornersOf({ x, y, w, h }, rotation)[0], fixed)).toBeLessThan(1e-9)
  })

  test('a shape turned by a quarter swaps the factors', () => {
    const board = boardOf(shape('a', { geo: [0, 0, 100, 50, Math.PI / 2] }))
    run(board, resizeShapes(board, [id('a')], { anchor: { x: 0, y: 0 }, sx: 2, sy: 1 }))
    const [, , w, h] = board.get(id('a'))!.geo
    expect([w, h].map((n) => +n.toFixed(9))).toEqual([100, 100])
  })

  test('through the opposite side mirrors the ink; twice is where it was', () => {
    const points = packPoints([[0, 0, 0.5], [30, 0, 0.5], [30, 40, 0.5]], { zoom: 1 }) // prettier-ignore
    const board = boardOf(shape('p', { type: 'pen', geo: [0, 0, 30, 40, 0.3], points }))
    const flip = () => resizeShapes(board, [id('p')], { anchor: { x: 0, y: 0 }, sx: -1, sy: 1 })
    run(board, flip())
    expect(unpackPoints(board.get(id('p'))!.points!).map(([x]) => x)).toEqual([30, 0, 0])
    expect(board.get(id('p'))!.geo[4]).toBeCloseTo(-0.3)
    run(board, flip())
    expect(board.get(id('p'))!.points).toEqual(points)
    expect(board.get(id('p'))!.geo.map((n) => +n.toFixed(9))).toEqual([0, 0, 30, 40, 0.3])
  })

  test('an even scale grows the letters of a text, free ends of an arrow follow, attached ones do not', () => {
    const board = boardOf(
      shape('t', { type: 'text', style: { size: 20 } }),
      shape('a'),
      arrow('to', { point: [0, 0] }, at('a'), { geo: [10, 20, 0, 0, 0] }),
    )
    run(board, resizeShapes(board, [id('t'), id('to')], { anchor: { x: 0, y: 0 }, sx: 2, sy: 2 }))
    expect(board.get(id('t'))!.style.size).toBe(40)
    expect(board.get(id('to'))).toMatchObject({ geo: [20, 40, 0, 0, 0], data: { end: at('a') } })
  })

  test('a frame resized at its left edge leaves its children where they are', () => {
    const board = boardOf(
      shape('f', { type: 'frame', geo: [100, 100, 200, 100, 0] }),
      shape('a', { parent: id('f'), geo: [50, 20, 10, 10, 0] }),
    )
    const before = pageGeo(board, board.get(id('a'))!)
    run(board, resizeShapes(board, [id('f')], { anchor: { x: 300, y: 100 }, sx: 1.5, sy: 1 }))
    expect(board.get(id('f'))!.geo).toEqual([0, 100, 300, 100, 0])
    expect(pageGeo(board, board.get(id('a'))!)).toEqual(before)
  })
})

describe('rotate', () => {
  test('all round is where it was, in frames too; frames do not turn', () => {
    const board = boardOf(
      shape('f', { type: 'frame', geo: [40, 40, 200, 100, 0] }),
      shape('a', { parent: id('f'), geo: [5, 5, 30, 10, 0.2] }),
      shape('b', { geo: [-50, 0, 10, 10, 0] }),
    )
    const before = board.get(id('a'))!.geo
    for (let i = 0; i < 4; i++)
      run(board, rotateShapes(board, [id('a'), id('b')], Math.PI / 2, { x: 9, y: -3 }))
    board.get(id('a'))!.geo.forEach((n, i) => expect(n).toBeCloseTo(before[i]!, 9))
    run(board, rotateShapes(board, [id('f')], 1, centre(board, id('f'))))
    expect(board.get(id('f'))!.geo.map((n) => +n.toFixed(9))).toEqual([40, 40, 200, 100, 0])
  })
})

describe('order', () => {
  const names = ['a', 'b', 'c', 'd', 'e']
  const stack = (orders: readonly string[]): BoardDocument =>
    boardOf(...names.map((name, i) => shape(name, { order: orders[i]! })))
  const moves = [
    ['front', ['b', 'd'], 'acebd'],
    ['back', ['b', 'd'], 'bdace'],
    ['forward', ['b', 'c'], 'adbce'],
    ['forward', ['d', 'e'], 'abcde'],
    ['forward', ['b', 'd'], 'acbed'],
    ['backward', ['a', 'c'], 'acbde'],
    ['backward', ['e'], 'abced'],
  ] as const
  for (const orders of [['a0', 'a1', 'a2', 'a3', 'a4'], ['a0', 'a0', 'a0', 'a0', 'a0'], ['a0', 'a1', 'zzzz', 'zzzzz', 'zzzzzz']]) {
    for (const [to, on, wanted] of moves) {
      test(`${to} of ${on.join(' and ')} among ${orders.join(' ')}`, () => {
        const board = stack(orders)
        run(board, reorderShapes(board, on.map(id), to))
        expect(board.childrenOf(null).join('')).toBe(wanted)
      })
    }
  } // prettier-ignore
})

describe('groups', () => {
  test('are made in the topmost place, in the shared frame, and taken apart in place', () => {
    const board = boardOf(
      shape('a', { order: 'a0' }),
      shape('b', { order: 'a1' }),
      shape('c', { order: 'a2' }),
      shape('d', { order: 'a3' }),
    )
    run(board, groupShapes(board, [id('c'), id('a')], id('g')))
    expect(board.childrenOf(null)).toEqual(['b', 'g', 'd'])
    expect(board.childrenOf(id('g'))).toEqual(['a', 'c'])
    run(board, ungroupShapes(board, [id('g')]))
    expect(board.childrenOf(null)).toEqual(['b', 'a', 'c', 'd'])
    expect(groupShapes(board, [id('a')], id('g'))).toEqual([])
  })

  test('cannot be put into themselves', () => {
    const board = boardOf(shape('g', { type: 'group' }), shape('h', { type: 'group', parent: id('g') }))
    expect(reparentShapes(board, [id('g')], id('h'))).toEqual([])
    expect(reparentShapes(board, [id('g')], id('g'))).toEqual([])
  })

  test('are not nested beyond the limit', () => {
    const chain = Array.from({ length: 33 }, (_, i) =>
      shape(`g${String(i).padStart(2, '0')}`, { type: 'group', parent: i === 0 ? null : id(`g${String(i - 1).padStart(2, '0')}`) }),
    ) // prettier-ignore
    const board = boardOf(
      ...chain,
      shape('a'),
      shape('b', { type: 'group' }),
      shape('c', { parent: id('b') }),
    )
    expect(reparentShapes(board, [id('a')], id('g32'))).toEqual([])
    expect(reparentShapes(board, [id('b')], id('g31'))).toEqual([])
    run(board, reparentShapes(board, [id('a')], id('g31')))
    expect(board.parentOf(id('a'))).toBe('g31')
  })
})

describe('copies', () => {
  const scene = () =>
    boardOf(
      shape('f', { type: 'frame', geo: [100, 100, 300, 300, 0], order: 'a0' }),
      shape('g', { type: 'group', parent: id('f') }),
      shape('a', { parent: id('g'), geo: [10, 10, 50, 50, 0] }),
      shape('b', { geo: [0, 0, 10, 10, 0], order: 'a1' }),
      arrow('in', at('a'), at('f'), { parent: id('f') }),
      arrow('out', at('a'), at('b'), { order: 'a2' }),
    )

  test('keep the references among themselves and let go of those outside', () => {
    const board = scene()
    const { edits, ids } = duplicateShapes(board, [id('f'), id('out')], { x: 20, y: 20 })
    run(board, edits)
    const copies = new RecordView([...board.all()].filter((record) => record.id.length === 16))
    expect(ids).toEqual(copies.childrenOf(null))
    expect(copies.size).toBe(5)
    const [frame, out] = ids.map((copy) => copies.get(copy)!)
    expect(frame!.geo).toEqual([120, 120, 300, 300, 0])
    const inner = [...copies.all()].find(({ type, parent }) => type === 'arrow' && parent === frame!.id)!
    expect(targetsOf(inner).every((target) => copies.get(target))).toBe(true)
    expect(copies.get(targetsOf(out!)[0]!)!.geo).toEqual([10, 10, 50, 50, 0])
    expect(out!.data.end).toEqual({ point: [-5, -5] })
    expect(
      board
        .childrenOf(null)
        .map((each) => board.get(each)!.type)
        .join(' '),
    ).toBe('frame note arrow frame arrow')
  })

  test('paste where they were on the page, or about a point, in another frame too', () => {
    const board = scene()
    const payload: unknown = JSON.parse(JSON.stringify(copyShapes(board, [id('g')])))
    for (const [parent, at] of [[null, undefined], [id('f'), undefined], [id('f'), { x: 500, y: 600 }]] as const) {
      const pasted = pasteShapes(board, payload, { parent, ...(at ? { at } : {}) })
      if (!pasted.ok) throw new Error(pasted.error.code)
      const target = scene()
      run(target, pasted.value.edits)
      const [group] = pasted.value.ids
      expect(target.parentOf(group!)).toBe(parent)
      const [leaf] = movable(target, [group!])
      const where = centre(target, leaf!.id)
      expect(where).toEqual(at ?? { x: 135, y: 135 })
    } // prettier-ignore
  })

  test('B83 a clipboard that is not ours, or hostile, is refused or harmless', () => {
    const view = new RecordView()
    const refused = ['text', null, {}, { type: 'excalidraw/clipboard' }, { type: 'ardoise/shapes', version: 99, shapes: [] }]
    for (const payload of refused) expect(pasteShapes(view, payload).ok).toBe(false)
    const poisoned: unknown = JSON.parse(
      '{"type":"ardoise/shapes","version":1,"__proto__":{"x":1},"shapes":[{"id":"__proto__","type":"note","geo":[0,0,1,1,0],"order":"a0","style":{"__proto__":{"y":1}}},{"id":"a"}]}',
    )
    const pasted = pasteShapes(view, poisoned)
    expect(pasted.ok && pasted.value.edits).toHaveLength(1)
  }) // prettier-ignore

  test('the outermost of a selection are those inside none other of it', () => {
    const board = scene()
    expect(outermost(board, [id('a'), id('f'), id('nobody'), id('b')])).toEqual(['f', 'b'])
  })
})
