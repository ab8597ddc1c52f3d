import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ShapeId } from '../board/ids'
import type { ShapeRecord } from '../board/shape'
import { RecordView } from '../board/view'
import { place } from '../shapes/index'
import { DraftView } from '../tools/draft-view'
import { arranged, type Arrangement } from './arranging'
import { id, rectangle } from './board.fixture'
import { boxAroundShapes } from './selection'

const coordinate = fc.integer({ min: -500, max: 500 })
const shape = fc.record({
  x: coordinate,
  y: coordinate,
  w: fc.integer({ min: 2, max: 200 }),
  h: fc.integer({ min: 2, max: 200 }),
  turn: fc.integer({ min: 0, max: 6 }),
})
const shapes = fc.array(shape, { minLength: 3, maxLength: 9, size: 'max' })
const records = (
  made: readonly { x: number; y: number; w: number; h: number; turn: number }[],
): ShapeRecord[] =>
  made.map(({ x, y, w, h, turn }, i) => rectangle(`s${i}`, x, y, { geo: [x, y, w, h, turn] }))

function after(
  made: readonly ShapeRecord[],
  how: Arrangement,
  ids: readonly ShapeId[] = made.map((r) => r.id),
) {
  const before = new RecordView(made)
  const edits = arranged(before, ids, how)
  const view = new DraftView(before, edits)
  const boxOf = (of: ShapeId) => boxAroundShapes(view, [of])!
  return { before, edits, view, boxOf, boxes: ids.map(boxOf), all: boxAroundShapes(before, ids)! }
}

describe('aligning', () => {
  const edges = {
    left: ({ x }: { x: number }) => x,
    right: (b: { x: number; w: number }) => b.x + b.w,
    centre: (b: { x: number; w: number }) => b.x + b.w / 2,
    top: ({ y }: { y: number }) => y,
    bottom: (b: { y: number; h: number }) => b.y + b.h,
    middle: (b: { y: number; h: number }) => b.y + b.h / 2,
  }
  test.each(Object.entries(edges))(
    '%s: all stand at that of the box around them, and once is enough',
    (how, edge) => {
      let moved = 0
      fc.assert(
        fc.property(shapes, (made) => {
          const { boxes, all, edits, view } = after(records(made), how as Arrangement)
          moved += edits.length
          for (const box of boxes) expect(edge(box as never)).toBeCloseTo(edge(all), 6)
          for (const edit of edits) {
            if (edit.do !== 'patch') throw new Error('only places change')
            const [now, was] = [edit.patch.geo!, records(made).find((r) => r.id === edit.id)!.geo]
            expect(how === 'left' || how === 'right' || how === 'centre' ? now[1] : now[0]).toBe(
              how === 'left' || how === 'right' || how === 'centre' ? was[1] : was[0],
            )
          }
          for (const again of arranged(
            view,
            [...view.all()].map((r) => r.id),
            how as Arrangement,
          )) {
            const geo = again.do === 'patch' ? again.patch.geo : undefined
            expect(geo?.[0]).toBeCloseTo(view.get((again as { id: ShapeId }).id)!.geo[0], 6)
          }
        }),
        { numRuns: 60 },
      )
      expect(moved).toBeGreaterThan(100)
    },
  )

  test('a group moves as one, and its shapes keep their places in it', () => {
    const group = rectangle('g', 0, 0, { type: 'group', geo: [0, 0, 0, 0, 0] })
    const inside = [rectangle('a', 100, 0, { parent: id('g') }), rectangle('b', 300, 50, { parent: id('g') })]
    const { view } = after([group, ...inside, rectangle('c', 0, 400)], 'left', [id('g'), id('c')])
    expect(view.get(id('a'))!.geo[0]).toBe(0)
    expect(view.get(id('b'))!.geo[0]).toBe(200)
    expect(view.get(id('c'))!.geo[0]).toBe(0)
  })
  test('shapes in frames come to the same line on the page', () => {
    const frame = rectangle('f', 500, 0, { type: 'frame', geo: [500, 0, 400, 400, 0] })
    const { view } = after(
      [frame, rectangle('a', 50, 50, { parent: id('f') }), rectangle('b', 10, 0)],
      'left',
      [id('a'), id('b')],
    )
    expect(place(view, id('a'))!.box.x).toBe(10)
    expect(view.get(id('f'))!.geo[0]).toBe(500)
  })
  test('an arrow tied to a shape follows it and is not moved by itself; a free one is', () => {
    const arrow = (name: string, start: ShapeRecord['data']['start']) =>
      rectangle(name, 700, 0, {
        type: 'arrow',
        geo: [700, 0, 0, 0, 0],
        data: { start: start!, end: { point: [50, 0] } },
      })
    const tied = arrow('t', { shape: id('a'), anchor: [0.5, 0.5] })
    const free = arrow('u', { point: [0, 0] })
    const { edits } = after([rectangle('a', 0, 0), rectangle('b', 50, 200), tied, free], 'left')
    expect(edits.map((edit) => edit.do === 'patch' && edit.id).sort()).toEqual(['b', 'u'])
  })
})

