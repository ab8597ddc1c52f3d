import { expect, test } from 'vitest'
import fc from 'fast-check'
import { anyRecords } from '../../board/board.arbitrary'
import type { ShapeId } from '../../board/ids'
import { moveShapes } from '../../board/operations'
import { orderOnTop } from '../../board/order'
import type { BoardView } from '../../board/shape'
import { RecordView } from '../../board/view'
import type { Box } from '../../geometry/box'
import { place } from '../../shapes/index'
import { DraftView } from '../../tools/draft-view'
import { movedSet, ShiftedView } from '../../tools/shifted-view'
import { boards, id, rectangle } from '../board.fixture'
import { Drafts } from '../drafts'
import { Lift } from './lift'
import { RemotePreviews } from '../live/remote-previews'
import { itemOf } from './scene'

interface Seen {
  readonly box: Box
  readonly rotation: number
  readonly route?: readonly { readonly x: number; readonly y: number }[] | undefined
  readonly clip: Box | null
}

function seenIn(view: BoardView, shape: ShapeId, by = { x: 0, y: 0 }): Seen | null {
  const item = itemOf(view, shape)
  if (!item) return null
  const { box, rotation, route } = item.placed
  const moved = (b: Box): Box => ({ ...b, x: b.x + by.x, y: b.y + by.y })
  return {
    box: moved(box),
    rotation,
    route: route?.map(({ x, y }) => ({ x: x + by.x, y: y + by.y })),
    clip: item.clip && moved(item.clip),
  }
}

const corners = ({ x, y, w, h }: Box) => [x, y, w, h]
const flat = ({ box, rotation, route = [], clip }: Seen): number[] => [
  ...corners(box),
  rotation,
  ...route.flatMap(({ x, y }) => [x, y]),
  ...(clip ? corners(clip) : []),
]

function expectSame(a: Seen | null, b: Seen | null): void {
  const [ours, theirs] = [a ? flat(a) : [], b ? flat(b) : []]
  expect(ours.length).toBe(theirs.length)
  ours.forEach((value, i) => expect(value).toBeCloseTo(theirs[i] ?? NaN, 5))
}

test('what a shift shows is what the same moves as edits show: groups, frames and tied arrows', () => {
  const met = { rigid: 0, arrows: 0, loose: 0, still: 0 }
  const delta = fc.integer({ min: -3_000, max: 3_000 })
  fc.assert(
    fc.property(
      anyRecords(10),
      fc.array(fc.nat(9), { maxLength: 6 }),
      delta,
      delta,
      (records, picks, x, y) => {
        const board = new RecordView(records)
        const by = { x: x / 4, y: y / 4 }
        const ids = [...new Set(picks.flatMap((pick) => records[pick]?.id ?? []))]
        const moved = movedSet(board, ids)
        const lift = new Lift(board, ids, moved)
        lift.advance(Infinity)
        const expected = new DraftView(board, moveShapes(board, ids, by.x, by.y))
        const shifted = new ShiftedView(board, moved, by)
        for (const { id: shape, type } of records) {
          expect(shifted.get(shape)?.geo).toEqual(expected.get(shape)?.geo)
          expectSame(seenIn(shifted, shape), seenIn(expected, shape))
          if (type === 'group') continue
          if (lift.rigid.has(shape)) {
            expectSame(seenIn(board, shape, by), seenIn(expected, shape))
            met.rigid++
            if (type === 'arrow') met.arrows++
          } else if (lift.loose.has(shape)) met.loose++
          else {
            expectSame(seenIn(board, shape), seenIn(expected, shape))
            met.still++
          }
        }
      },
    ),
    { numRuns: 400 },
  )
  expect(met.rigid).toBeGreaterThan(500)
  expect(met.arrows).toBeGreaterThan(50)
  expect(met.loose).toBeGreaterThan(100)
  expect(met.still).toBeGreaterThan(500)
})

function drafting(...shapes: Parameters<typeof boards>) {
  const { board } = boards(...shapes)
  const drafts = new Drafts(board, new RemotePreviews(board), (parent) => orderOnTop(board, parent))
  board.onChange(({ shapes }) => drafts.changed(shapes.keys()))
  return { board, drafts, picture: () => drafts.picture(() => 0) }
}

test('a drag keeps what it found from move to move, and looks again when what it drags was changed', () => {
  const { board, drafts, picture } = drafting(rectangle('a', 0, 0), rectangle('b', 300, 0))
  const ids = [id('a')]
  drafts.shift = { ids, by: { x: 1, y: 0 } }
  const { lift } = picture().moving!
  drafts.shift = { ids, by: { x: 2, y: 0 } }
  expect(picture().moving!.lift).toBe(lift)
  expect(picture().lifted.size, 'nothing is painted anew').toBe(0)

  board.apply([{ do: 'patch', id: id('b'), patch: { style: { stroke: 'red' } } }])
  drafts.look(Infinity)
  expect(picture().moving!.lift, 'a change of something else').toBe(lift)
  board.apply([{ do: 'patch', id: id('a'), patch: { style: { stroke: 'red' } } }])
  drafts.look(Infinity)
  expect(picture().moving!.lift).not.toBe(lift)
})

test('what was put down is shown where it is while it is being written, each shape once', () => {
  const { board, drafts, picture } = drafting(rectangle('a', 0, 0), rectangle('b', 300, 0))
  const landed = new Set<ShapeId>()
  drafts.shift = { ids: [id('a'), id('b')], by: { x: 50, y: 0 } }
  drafts.land(landed)
  board.apply([{ do: 'patch', id: id('a'), patch: { geo: [50, 0, 100, 100, 0] } }])
  landed.add(id('a'))
  const { view } = picture()
  expect([place(view, id('a'))!.box.x, place(view, id('b'))!.box.x]).toEqual([50, 350])
  drafts.shift = { ids: [id('a')], by: { x: 0, y: 900 } }
  expect(drafts.shift.by, 'nothing else is dragged meanwhile').toEqual({ x: 50, y: 0 })
  drafts.end(true)
  expect(picture().moving).toBeNull()
})
