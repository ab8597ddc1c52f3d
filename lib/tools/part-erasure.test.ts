import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { packPoints, packWith, pointsOf } from '../board/points'
import type { Edit, ShapeRecord, StrokePoint } from '../board/shape'
import { boxAround } from '../geometry/box'
import { distance, type Point } from '../geometry/point'
import { lengthOf } from '../geometry/polyline'
import { distanceToSegment } from '../geometry/segment'
import { place } from '../shapes/index'
import { toPage } from '../shapes/local'
import { box, drive, id } from './driver.fixture'
import { DraftView } from './draft-view'
import { USUAL_ERASER } from './eraser-choice'
import { eraserTool } from './eraser'

const WIDTH = 4
const RADIUS = 14
/** Coordinates are rounded to quanta where a stroke is cut. */
const ROUNDING = 0.2

const stroke = (points: readonly StrokePoint[], more: Partial<ShapeRecord> = {}): ShapeRecord => {
  const around = boxAround(points.map(([x, y]) => ({ x, y })))
  return {
    ...box('s', 0, 0),
    type: 'pen',
    geo: [0, 0, around.w, around.h, 0],
    style: { width: WIDTH },
    points: packPoints(
      points.map(([x, y, p]) => [x - around.x, y - around.y, p]),
      { zoom: 1 },
    ),
    ...more,
  }
}
const parts = { eraser: { ...USUAL_ERASER, mode: 'parts' as const } }

/** Rub along a way, and what the board then holds. */
function rub(record: ShapeRecord, way: readonly Point[]) {
  const driver = drive(eraserTool, [record], parts)
  const [first, ...others] = way
  driver.down(first!.x, first!.y)
  for (const { x, y } of others) driver.move(x, y)
  const drafts = driver.commands.filter((command) => command.do === 'draft')
  const edits: readonly Edit[] = drafts.at(-1)?.edits ?? []
  const view = new DraftView(driver.board, edits)
  const left = [...view.all()].filter(({ type }) => type === 'pen')
  return { driver, edits, left, lines: left.map((shape) => lineOf(view, shape)) }
}
function lineOf(view: DraftView, shape: ShapeRecord): Point[] {
  const placed = place(view, shape.id)!
  return pointsOf(shape).map(([x, y]) => toPage(placed, { x, y }))
}
const coordinate = fc.integer({ min: 0, max: 200 })
const scribble = fc
  .array(fc.tuple(coordinate, coordinate, fc.integer({ min: 0, max: 254 })), { minLength: 2, maxLength: 40, size: 'max' })
  .map((points) => points.map(([x, y, p]): StrokePoint => [x, y, p / 254])) // prettier-ignore
const way = fc.array(fc.record({ x: coordinate, y: coordinate }), { minLength: 1, maxLength: 4 })
/** Resized and turned since it was drawn. */
const change = fc.record({
  sx: fc.constantFrom(1, 0.5, 2),
  sy: fc.constantFrom(1, 1.5),
  turn: fc.constantFrom(0, 0.7),
})

