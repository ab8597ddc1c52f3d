import { describe, expect, test } from 'vitest'
import { centreOf, contains, containsPoint, cornersOf, expand, type Box } from '../geometry/box'
import { SHAPE_TYPES, type ShapeRecord } from '../board/shape'
import { boundsOf, definitionOf, drawShape, hitShape, shapes, touchesShape } from './index'
import { toLocal, toPage } from './local'
import { RecordingSurface } from './recording-surface.fixture'
import { PAINTED_TYPES, placedAlone, sample } from './samples.fixture'

const VARIANTS: readonly [name: string, more: (record: ShapeRecord) => Partial<ShapeRecord>][] = [
  ['plain', () => ({})],
  ['with text', () => ({ text: 'Some words\nand a second line of them' })],
  ['thick, filled', (r) => ({ style: { ...r.style, width: 12, fill: 'blue', dash: 'dashed' } })],
  ['hatched, square', () => ({ style: { fill: 'red', fillStyle: 'hatch', round: false } })],
  ['by hand', (r) => ({ style: { ...r.style, roughness: 1 } })],
  ['boldly by hand, filled', (r) => ({ style: { ...r.style, roughness: 2, fill: 'blue' } })],
  ['boldly by hand, hatched', () => ({ style: { roughness: 2, fill: 'red', fillStyle: 'hatch' } })],
  ['by hand and dashed', () => ({ style: { roughness: 2, dash: 'dashed', stroke: 'red', width: 12 } })],
  ['flat', (r) => ({ geo: [r.geo[0], r.geo[1], r.geo[2], 0, 0] })],
  ['far too much text', () => ({ text: 'words '.repeat(80), style: { size: 40 } })],
  ['with heads', (r) => ({ data: { ...r.data, heads: { start: 'diamond', end: 'triangle' } } })],
]

test('the registry has every type of the document under its own name', () => {
  expect(Object.keys(shapes).sort()).toEqual([...SHAPE_TYPES].sort())
  for (const [type, definition] of Object.entries(shapes)) expect(definition.type).toBe(type)
  expect(definitionOf('hologram').type).toBe('unknown')
  expect(definitionOf('constructor').type).toBe('unknown')
})

describe.each(PAINTED_TYPES)('%s', (type) => {
  test.each(VARIANTS)('%s: bounds hold all that it paints', (_, more) => {
    const record = sample(type)
    const shape = placedAlone({ ...record, ...more(record) })
    const surface = new RecordingSurface()
    drawShape(surface, shape)
    const isEmptyText = type === 'text' && !shape.record.text
    if (isEmptyText) return expect(surface.covered).toBeNull()
    const local = surface.covered!
    const page: Box = { ...local, x: local.x + shape.box.x, y: local.y + shape.box.y }
    expect(contains(expand(boundsOf(shape), 0.01), page)).toBe(true)
    if (!definitionOf(type).handling.rotate) return
    const turned = placedAlone({ ...shape.record, geo: rotated(shape.record, 0.7) })
    for (const corner of cornersOf(local)) {
      expect(containsPoint(expand(boundsOf(turned), 0.01), toPage(turned, corner))).toBe(true)
    }
  })

  test('is hit where it paints and missed far away; turned, the same turned place is hit', () => {
    const plain = placedAlone(sample(type, { text: 'words' }))
    const spots = gridOf(boundsOf(plain))
    const hits = spots.filter((spot) => hitShape(plain, spot, 2))
    expect(hits.length).toBeGreaterThan(0)
    expect(hitShape(plain, { x: 5_000, y: 5_000 }, 2)).toBe(false)
    if (!definitionOf(type).handling.rotate) return
    const turned = placedAlone(sample(type, { text: 'words', geo: rotated(plain.record, 0.7) }))
    for (const spot of spots) {
      expect(hitShape(turned, toPage(turned, toLocal(plain, spot)), 2)).toBe(hitShape(plain, spot, 2))
    }
  })

  test('a selection box around it touches it, one far away does not', () => {
    const shape = placedAlone(sample(type, { text: 'words', geo: rotated(sample(type), 0.4) }))
    expect(touchesShape(shape, expand(boundsOf(shape), 5))).toBe(true)
    expect(touchesShape(shape, { x: 5_000, y: 5_000, w: 10, h: 10 })).toBe(false)
  })

  test('tiny on the screen, it still paints without failing', () => {
    const shape = placedAlone(sample(type, { text: 'words' }))
    const surface = new RecordingSurface(50)
    drawShape(surface, shape)
    expect(surface.fills.length + surface.strokes.length + surface.texts.length).toBeGreaterThan(0)
  })
})

test('a hollow shape is hit on its outline and its text, not inside; a filled one inside too', () => {
  for (const type of ['rectangle', 'ellipse', 'diamond']) {
    const quarter = { x: 40 + 50, y: 30 + 25 }
    const hollow = placedAlone(sample(type, { geo: [40, 30, 200, 100, 0] }))
    const filled = placedAlone(sample(type, { geo: [40, 30, 200, 100, 0], style: { fill: 'red' } }))
    const written = placedAlone(sample(type, { geo: [40, 30, 200, 100, 0], text: 'words' }))
    expect(hitShape(hollow, centreOf(hollow.box), 3)).toBe(false)
    expect(hitShape(hollow, quarter, 3), type).toBe(type === 'diamond')
    expect(hitShape(filled, centreOf(filled.box), 3)).toBe(true)
    expect(hitShape(written, centreOf(written.box), 3)).toBe(true)
    expect(hitShape(hollow, { x: 40 + 100, y: 30 }, 3)).toBe(true)
  }
})

test('a box drawn inside a hollow shape does not select it', () => {
  const hollow = placedAlone(sample('rectangle', { geo: [0, 0, 200, 100, 0] }))
  const inside = { x: 80, y: 40, w: 20, h: 20 }
  expect(touchesShape(hollow, inside)).toBe(false)
  expect(touchesShape(placedAlone({ ...hollow.record, style: { fill: 'red' } }), inside)).toBe(true)
})

function gridOf({ x, y, w, h }: Box) {
  const spots = []
  for (let i = 0; i < 25; i++) {
    for (let j = 0; j < 25; j++) spots.push({ x: x + (w * (i + 0.37)) / 25, y: y + (h * (j + 0.41)) / 25 })
  }
  return spots
}
const rotated = ({ geo: [x, y, w, h] }: ShapeRecord, by: number) => [x, y, w, h, by] as const
