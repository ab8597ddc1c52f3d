import { expect, test } from 'vitest'
import fc from 'fast-check'
import { newShapeId } from '../../board/ids'
import { groupShapes, reorderShapes, ungroupShapes } from '../../board/operations'
import { boards, rectangle } from '../board.fixture'
import { Scene } from './scene'

const ALL = { x: -1e5, y: -1e5, w: 2e5, h: 2e5 }
const orderOf = (scene: Scene) => scene.search(ALL).map(({ id }) => id)

test('grouping, ungrouping, stacking and undoing leave the order of painting that a new scene has', () => {
  const met = { grouped: 0, ungrouped: 0, undone: 0 }
  const step = fc.record({
    what: fc.constantFrom('group', 'ungroup', 'front', 'backward', 'undo'),
    picks: fc.array(fc.nat(30), { minLength: 2, maxLength: 4 }),
    isSeen: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(step, { minLength: 6, maxLength: 14, size: 'max' }), (steps) => {
      const { board } = boards(...Array.from({ length: 12 }, (_, i) => rectangle(`s${i}`, i * 10, 0)))
      const scene = new Scene(board)
      for (const { what, picks, isSeen } of steps) {
        const every = [...board.all()].map(({ id }) => id)
        const ids = picks.map((pick) => every[pick % every.length]!)
        if (what === 'group') met.grouped += Number(board.apply(groupShapes(board, ids, newShapeId())).ok)
        else if (what === 'ungroup') {
          const groups = every.filter((id) => board.get(id)!.type === 'group')
          const edits = ungroupShapes(board, groups.slice(0, 1))
          met.ungrouped += Number(edits.length > 0 && board.apply(edits).ok)
        } else if (what === 'undo') {
          met.undone += Number(board.canUndo)
          board.undo()
        } else board.apply(reorderShapes(board, ids, what === 'front' ? 'front' : 'backward'))
        if (isSeen) expect(orderOf(scene)).toEqual(orderOf(new Scene(board)))
      }
      expect(orderOf(scene)).toEqual(orderOf(new Scene(board)))
    }),
    { numRuns: 150 },
  )
  expect(Math.min(met.grouped, met.ungrouped, met.undone)).toBeGreaterThan(60)
})
