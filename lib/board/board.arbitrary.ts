import fc from 'fast-check'
import type { ShapeId } from './ids'
import { packPoints } from './points'
import { SHAPE_TYPES, type ArrowEnd, type Geo, type ShapeRecord, type StrokePoint } from './shape'

/** Random records and boards for property tests. Integers, because `fc.double` is nearly always close to zero. */

const coordinate = fc.integer({ min: -5_000, max: 5_000 })
const length = fc.integer({ min: 0, max: 2_000 })

export const anyGeo: fc.Arbitrary<Geo> = fc
  .tuple(coordinate, coordinate, length, length, fc.integer({ min: -31, max: 31 }))
  .map(([x, y, w, h, tenths]): Geo => [x / 4, y / 4, w / 4, h / 4, tenths / 10])

export const anyStroke = (maxLength = 40): fc.Arbitrary<StrokePoint[]> =>
  fc.array(
    fc
      .tuple(fc.integer({ min: 0, max: 64_000 }), fc.integer({ min: 0, max: 64_000 }), fc.nat(254))
      .map(([x, y, level]): StrokePoint => [x / 64, y / 64, level / 254]),
    { minLength: 1, maxLength, size: 'max' },
  )

const anyColour = fc.constantFrom('ink', 'red', 'none', '#12ab9f')
export const anyStyle = fc.record(
  {
    stroke: anyColour,
    fill: anyColour,
    width: fc.integer({ min: 1, max: 40 }),
    opacity: fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10),
    'later-key': fc.constantFrom(1, 'two', [3, null], { four: true }),
  },
  { requiredKeys: [] },
)

const anyText = fc.constantFrom('', 'Zürich', 'naïve 👩‍👩‍👧 family', 'a\nb', '한국어')

const anyEnd = (ids: readonly ShapeId[]): fc.Arbitrary<ArrowEnd> =>
  fc.oneof(
    fc.record({ shape: fc.constantFrom(...ids), anchor: fc.constant([0.5, 0.25] as const) }),
    fc.record({ point: fc.tuple(coordinate, coordinate) }),
  )

/** One record under `id`, whose parent and arrow ends are any of `ids` (cycles and nonsense included). */
export const anyRecord = (id: ShapeId, ids: readonly ShapeId[]): fc.Arbitrary<ShapeRecord> =>
  fc
    .record({
      type: fc.oneof(
        fc.constantFrom(...SHAPE_TYPES),
        // Containers and arrows are where the trouble is.
        fc.constantFrom('group', 'frame', 'arrow', 'hologram'),
      ),
      geo: anyGeo,
      style: anyStyle,
      order: fc.constantFrom('a0', 'a0V', 'a1', 'a2', 'Zz', 'zzzz'),
      parent: fc.option(fc.constantFrom(...ids), { nil: null }),
      points: anyStroke(8).map((points) => packPoints(points, { zoom: 1 })),
      text: anyText,
      ends: fc.tuple(anyEnd(ids), anyEnd(ids)),
      extra: fc.constantFrom(undefined, { future: { a: [1, 'b'] }, blob: new Uint8Array([1, 2, 255]) }),
    })
    .map(({ type, geo, style, order, parent, points, text, ends, extra }): ShapeRecord => {
      const isInk = type === 'pen' || type === 'marker' || type === 'line'
      const [start, end] = ends
      return {
        id,
        type,
        geo: type === 'frame' ? [geo[0], geo[1], geo[2], geo[3], 0] : geo,
        style,
        order,
        parent,
        ...(isInk ? { points } : {}),
        ...(text === '' || isInk ? {} : { text }),
        data: type === 'arrow' ? { start, end, mid: [[3, 4]] } : {},
        ...(extra ? { extra } : {}),
      }
    })

export const shapeIds = (count: number): ShapeId[] =>
  Array.from({ length: count }, (_, i) => `shape-${String.fromCharCode(97 + i)}` as ShapeId)

/** A whole board of a few shapes that refer to one another in every way. */
export const anyRecords = (count = 8): fc.Arbitrary<ShapeRecord[]> => {
  const ids = shapeIds(count)
  return fc
    .tuple(...ids.map((id) => fc.option(anyRecord(id, ids), { nil: null })))
    .map((records) => records.filter((record): record is ShapeRecord => record !== null))
}
