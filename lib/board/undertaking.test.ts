import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { BoardDocument } from './document'
import type { ShapeId } from './ids'
import { moveShapes, removeShapes } from './operations'
import type { Edit, ShapeRecord } from './shape'
import type { Undertaking } from './undertaking'

/** Three pieces and some more. */
const MANY = 900
const id = (i: number) => `shape-${String(i).padStart(4, '0')}` as ShapeId
const ids = Array.from({ length: MANY }, (_, i) => id(i))
const rectangle = (i: number): ShapeRecord => ({
  id: id(i),
  type: 'rectangle',
  geo: [i * 10, 0, 5, 5, 0],
  style: { stroke: 'ink' },
  order: `a${String(i).padStart(4, '0')}V`,
  parent: null,
  data: {},
})

function full() {
  const board = new BoardDocument(new Y.Doc())
  board.apply(ids.map((_, i): Edit => ({ do: 'create', shape: rectangle(i) })))
  const other = new BoardDocument(new Y.Doc())
  const exchange = () => {
    Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(board.doc, Y.encodeStateVector(other.doc)))
    Y.applyUpdate(board.doc, Y.encodeStateAsUpdate(other.doc, Y.encodeStateVector(board.doc)))
  }
  exchange()
  return { board, other, exchange }
}
const recordsOf = (board: BoardDocument) => new Map([...board.all()].map((record) => [record.id, record]))
/** One piece at a time, `between` after each. */
function drive(undertaking: Undertaking, between: () => void = () => {}): number {
  let step = 0
  while (!undertaking.advance(() => true)) {
    step++
    between()
  }
  return step
}
const move = (board: BoardDocument, by = 7) => moveShapes(board, ids, by, by)
const restyle = (i: number, stroke: string): Edit => ({
  do: 'patch',
  id: id(i),
  patch: { style: { stroke } },
})

describe('a change in pieces', () => {
  test('is the same as one made at once, in several transactions of a bounded size', () => {
    const [pieces, whole] = [full().board, full().board]
    const sizes: number[] = []
    pieces.onChange(({ shapes }) => sizes.push(shapes.size))
    drive(pieces.undertake(move(pieces), { count: MANY }))
    whole.apply(move(whole))
    expect(recordsOf(pieces)).toEqual(recordsOf(whole))
    expect(sizes.length).toBeGreaterThan(2)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(500)
  })

  test('is refused as a whole: one bad edit at its end leaves the board as it was', () => {
    const { board } = full()
    const before = recordsOf(board)
    const bad: Edit = { do: 'patch', id: id(0), patch: { geo: [NaN, 0, 1, 1, 0] } }
    const undertaking = board.undertake([...move(board), bad])
    drive(undertaking)
    expect(undertaking.problem).toMatchObject({ code: 'invalid' })
    expect(recordsOf(board)).toEqual(before)
  })

  test('is one step: undo and redo, in pieces too, go all the way', () => {
    const { board } = full()
    const before = recordsOf(board)
    drive(board.undertake(move(board)))
    const after = recordsOf(board)
    expect(drive(board.travel('undo')!), 'several parts').toBeGreaterThan(2)
    expect(recordsOf(board)).toEqual(before)
    drive(board.travel('redo')!)
    expect(recordsOf(board)).toEqual(after)
    board.undo()
    expect(recordsOf(board)).toEqual(before)
  })

  test('leaves out what somebody deletes meanwhile, keeps what they change, and undo leaves theirs alone', () => {
    const { board, other, exchange } = full()
    const before = recordsOf(board)
    let hasMet = false
    const undertaking = board.undertake(move(board))
    drive(undertaking, () => {
      if (undertaking.done !== 250 || hasMet) return
      hasMet = true
      other.apply([...removeShapes(other, [id(10), id(890)]), restyle(20, 'red'), restyle(880, 'red')])
      exchange()
    })
    exchange()
    expect(recordsOf(other)).toEqual(recordsOf(board))
    expect(board.get(id(890))).toBeUndefined()
    expect(board.get(id(880))).toMatchObject({ geo: [8_807, 7, 5, 5, 0], style: { stroke: 'red' } })
    drive(board.travel('undo')!)
    for (const [shape, record] of recordsOf(board)) expect(record.geo, shape).toEqual(before.get(shape)!.geo)
    expect(board.size).toBe(MANY - 2)
    expect([board.get(id(20))!.style.stroke, board.get(id(880))!.style.stroke]).toEqual(['red', 'red'])
  })

  test('lets other steps come between its pieces: each is undone by itself, the latest first', () => {
    const { board } = full()
    const before = recordsOf(board)
    let isLatest: boolean | null = null
    const undertaking = board.undertake(move(board))
    drive(undertaking, () => {
      if (undertaking.done === 500) board.apply([restyle(3, 'blue')], { step: 'extend' })
      if (undertaking.done !== 250 || isLatest !== null) return
      board.apply([restyle(3, 'red')])
      isLatest = undertaking.isLatest
    })
    expect(isLatest, 'another step is on top').toBe(false)
    const moved = (i: number) => board.get(id(i))!.geo[0] - before.get(id(i))!.geo[0]
    expect([moved(3), moved(899), board.get(id(3))!.style.stroke]).toEqual([7, 7, 'blue'])
    drive(board.travel('undo')!)
    expect([moved(3), moved(899), board.get(id(3))!.style.stroke]).toEqual([7, 7, 'ink'])
    drive(board.travel('undo')!)
    expect(recordsOf(board)).toEqual(before)
  })

  test('that is stopped can be undone as far as it went', () => {
    const { board } = full()
    const before = recordsOf(board)
    const undertaking = board.undertake(move(board))
    while (undertaking.done < 250) undertaking.advance(() => true)
    undertaking.stop()
    expect(undertaking.advance(() => true)).toBe(true)
    expect(undertaking.isLatest).toBe(true)
    drive(board.travel('undo')!)
    expect(recordsOf(board)).toEqual(before)
  })
})

test('undo is bounded: the oldest steps are let go, the last can always be undone', () => {
  const { board } = full()
  for (let i = 0; i < 520; i++) board.apply([restyle(0, i % 2 ? 'red' : 'blue')])
  let steps = 0
  while (board.canUndo) {
    board.undo()
    steps++
  }
  expect(steps).toBe(500)
})