describe('distributing', () => {
  test('spaces become equal where there is room, else the steps; no order changes', () => {
    const seen = { spaced: 0, crowded: 0 }
    fc.assert(
      fc.property(shapes, fc.boolean(), (made, isVertical) => {
        const how = isVertical ? 'distribute-vertically' : 'distribute-horizontally'
        const [at, side] = isVertical ? (['y', 'h'] as const) : (['x', 'w'] as const)
        const { before, boxOf, all } = after(records(made), how)
        const middle = (box: { x: number; y: number; w: number; h: number }) => box[at] + box[side] / 2
        const order = [...before.all()]
          .map((record) => ({ id: record.id, box: boxAroundShapes(before, [record.id])! }))
          .sort((a, b) => middle(a.box) - middle(b.box))
        const placed = order.map((unit) => boxOf(unit.id))
        const gaps = placed.slice(1).map((box, i) => box[at] - placed[i]![at] - placed[i]![side])
        const steps = placed.slice(1).map((box, i) => middle(box) - middle(placed[i]!))
        const room = all[side] - order.reduce((sum, { box }) => sum + box[side], 0)
        if (room >= 0) {
          seen.spaced++
          for (const gap of gaps) expect(gap).toBeCloseTo(gaps[0]!, 6)
          expect(placed[0]![at]).toBeCloseTo(all[at], 6)
          expect(placed.at(-1)![at] + placed.at(-1)![side]).toBeCloseTo(all[at] + all[side], 6)
        } else {
          seen.crowded++
          for (const step of steps) expect(step).toBeCloseTo(steps[0]!, 6)
        }
      }),
    )
    expect(seen.spaced).toBeGreaterThan(20)
    expect(seen.crowded).toBeGreaterThan(20)
  })
  test('two shapes have only one space', () => {
    expect(after([rectangle('a', 0, 0), rectangle('b', 300, 0)], 'distribute-horizontally').edits).toEqual([])
  })
})

test('flipping twice brings everything back, and once swaps left and right', () => {
  fc.assert(
    fc.property(shapes, fc.boolean(), (made, isVertical) => {
      const how = isVertical ? 'flip-vertically' : 'flip-horizontally'
      const { view, boxes, before, all } = after(records(made), how)
      const ids = [...before.all()].map((record) => record.id)
      const mirrored = (box: { x: number; y: number; w: number; h: number }) =>
        isVertical ? 2 * all.y + all.h - box.y - box.h : 2 * all.x + all.w - box.x - box.w
      ids.forEach((one, i) => {
        const was = boxAroundShapes(before, [one])!
        expect(isVertical ? boxes[i]!.y : boxes[i]!.x).toBeCloseTo(mirrored(was), 6)
      })
      const back = new DraftView(view, arranged(view, ids, how))
      for (const one of ids) {
        const [was, now] = [before.get(one)!.geo, back.get(one)!.geo]
        for (let i = 0; i < 4; i++) expect(now[i]).toBeCloseTo(was[i]!, 6)
        expect(Math.cos(now[4])).toBeCloseTo(Math.cos(was[4]), 6)
      }
    }),
  )
})
