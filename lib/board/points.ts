import { err, ok, type Result } from './ids'
import { MAX_COORDINATE, MAX_POINTS } from './limits'
import type { ShapeRecord, StrokePoint } from './shape'

/**
 * Packed points: `version, exponent (int8), natural width, natural height (float64, little endian)`, then for each
 * point the zig-zag varint of its step from the one before in quanta of `2 ** exponent`, x and y, and a byte of
 * pressure. See docs/document.md.
 */

const VERSION = 1
const HEADER_BYTES = 18
/** A point is at least a byte each for x, y and pressure. */
const MIN_POINT_BYTES = 3
/** Even, so that 0.5 (no pressure known) is exact; 255 is never written. */
export const PRESSURE_LEVELS = 254
/** A step of the whole board in the finest quanta has 42 bits. */
const MAX_VARINT_BYTES = 7
/** At 5 000 % the quantum is 2 ** -10; finer ones come from files. */
export const MIN_EXPONENT = -20
export const MAX_EXPONENT = 10
/** A point on the edge of the board may be rounded outwards by a quantum. */
const READ_LIMIT = MAX_COORDINATE + 2 ** MAX_EXPONENT
/** Quanta for each pixel of the screen. */
const QUANTA_PER_PX = 16

/** Exponent of the largest power of two that is at most 1/16 of a screen pixel at this zoom (1 = 100 %). */
export const quantumExponent = (zoom: number): number =>
  Math.max(MIN_EXPONENT, Math.min(MAX_EXPONENT, Math.floor(Math.log2(1 / (QUANTA_PER_PX * zoom)))))

export interface PackedStroke {
  readonly points: StrokePoint[]
  /** Natural size: what `points` are drawn in; the shape's `geo` may have been resized since. */
  readonly w: number
  readonly h: number
  readonly exponent: number
}

export type PointsProblem = { readonly code: 'invalid' | 'too-many' }

interface Packing {
  readonly exponent: number
  /** Default: the largest x and y, as for points whose smallest are 0. */
  readonly size?: readonly [w: number, h: number]
}

/**
 * Pack points (local to the shape, so about 0 to its size) drawn at `zoom`, each to the nearest quantum.
 * Throws on more than `MAX_POINTS`, or on what is not finite: the caller made them.
 */
export const packPoints = (points: readonly StrokePoint[], options: { readonly zoom: number }): Uint8Array =>
  packWith(points, { exponent: quantumExponent(options.zoom) })

/** Room for the longest stroke, made once: an import packs thousands. */
let scratch: Uint8Array<ArrayBuffer> | undefined

/** Pack with a quantum and a natural size of the caller's choice. */
export function packWith(points: readonly StrokePoint[], { exponent, size }: Packing): Uint8Array {
  if (points.length > MAX_POINTS) throw new RangeError(`${points.length} points in one stroke`)
  const quantum = 2 ** exponent
  const bytes = (scratch ??= new Uint8Array(HEADER_BYTES + MAX_POINTS * (2 * MAX_VARINT_BYTES + 1)))
  let at = HEADER_BYTES
  let [lastX, lastY, maxX, maxY] = [0, 0, 0, 0]
  for (const [x, y, pressure] of points) {
    const [qx, qy] = [Math.round(x / quantum), Math.round(y / quantum)]
    if (!(Math.abs(x) <= MAX_COORDINATE && Math.abs(y) <= MAX_COORDINATE)) {
      throw new RangeError(`A point at ${x}, ${y}`)
    }
    at = writeVarint(bytes, at, qx - lastX)
    at = writeVarint(bytes, at, qy - lastY)
    bytes[at++] = Math.round(Math.max(0, Math.min(1, pressure)) * PRESSURE_LEVELS)
    if (qx > maxX) maxX = qx
    if (qy > maxY) maxY = qy
    lastX = qx
    lastY = qy
  }
  const header = new DataView(bytes.buffer)
  header.setUint8(0, VERSION)
  header.setInt8(1, exponent)
  header.setFloat64(2, size?.[0] ?? maxX * quantum, true)
  header.setFloat64(10, size?.[1] ?? maxY * quantum, true)
  return bytes.slice(0, at)
}

/** Zig-zag without bit operators above 31 bits. */
function writeVarint(bytes: Uint8Array, at: number, value: number): number {
  let rest = value < 0 ? -2 * value - 1 : 2 * value
  while (rest >= 128) {
    bytes[at++] = (rest % 128) | 128
    rest = Math.floor(rest / 128)
  }
  bytes[at++] = rest
  return at
}

/** Read packed points from anywhere; hostile bytes are a refusal, never a hang or a large allocation. */
export function readPoints(bytes: Uint8Array): Result<PackedStroke, PointsProblem> {
  const points: StrokePoint[] = []
  const read = walk(bytes, (x, y, pressure) => points.push([x, y, pressure]))
  return read.ok ? ok({ points, ...read.value }) : read
}

