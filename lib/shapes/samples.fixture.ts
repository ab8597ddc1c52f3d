import { packPoints } from '../board/points'
import type { ShapeId } from '../board/ids'
import { SHAPE_TYPES, type ShapeRecord, type ShapeType, type StrokePoint } from '../board/shape'
import { RecordView } from '../board/view'
import type { Placed } from './define'
import { definitionOf, place } from './index'

/** Shapes for tests: one of any type, with what its type needs. */
export function sample(type: string, more: Partial<ShapeRecord> & { id?: ShapeId } = {}): ShapeRecord {
  const { defaults } = definitionOf(type)
  return {
    id: `${type}-1` as ShapeId,
    type,
    geo: [40, 30, defaults.w || 160, defaults.h || 90, 0],
    style: {},
    order: 'a0',
    parent: null,
    data: OWN_DATA[type as ShapeType] ?? {},
    ...(['pen', 'marker', 'line'].includes(type) ? { points: packPoints(SQUIGGLE, { zoom: 1 }) } : {}),
    ...more,
  }
}

/** A stroke in a box of 160 by 90. */
export const SQUIGGLE: readonly StrokePoint[] = Array.from({ length: 33 }, (_, i) => [
  i * 5,
  45 + 45 * Math.sin((i / 32) * 2 * Math.PI),
  0.5,
])

const OWN_DATA: Partial<Record<ShapeType, ShapeRecord['data']>> = {
  arrow: { start: { point: [0, 0] }, end: { point: [160, 90] } },
  line: { curve: 'smooth' },
}

export const boardOf = (...records: ShapeRecord[]): RecordView => new RecordView(records)

/** One shape placed on a board of its own. */
export const placedAlone = (record: ShapeRecord): Placed => place(boardOf(record), record.id)!

/** Every type that paints something by itself, and one from the future. */
export const PAINTED_TYPES: readonly string[] = [
  ...SHAPE_TYPES.filter((type) => type !== 'group'),
  'hologram',
]
