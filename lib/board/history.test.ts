import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { BoardDocument } from './document'
import type { ShapeId } from './ids'
import { toJson } from './json'
import type { Edit, ShapeRecord } from './shape'

const id = (name: string) => name as ShapeId
const create = (name: string, change: Partial<ShapeRecord> = {}): Edit => ({
  do: 'create',
  shape: {
    id: id(name), type: 'note', geo: [0, 0, 100, 100, 0], style: {}, order: 'a0', parent: null, data: {}, ...change,
  },
}) // prettier-ignore
const move = (name: string, x: number): Edit => ({
  do: 'patch',
  id: id(name),
  patch: { geo: [x, 0, 100, 100, 0] },
})
const remove = (name: string): Edit => ({ do: 'remove', id: id(name) })

const exchange = (a: BoardDocument, b: BoardDocument): void => {
  for (const [from, to] of [[a, b], [b, a]] as const) {
    Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc)))
  }
} // prettier-ignore
const pair = (): [BoardDocument, BoardDocument] => [
  new BoardDocument(new Y.Doc()),
  new BoardDocument(new Y.Doc()),
]
const picture = (board: BoardDocument): string => JSON.stringify(toJson(board))

describe('steps', () => {
  test('one apply is one step; extend goes on with the last', () => {
    const [mine] = pair()
    mine.apply([create('a')])
    mine.apply([move('a', 1)])
    mine.apply([move('a', 2)], { step: 'extend' })
    mine.undo()
    expect(mine.get(id('a'))!.geo[0]).toBe(0)
    mine.undo()
    expect(mine.size).toBe(0)
    expect(mine.canUndo).toBe(false)
    mine.redo()
    mine.redo()
    expect(mine.get(id('a'))!.geo[0]).toBe(2)
    expect(mine.canRedo).toBe(false)
  })

  test('extend after an undo is a step of its own', () => {
    const [mine] = pair()
    mine.apply([create('a')])
    mine.apply([move('a', 1)])
    mine.undo()
    mine.apply([move('a', 5)], { step: 'extend' })
    mine.undo()
    expect(mine.get(id('a'))!.geo[0]).toBe(0)
  })

  test('typing is one step until there is a pause, another shape, or another edit', () => {
    let now = 0
    const mine = new BoardDocument(new Y.Doc(), { now: () => now })
    mine.apply([create('a'), create('b')])
    const type = (name: string, text: string, after: number) => {
      now += after
      mine.replaceText(id(name), text)
    }
    type('a', 'h', 0)
    type('a', 'he', 900)
    type('a', 'hey', 900)
    type('a', 'hey you', 1_500)
    type('b', 'x', 10)
    mine.apply([move('b', 4)])
    type('b', 'xy', 10)
    const texts = (): unknown[] => [
      mine.get(id('a'))!.text,
      mine.get(id('b'))!.text,
      mine.get(id('b'))!.geo[0],
    ]
    const seen: unknown[] = [texts()]
    for (let i = 0; i < 5; i++) {
      mine.undo()
      seen.push(texts())
    }
    expect(seen).toEqual([
      ['hey you', 'xy', 4],
      ['hey you', 'x', 4],
      ['hey you', 'x', 0],
      ['hey you', undefined, 0],
      ['hey', undefined, 0],
      [undefined, undefined, 0],
    ])
  })

  test('the box that a text needs is written and undone with it', () => {
    const [mine] = pair()
    mine.apply([create('a')])
    mine.replaceText(id('a'), 'wide', { caret: 4, patch: { geo: [0, 0, 300, 50, 0] } })
    mine.undo()
    expect(mine.get(id('a'))).toMatchObject({ geo: [0, 0, 100, 100, 0] })
  })

  test('listeners hear when there is something to undo', () => {
    const [mine] = pair()
    const states: boolean[][] = []
    mine.onHistory(() => states.push([mine.canUndo, mine.canRedo]))
    mine.apply([create('a')])
    mine.undo()
    mine.redo()
    expect(states).toEqual([[true, false], [false, true], [true, false]]) // prettier-ignore
  })

  test('a document without a history, as servers have it, keeps none', () => {
    const served = new BoardDocument(new Y.Doc(), { history: false })
    served.apply([create('a')])
    served.undo()
    expect(served.canUndo).toBe(false)
    expect(served.size).toBe(1)
  })
})