describe('the eraser of ink', () => {
  test('leaves every place that it did not touch, in the place it had, and none that it touched', () => {
    let cut = 0
    fc.assert(
      fc.property(scribble, way, change, (points, places, { sx, sy, turn }) => {
        const drawn = stroke(points)
        const [, , w, h] = drawn.geo
        const record = { ...drawn, geo: [0, 0, w * sx, h * sy, turn] as const }
        const { left, lines, driver } = rub(record, places)
        const whole = lineOf(new DraftView(driver.board, []), record)
        const reach = RADIUS + WIDTH / 2
        const far = (p: Point) =>
          Math.min(...places.map((a, i) => distanceToSegment(p, places[i - 1] ?? a, a)))
        for (const line of lines) {
          line.forEach((p, i) => {
            if (left.length > 1 || lines.length === 0) expect(far(p)).toBeGreaterThan(reach - ROUNDING)
            const q = line[i + 1]
            if (!q || left.length < 2) return
            const middle = { x: (p.x + q.x) / 2, y: (p.y + q.y) / 2 }
            expect(nearest(middle, whole)).toBeLessThan(ROUNDING)
          })
        }
        // What was not touched is still there, but for crumbs.
        for (const p of whole)
          if (far(p) > reach + WIDTH)
            expect(Math.min(...lines.map((line) => nearest(p, line)))).toBeLessThan(ROUNDING)
        if (left.length > 1) cut++
      }),
    )
    expect(cut).toBeGreaterThan(15)
  })

  test('lengths add up to the whole without what the eraser covered', () => {
    const line = Array.from({ length: 101 }, (_, i): StrokePoint => [i * 4, 50, 0.8])
    const { lines } = rub(stroke(line), [
      { x: 200, y: -100 },
      { x: 200, y: 100 },
    ])
    const sum = lines.reduce((length, points) => length + lengthOf(points), 0)
    expect(sum).toBeCloseTo(400 - 2 * (RADIUS + WIDTH / 2), 0)
  })

  test('the first piece keeps the shape, the others are new: same style, order and parent', () => {
    const line = Array.from({ length: 51 }, (_, i): StrokePoint => [i * 8, 50, 0.8])
    const record = stroke(line, { style: { width: WIDTH, stroke: 'red' }, order: 'a5' })
    const { left, edits } = rub(record, [
      { x: 100, y: -50 },
      { x: 100, y: 50 },
      { x: 250, y: 50 },
      { x: 250, y: -50 },
    ])
    expect(edits.map((edit) => edit.do)).toEqual(['patch', 'create', 'create'])
    expect(left.map((shape) => shape.id)).toEqual([id('s'), id('new0'), id('new1')])
    for (const shape of left) expect(shape).toMatchObject({ style: record.style, order: 'a5', parent: null })
  })

  test('pressure is kept; where there was none, pieces keep the width that speed gave', () => {
    const pressed = Array.from({ length: 51 }, (_, i): StrokePoint => [i * 8, 0, i / 50])
    const across = [{ x: 200, y: -50 }, { x: 200, y: 50 }] // prettier-ignore
    const [, right] = rub(stroke(pressed), across).left
    const end = pointsOf(right!).at(-1)!
    expect(end[2]).toBeCloseTo(1, 2)
    const fast = Array.from({ length: 51 }, (_, i): StrokePoint => [i * 8, 0, 0.5])
    const [, piece] = rub(stroke(fast), across).left
    for (const [, , pressure] of pointsOf(piece!)) expect(pressure).toBeLessThan(0.2)
  })

  test('a stroke that is all under the eraser goes; a crumb of one too; other shapes stay whole', () => {
    expect(rub(stroke([[0, 0, 0.5], [8, 0, 0.5]]), [{ x: 4, y: 0 }]).left).toEqual([]) // prettier-ignore
    expect(rub(stroke([[0, 0, 0.5], [18, 0, 0.5]]), [{ x: 0, y: 0 }]).left).toEqual([]) // prettier-ignore
    expect(rub({ ...box('r', 0, 0), type: 'rectangle' }, [{ x: 50, y: 50 }, { x: 0, y: 0 }]).edits).toEqual([]) // prettier-ignore
  })

  test('more strokes than a preview holds are written in the same undo step', () => {
    const strokes = Array.from(
      { length: 250 },
      (_, i) =>
      stroke([[0, 0, 0.5], [300, 0, 0.5]], { id: id(`s${i}`) }), // prettier-ignore
    )
    const driver = drive(eraserTool, strokes, parts)
    driver.down(100, 0)
    driver.up(100, 0)
    expect(driver.asked('commit')).toEqual([{ do: 'commit', extend: false }, { do: 'commit', extend: true }]) // prettier-ignore
  })

  test('a stroke of as many points as there may be is cut at its own quantum', () => {
    const long = Array.from({ length: 10_000 }, (_, i): StrokePoint => [
      (i % 100) * 4,
      Math.floor(i / 100) * 4,
      0.7,
    ])
    const record = { ...stroke(long), points: packWith(long, { exponent: -10 }) }
    const { left } = rub(record, [{ x: 200, y: 200 }, { x: 210, y: 210 }]) // prettier-ignore
    expect(left.length).toBeGreaterThan(5)
    expect(left.flatMap(pointsOf).length).toBeGreaterThan(9_000)
  })
})

const nearest = (p: Point, line: readonly Point[]): number =>
  line.length === 1
    ? distance(p, line[0]!)
    : Math.min(...line.slice(1).map((b, i) => distanceToSegment(p, line[i]!, b)))
