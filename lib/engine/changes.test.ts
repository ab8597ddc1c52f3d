import { expect, test } from 'vitest'
import type { Edit } from '../board/shape'
import { boards, create, id, rectangle } from './board.fixture'
import { createEngine } from './index'

/** More than any machine writes in one slice. */
const MANY = 3_000
const name = (i: number) => `s${String(i).padStart(4, '0')}`

function large() {
  const { board } = boards(...Array.from({ length: MANY }, (_, i) => rectangle(name(i), i * 10, 0)))
  const engine = createEngine(board)
  const busy: boolean[] = []
  engine.state.subscribe((state) => busy.push(state.busy !== null))
  const over = () =>
    new Promise<void>((resolve) => {
      const look = () => (engine.state.getState().busy ? setTimeout(look) : resolve())
      look()
    })
  const moved = (by: number): Edit[] =>
    [...board.all()].map(({ id, geo: [x, y, w, h, r] }) => {
      return { do: 'patch', id, patch: { geo: [x + by, y, w, h, r] } }
    })
  const xOf = (i: number) => board.get(id(name(i)))!.geo[0]
  return { board, engine, busy, over, moved, xOf }
}

test('a large change is told as long as it lasts, and is one step', async () => {
  const { engine, busy, over, moved, xOf } = large()
  expect(engine.apply(moved(7))).toBe(true)
  await over()
  expect([xOf(0), xOf(MANY - 1)]).toEqual([7, 7 + (MANY - 1) * 10])
  expect(engine.state.getState().busy).toBeNull()
  expect(busy).toContain(true)
  engine.undo()
  await over()
  expect([xOf(0), xOf(MANY - 1)]).toEqual([0, (MANY - 1) * 10])
})

test('a second large change, and any during an undo in pieces, is refused and told; a small one comes between', async () => {
  const { board, engine, over, moved, xOf } = large()
  engine.apply(moved(7))
  expect(engine.state.getState().busy, 'under way').not.toBeNull()
  expect(engine.apply(moved(100))).toBe(false)
  expect(engine.state.getState().notice).toMatchObject({ code: 'busy' })
  expect(engine.apply([create(rectangle('between', 0, 500))])).toBe(true)
  await over()
  expect(xOf(MANY - 1)).toBe(7 + (MANY - 1) * 10)
  engine.undo()
  await over()
  expect(board.get(id('between')), 'the latest step goes first').toBeUndefined()
  expect(xOf(MANY - 1)).toBe(7 + (MANY - 1) * 10)
  engine.undo()
  await over()
  expect([xOf(0), xOf(MANY - 1)]).toEqual([0, (MANY - 1) * 10])
})

test('undo in the middle of a large change takes back what is made of it, and no step before', async () => {
  const { board, engine, over, moved, xOf } = large()
  engine.apply([create(rectangle('before', 0, 500))])
  engine.apply(moved(7))
  engine.undo()
  await over()
  expect(board.get(id('before')), 'the step before').toBeDefined()
  expect([xOf(0), xOf(MANY - 1)]).toEqual([0, (MANY - 1) * 10])
})
