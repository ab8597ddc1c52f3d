import { expect, test } from 'vitest'
import type { ShapeRecord } from '../board/shape'
import { rotate } from '../geometry/point'
import { centreOf } from '../geometry/box'
import { boxForText, drawShape, textPlacement } from './index'
import { RecordingSurface } from './recording-surface.fixture'
import { placedAlone, sample } from './samples.fixture'

const LONG = 'A note that somebody goes on writing, and writing, until there is no room left on it at all. '
const withBox = (record: ShapeRecord, text: string): ShapeRecord => ({
  ...record,
  text,
  geo: boxForText(record, text) ?? record.geo,
})

test('a text shape fits what is typed, growing away from where it is aligned', () => {
  for (const [align, share] of [['left', 0], ['center', 0.5], ['right', 1]] as const) {
    const record = sample('text', { geo: [100, 50, 0, 0, 0], style: { align }, data: { wrap: 'auto' } })
    const [x, y, w, h] = withBox(record, 'Hello there').geo
    expect(w).toBeGreaterThan(80)
    expect(h).toBeGreaterThan(20)
    expect(y).toBe(50)
    expect(x + w * share).toBeCloseTo(100)
  }
}) // prettier-ignore

test('a text of fixed width grows downwards and breaks', () => {
  const record = sample('text', { geo: [0, 0, 120, 30, 0], data: { wrap: 'fixed' } })
  const [, , w, h] = withBox(record, LONG).geo
  expect(w).toBe(120)
  expect(h).toBeGreaterThan(200)
})

test('a turned text grows where it was pinned on the page', () => {
  const record = sample('text', { geo: [100, 50, 60, 30, 0.8], data: { wrap: 'auto' } })
  const pin = ({ geo: [x, y, w, h, turn] }: ShapeRecord) => rotate({ x, y }, turn, centreOf({ x, y, w, h }))
  const [before, after] = [pin(record), pin(withBox(record, 'Much longer than before'))]
  expect(after.x).toBeCloseTo(before.x)
  expect(after.y).toBeCloseTo(before.y)
})

test.each(['rectangle', 'ellipse', 'diamond'])(
  'a %s grows until its text fits, and does not shrink',
  (type) => {
    const record = sample(type, { geo: [0, 0, 200, 60, 0] })
    expect(boxForText(record, 'ok')).toBeNull()
    const grown = withBox(record, LONG)
    const { area, layout } = textPlacement(placedAlone(grown))!
    expect(layout.height).toBeLessThanOrEqual(area.h + 1)
    expect(grown.geo[2]).toBe(200)
    expect(boxForText(grown, LONG)).toBeNull()
  },
)

test('text on a note shrinks first, then the note grows', () => {
  const record = sample('note', { geo: [0, 0, 220, 220, 0] })
  const sizeOf = (text: string) => textPlacement(placedAlone({ ...record, text }))!.size
  expect(sizeOf('short')).toBe(24)
  expect(sizeOf(LONG.repeat(2))).toBeLessThan(24)
  expect(boxForText(record, LONG.repeat(2))).toBeNull()
  const grown = withBox(record, LONG.repeat(12))
  expect(grown.geo[3]).toBeGreaterThan(220)
  const { size, area, layout } = textPlacement(placedAlone(grown))!
  expect(size).toBeGreaterThanOrEqual(24 * 0.6)
  expect(size).toBeLessThan(24)
  expect(layout.height).toBeLessThanOrEqual(area.h + 1)
})

test('an editor is told where the text is painted', () => {
  for (const type of ['rectangle', 'ellipse', 'diamond', 'note', 'text', 'arrow', 'frame']) {
    const shape = placedAlone(sample(type, { text: 'Hi', style: { align: 'left', valign: 'top' } }))
    const surface = new RecordingSurface()
    drawShape(surface, shape)
    const { area, top, size, lineHeight, layout } = textPlacement(shape)!
    const painted = surface.texts[0]!
    expect(painted.font.size).toBe(size)
    expect(painted.y, type).toBeCloseTo(top + layout.lines[0]!.baseline)
    expect(painted.x, type).toBeCloseTo(area.x + layout.lines[0]!.x)
    expect(lineHeight).toBeGreaterThan(size)
  }
})

test('shapes without text have no place for it', () => {
  for (const type of ['pen', 'marker', 'line', 'hologram']) {
    expect(textPlacement(placedAlone(sample(type)))).toBeNull()
    expect(boxForText(sample(type), 'words')).toBeNull()
  }
})