/** Whether these are packed points within the limits, without making them. */
export const checkPoints = (bytes: Uint8Array): PointsProblem | null => {
  const read = walk(bytes)
  return read.ok ? null : read.error
}

/** Points in their natural size; none when the bytes are not packed points. */
export function unpackPoints(bytes: Uint8Array): StrokePoint[] {
  const read = readPoints(bytes)
  return read.ok ? read.value.points : []
}

/** The size that the points were drawn in, `[w, h]`. */
export function naturalSize(bytes: Uint8Array): readonly [w: number, h: number] {
  const head = readHeader(bytes)
  return head ? [head.w, head.h] : [0, 0]
}

/** Points of a shape as it is now, local to `geo`: natural points scaled to its size. A flat side is not scaled. */
export function pointsOf(record: Pick<ShapeRecord, 'points' | 'geo'>): StrokePoint[] {
  if (!record.points) return []
  const read = readPoints(record.points)
  if (!read.ok) return []
  const { points, w, h } = read.value
  const sx = w > 0 ? record.geo[2] / w : 1
  const sy = h > 0 ? record.geo[3] / h : 1
  return sx === 1 && sy === 1 ? points : points.map(([x, y, pressure]) => [x * sx, y * sy, pressure])
}

/** The same points one by one, without an object for each. */
export function visitPoints(
  record: Pick<ShapeRecord, 'points' | 'geo'>,
  visit: (x: number, y: number) => void,
): void {
  const { points: bytes, geo } = record
  const header = bytes && readHeader(bytes)
  if (!header) return
  const sx = header.w > 0 ? geo[2] / header.w : 1
  const sy = header.h > 0 ? geo[3] / header.h : 1
  walk(bytes, (x, y) => visit(x * sx, y * sy))
}

interface Header {
  readonly w: number
  readonly h: number
  readonly exponent: number
}

function readHeader(bytes: Uint8Array): Header | null {
  if (bytes.length < HEADER_BYTES || bytes[0] !== VERSION) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES)
  const exponent = view.getInt8(1)
  const [w, h] = [view.getFloat64(2, true), view.getFloat64(10, true)]
  const isSize = w >= 0 && w <= READ_LIMIT && h >= 0 && h <= READ_LIMIT
  return isSize && exponent >= MIN_EXPONENT && exponent <= MAX_EXPONENT ? { w, h, exponent } : null
}

/** One pass over all points, in quanta until the end; allocates nothing. */
function walk(
  bytes: Uint8Array,
  visit?: (x: number, y: number, pressure: number) => void,
): Result<Header, PointsProblem> {
  const header = readHeader(bytes)
  if (!header) return err({ code: 'invalid' })
  const quantum = 2 ** header.exponent
  const end = bytes.length
  let at = HEADER_BYTES
  let count = 0
  let [x, y] = [0, 0]
  while (at < end) {
    if (++count > MAX_POINTS) return err({ code: 'too-many' })
    if (end - at < MIN_POINT_BYTES) return err({ code: 'invalid' })
    for (let axis = 0; axis < 2; axis++) {
      // Nearly every step is one or two bytes: worth not multiplying.
      let value = bytes[at++]!
      if (value >= 128) {
        let byte = at < end ? bytes[at++]! : 128
        value = (value & 127) | ((byte & 127) << 7)
        let factor = 128 * 128
        let length = 2
        while (byte >= 128) {
          if (at >= end || ++length > MAX_VARINT_BYTES) return err({ code: 'invalid' })
          byte = bytes[at++]!
          value += (byte & 127) * factor
          factor *= 128
        }
      }
      const step = value % 2 === 1 ? -(value + 1) / 2 : value / 2
      if (axis === 0) x += step
      else y += step
    }
    if (at >= end) return err({ code: 'invalid' })
    const level = bytes[at++]!
    const [px, py] = [x * quantum, y * quantum]
    const isNear = px <= READ_LIMIT && px >= -READ_LIMIT && py <= READ_LIMIT && py >= -READ_LIMIT
    if (!isNear || level > PRESSURE_LEVELS) return err({ code: 'invalid' })
    visit?.(px, py, level / PRESSURE_LEVELS)
  }
  return ok(header)
}

/** The same stroke mirrored within its natural size (a shape dragged through its opposite side). */
export function mirrorPoints(
  bytes: Uint8Array,
  axes: { readonly x: boolean; readonly y: boolean },
): Uint8Array {
  const read = readPoints(bytes)
  if (!read.ok || !(axes.x || axes.y)) return bytes
  const { points, w, h, exponent } = read.value
  const mirrored = points.map(([x, y, pressure]): StrokePoint => [
    axes.x ? w - x : x,
    axes.y ? h - y : y,
    pressure,
  ])
  return packWith(mirrored, { exponent, size: [w, h] })
}