describe('what others did since', () => {
  test('a move of theirs over mine is not taken back by my undo', () => {
    const [mine, yours] = pair()
    mine.apply([create('a')])
    mine.apply([move('a', 10)])
    exchange(mine, yours)
    yours.apply([move('a', 99)])
    exchange(mine, yours)
    mine.undo()
    exchange(mine, yours)
    expect(yours.get(id('a'))!.geo[0]).toBe(99)
  })

  test('a shape of mine that they have worked on is not unmade', () => {
    const [mine, yours] = pair()
    mine.apply([create('a', { text: 'mine' })])
    exchange(mine, yours)
    yours.replaceText(id('a'), 'mine and yours')
    exchange(mine, yours)
    mine.undo()
    exchange(mine, yours)
    expect(yours.get(id('a'))).toMatchObject({ type: 'note', text: 'mine and yours' })
    expect(mine.get(id('a'))).toEqual(yours.get(id('a')))
  })

  test('nor is a frame of mine that they have put something into', () => {
    const [mine, yours] = pair()
    mine.apply([create('frame', { type: 'frame', geo: [500, 500, 300, 300, 0] })])
    exchange(mine, yours)
    yours.apply([create('theirs', { parent: id('frame') })])
    exchange(mine, yours)
    mine.undo()
    exchange(mine, yours)
    expect(yours.originOf(id('theirs'))).toEqual({ x: 500, y: 500 })
  })

  test('a shape I deleted comes back as they left it, and redo leaves what they did to it then', () => {
    const [mine, yours] = pair()
    yours.apply([create('a', { text: 'theirs' })])
    exchange(mine, yours)
    mine.apply([remove('a')])
    mine.undo()
    exchange(mine, yours)
    expect(yours.get(id('a'))!.text).toBe('theirs')
    yours.apply([move('a', 42)])
    exchange(mine, yours)
    mine.redo()
    exchange(mine, yours)
    expect(yours.get(id('a'))!.geo[0]).toBe(42)
  })

  test('a shape I deleted while somebody moved it comes back whole', () => {
    const [mine, yours] = pair()
    mine.apply([create('a', { text: 'kept' })])
    exchange(mine, yours)
    yours.apply([move('a', 9)])
    mine.apply([remove('a')])
    exchange(mine, yours)
    let updates = 0
    mine.doc.on('update', () => updates++)
    mine.undo()
    expect(updates).toBe(1)
    expect(mine.get(id('a'))).toMatchObject({ type: 'note', geo: [0, 0, 100, 100, 0], text: 'kept' })
    mine.redo()
    expect(mine.size).toBe(0)
    mine.undo()
    expect(mine.get(id('a'))!.text).toBe('kept')
    exchange(mine, yours)
    expect(picture(yours)).toBe(picture(mine))
  })

  test('when others leave nothing of a step to undo, the step before is undone', () => {
    const [mine, yours] = pair()
    mine.apply([create('a'), create('b')])
    mine.apply([move('b', 7)])
    mine.apply([move('a', 10)])
    exchange(mine, yours)
    yours.apply([move('a', 99)])
    exchange(mine, yours)
    mine.undo()
    expect(mine.get(id('b'))!.geo[0]).toBe(0)
    expect(mine.get(id('a'))!.geo[0]).toBe(99)
  })
})

