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
  const header = readHeader(bytes)
  const count = header ? decode(bytes, header, roomFor(bytes)) : INVALID
  if (!header || count < 0) return err(problemOf(count))
  const points: StrokePoint[] = []
  for (let i = 0; i < count * FLAT; i += FLAT) points.push([flat[i]!, flat[i + 1]!, flat[i + 2]!])
  return ok({ points, ...header })
}

/** Whether these are packed points within the limits, without making them. */
export function checkPoints(bytes: Uint8Array): PointsProblem | null {
  const header = readHeader(bytes)
  const count = header ? decode(bytes, header, null) : INVALID
  return count < 0 ? problemOf(count) : null
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
  const { count, xyp } = flatPoints(record)
  const points: StrokePoint[] = []
  for (let i = 0; i < count * FLAT; i += FLAT) points.push([xyp[i]!, xyp[i + 1]!, xyp[i + 2]!])
  return points
}

interface FlatPoints {
  readonly count: number
  /** `x, y, pressure` of one after the other; there may be more numbers than that. */
  readonly xyp: Float64Array
}

/** The same without an object for each: the numbers are the caller's, to read and to change, until the next call. */
export function flatPoints({ points: bytes, geo }: Pick<ShapeRecord, 'points' | 'geo'>): FlatPoints {
  const header = bytes ? readHeader(bytes) : null
  const count = bytes && header ? decode(bytes, header, roomFor(bytes)) : 0
  if (!header || count <= 0) return { count: 0, xyp: flat }
  const sx = header.w > 0 ? geo[2] / header.w : 1
  const sy = header.h > 0 ? geo[3] / header.h : 1
  if (sx !== 1 || sy !== 1) {
    for (let i = 0; i < count * FLAT; i += FLAT) {
      flat[i]! *= sx
      flat[i + 1]! *= sy
    }
  }
  return { count, xyp: flat }
}

interface Header {
  readonly w: number
  readonly h: number
  readonly exponent: number
}

/** Views of their own for each header would be most of what reading a board leaves behind. */
const head = new DataView(new ArrayBuffer(HEADER_BYTES))
const headBytes = new Uint8Array(head.buffer)

function readHeader(bytes: Uint8Array): Header | null {
  if (bytes.length < HEADER_BYTES || bytes[0] !== VERSION) return null
  for (let i = 0; i < HEADER_BYTES; i++) headBytes[i] = bytes[i]!
  const exponent = head.getInt8(1)
  const [w, h] = [head.getFloat64(2, true), head.getFloat64(10, true)]
  const isSize = w >= 0 && w <= READ_LIMIT && h >= 0 && h <= READ_LIMIT
  return isSize && exponent >= MIN_EXPONENT && exponent <= MAX_EXPONENT ? { w, h, exponent } : null
}

/** Numbers for each point of `flat`. */
export const FLAT = 3
/** What was decoded last, the same array for all: half of a large board may be strokes. */
let flat = new Float64Array(256 * FLAT)

function roomFor(bytes: Uint8Array): Float64Array {
  const most = Math.min(MAX_POINTS, Math.ceil(bytes.length / MIN_POINT_BYTES))
  if (flat.length < most * FLAT) flat = new Float64Array(most * FLAT)
  return flat
}

const INVALID = -1
const TOO_MANY = -2
const problemOf = (count: number): PointsProblem => ({ code: count === TOO_MANY ? 'too-many' : 'invalid' })

/**
 * One pass over all points, in quanta, `into` a flat array unless they are only looked at: how many they are, or
 * `INVALID` or `TOO_MANY`. Allocates nothing: every stroke of a board goes through here when it is opened.
 */
function decode(bytes: Uint8Array, { exponent }: Header, into: Float64Array | null): number {
  const quantum = 2 ** exponent
  const limit = READ_LIMIT / quantum
  const end = bytes.length
  let at = HEADER_BYTES
  let count = 0
  let x = 0
  let y = 0
  while (at < end) {
    if (count === MAX_POINTS) return TOO_MANY
    if (end - at < MIN_POINT_BYTES) return INVALID
    // Nearly every step is one or two bytes: worth not multiplying.
    let code = bytes[at]!
    if (code < 128) {
      x += (code >>> 1) ^ -(code & 1)
      at++
    } else if (bytes[at + 1]! < 128) {
      code = (code & 127) | (bytes[at + 1]! << 7)
      x += (code >>> 1) ^ -(code & 1)
      at += 2
    } else {
      at = readLongStep(bytes, at)
      if (at < 0) return INVALID
      x += longStep
    }
    if (end - at < 2) return INVALID
    code = bytes[at]!
    if (code < 128) {
      y += (code >>> 1) ^ -(code & 1)
      at++
    } else if (bytes[at + 1]! < 128) {
      code = (code & 127) | (bytes[at + 1]! << 7)
      y += (code >>> 1) ^ -(code & 1)
      at += 2
    } else {
      at = readLongStep(bytes, at)
      if (at < 0) return INVALID
      y += longStep
    }
    if (at >= end) return INVALID
    const level = bytes[at++]!
    const isNear = x <= limit && x >= -limit && y <= limit && y >= -limit
    if (!isNear || level > PRESSURE_LEVELS) return INVALID
    if (into !== null) {
      into[count * FLAT] = x * quantum
      into[count * FLAT + 1] = y * quantum
      into[count * FLAT + 2] = level / PRESSURE_LEVELS
    }
    count++
  }
  return count
}

let longStep = 0

/** Read a zig-zag varint of any length into `longStep`, without bit operators above 31 bits; where the next begins. */
function readLongStep(bytes: Uint8Array, at: number): number {
  const last = Math.min(bytes.length, at + MAX_VARINT_BYTES)
  let [value, factor] = [0, 1]
  while (at < last) {
    const byte = bytes[at++]!
    value += (byte & 127) * factor
    factor *= 128
    if (byte >= 128) continue
    longStep = value % 2 === 1 ? -(value + 1) / 2 : value / 2
    return at
  }
  return INVALID
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
