import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ShapeId } from '../../board/ids'
import type { BoardView, Edit } from '../../board/shape'
import { intersects, type Box } from '../../geometry/box'
import { boards, create, id, rectangle } from '../board.fixture'
import { itemOf, Scene } from './scene'

/** Everything on the page in the order of painting, found by walking the board. */
function painted(board: BoardView, parent: ShapeId | null = null): ShapeId[] {
  return board
    .childrenOf(parent)
    .flatMap((child) => [...(board.get(child)?.type === 'group' ? [] : [child]), ...painted(board, child)])
}
const found = (board: BoardView, area: Box) =>
  painted(board).filter((shape) => {
    const { minX, minY, maxX, maxY } = itemOf(board, shape)!
    return intersects({ x: minX, y: minY, w: maxX - minX, h: maxY - minY }, area)
  })

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'frame1', 'frame2', 'group1', 'group2'] as const
const name = fc.constantFrom(...names)
const coordinate = fc.integer({ min: -300, max: 300 })
const parent = fc.constantFrom(null, null, 'frame1', 'frame2', 'group1', 'group2')
const order = fc.constantFrom('a0', 'a1', 'a1V', 'a2', 'a3', 'Zz')
const typeOf = (of: string) =>
  of.startsWith('frame') ? 'frame' : of.startsWith('group') ? 'group' : 'rectangle'
const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(name, coordinate, coordinate, parent, order).map(([of, x, y, inside, at]) => create(rectangle(of, x, y, { type: typeOf(of), order: at, parent: inside === null ? null : id(inside), ...(typeOf(of) === 'frame' ? { geo: [x, y, 200, 150, 0] } : {}) }))) },
  { weight: 2, arbitrary: fc.tuple(name, coordinate, coordinate).map(([of, x, y]): Edit => ({ do: 'patch', id: id(of), patch: { geo: [x, y, 120, 80, 0] } })) },
  { weight: 3, arbitrary: fc.tuple(name, order).map(([of, at]): Edit => ({ do: 'patch', id: id(of), patch: { order: at } })) },
  { weight: 2, arbitrary: fc.tuple(name, parent).map(([of, inside]): Edit => ({ do: 'patch', id: id(of), patch: { parent: inside === null ? null : id(inside) } })) },
  { weight: 1, arbitrary: name.map((of): Edit => ({ do: 'remove', id: id(of) })) },
) // prettier-ignore
const area = fc.record({ x: coordinate, y: coordinate, w: fc.nat(400), h: fc.nat(400) })

test('whatever was edited, a search finds what a walk over the board finds, in the order of painting', () => {
  let [nested, many] = [0, 0]
  fc.assert(
    fc.property(fc.array(fc.tuple(edit, area), { minLength: 10, maxLength: 40, size: 'max' }), (steps) => {
      const { board } = boards(...Array.from({ length: 60 }, (_, i) => rectangle(`s${i}`, i * 3, i * 2, { order: `a1${'V'.repeat(1 + (i % 3))}${i}V` })))
      const scene = new Scene(board)
      for (const [next, where] of steps) {
        board.apply([next])
        const answer = scene.search(where).map((item) => item.id)
        expect(answer).toEqual(found(board, where))
        if (answer.some((shape) => board.parentOf(shape) !== null)) nested++
        if (answer.length > 10) many++
      }
    }),
    { numRuns: 60 },
  )
  expect(nested).toBeGreaterThan(100)
  expect(many).toBeGreaterThan(300)
}) // prettier-ignore

test('shapes put one after another into the same gap keep their order, when numbers between run out too', () => {
  const { board } = boards(
    rectangle('bottom', 0, 0, { order: 'a0' }),
    rectangle('top', 0, 0, { order: 'a9' }),
  )
  board.apply(
    Array.from({ length: 200 }, (_, i) => create(rectangle(`far${i}`, 5_000, 0, { order: `b${i}V` }))),
  )
  const scene = new Scene(board)
  const everything = { x: -10, y: -10, w: 500, h: 500 }
  const between: string[] = []
  for (let i = 0; i < 80; i++) {
    // Each goes right below the top one: its rank is halfway between, over and over.
    board.apply([create(rectangle(`s${i}`, 0, 0, { order: `a0${'0'.repeat(80 - i)}V` }))])
    between.push(`s${i}`)
    expect(scene.search(everything).length).toBe(i + 3)
  }
  expect(scene.search(everything).map((item) => item.id)).toEqual(['bottom', ...between, 'top'])
})