const names = ['a', 'b', 'c', 'd'] as const
const anyEdit = fc.oneof(
  fc.record({ is: fc.constant('create' as const), name: fc.constantFrom(...names), parent: fc.option(fc.constantFrom(...names)) }),
  fc.record({ is: fc.constant('remove' as const), name: fc.constantFrom(...names) }),
  fc.record({ is: fc.constant('move' as const), name: fc.constantFrom(...names), x: fc.nat(1_000) }),
  fc.record({ is: fc.constant('style' as const), name: fc.constantFrom(...names), x: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ is: fc.constant('text' as const), name: fc.constantFrom(...names), text: fc.constantFrom('', 'one', 'one two', '👍') }),
  fc.record({ is: fc.constant('nest' as const), name: fc.constantFrom(...names), parent: fc.option(fc.constantFrom(...names)) }),
) // prettier-ignore
type AnyEdit = typeof anyEdit extends fc.Arbitrary<infer T> ? T : never

function edit(board: BoardDocument, change: AnyEdit, prefix: string): void {
  const name = prefix + change.name
  const patch = (value: Extract<Edit, { do: 'patch' }>['patch']) =>
    board.apply([{ do: 'patch', id: id(name), patch: value }])
  if (change.is === 'create') {
    if (!board.get(id(name))) board.apply([create(name, { type: change.name === 'a' ? 'frame' : 'note' })])
  } else if (change.is === 'remove') board.apply([remove(name)])
  else if (change.is === 'move') patch({ geo: [change.x, 0, 10, 10, 0] })
  else if (change.is === 'style') patch({ style: { width: change.x } })
  else if (change.is === 'text') board.replaceText(id(name), change.text)
  else patch({ parent: change.parent === null ? null : id(prefix + change.parent) })
}

test('undo of every step, then redo of every step, is where we were; and every way station is revisited', () => {
  let steps = 0
  fc.assert(
    fc.property(fc.array(anyEdit, { maxLength: 25, size: 'max' }), (edits) => {
      let now = 0
      const board = new BoardDocument(new Y.Doc(), { now: () => (now += 5_000) })
      const stations = [picture(board)]
      for (const change of edits) {
        edit(board, change, '')
        if (picture(board) !== stations.at(-1)) stations.push(picture(board))
      }
      const last = stations.length - 1
      steps += last
      for (let i = last - 1; i >= 0; i--) {
        board.undo()
        expect(picture(board)).toBe(stations[i])
      }
      expect(board.canUndo).toBe(false)
      for (let i = 1; i <= last; i++) {
        board.redo()
        expect(picture(board)).toBe(stations[i])
      }
      expect(board.canRedo).toBe(false)
    }),
    { numRuns: 200 },
  )
  expect(steps).toBeGreaterThan(400)
})

test('undo and redo never change what another person made, however edits and exchanges interleave', () => {
  const happening = fc.oneof(
    { weight: 5, arbitrary: fc.record({ by: fc.nat(1), change: anyEdit }) },
    { weight: 3, arbitrary: fc.constantFrom('undo' as const, 'redo' as const) },
    { weight: 3, arbitrary: fc.constant('exchange' as const) },
  )
  let undone = 0
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 60, size: 'max' }), (script) => {
      const [mine, yours] = pair()
      const theirs = (board: BoardDocument) =>
        [...board.all()].filter((record) => record.id.startsWith('y')).sort((a, b) => (a.id < b.id ? -1 : 1))
      for (const event of script) {
        if (event === 'exchange') exchange(mine, yours)
        else if (event === 'undo' || event === 'redo') {
          const before = [theirs(mine), picture(mine)]
          mine[event]()
          expect(theirs(mine)).toEqual(before[0])
          if (picture(mine) !== before[1]) undone++
        } else edit(event.by === 0 ? mine : yours, event.change, event.by === 0 ? 'x' : 'y')
      }
      exchange(mine, yours)
      expect(picture(mine)).toBe(picture(yours))
    }),
    { numRuns: 200 },
  )
  expect(undone).toBeGreaterThan(200)
})
