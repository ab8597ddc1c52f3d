import { err, isShapeId, newShapeId, ok, type Result, type ShapeId } from './ids'
import { MAX_SHAPES } from './limits'
import { migrateShape, readVersion, SCHEMA_VERSION } from './migrations'
import { isPlainObject, nullObject } from './plain'
import { MAX_EXPONENT, MIN_EXPONENT, naturalSize, packWith, readPoints } from './points'
import type { BoardView, Geo, ShapeRecord, StrokePoint } from './shape'
import { boardName, validateShape } from './validate'

/** A board as JSON: deterministic, complete, and readable by whoever opens the file. See docs/document.md. */

export interface BoardJson {
  readonly type: 'ardoise'
  readonly version: number
  readonly board: { readonly name: string; readonly background: string | null }
  readonly shapes: readonly ShapeJson[]
}

export interface ShapeJson {
  readonly id: string
  readonly type: string
  readonly parent?: string
  readonly order: string
  readonly geo: Geo
  readonly style: Readonly<Record<string, unknown>>
  readonly data?: Readonly<Record<string, unknown>>
  readonly text?: string
  readonly points?: readonly StrokePoint[]
  /** Size that the points are drawn in, when it is not that of `geo`. */
  readonly natural?: readonly [w: number, h: number]
  /** Keys that the writer's version did not know. */
  readonly extra?: Readonly<Record<string, unknown>>
}

/** Pressure has 255 levels: three decimals tell them apart. */
const PRESSURE_DECIMALS = 1_000
/** Of points that no power of two divides: finer than any screen at 5 000 %. */
const FOREIGN_EXPONENT = -10

/** The board with its shapes in paint order, each container before what is inside it. */
export function toJson(board: BoardView & { readonly meta: BoardJson['board'] }): BoardJson {
  const shapes: ShapeJson[] = []
  const queue: ShapeId[] = [...board.childrenOf(null)].reverse()
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    shapes.push(shapeToJson(board.get(id)!))
    queue.push(...[...board.childrenOf(id)].reverse())
  }
  const { name, background } = board.meta
  return { type: 'ardoise', version: SCHEMA_VERSION, board: { name, background }, shapes }
}

/** One shape as plain values; keys always come in this order. */
export function shapeToJson(record: ShapeRecord): ShapeJson {
  const { id, type, parent, order, geo, style, data, text, points, extra } = record
  return {
    id,
    type,
    ...(parent === null ? {} : { parent }),
    order,
    geo,
    style: sorted(style),
    ...(Object.keys(data).length === 0 ? {} : { data: sorted(data) }),
    ...(text === undefined ? {} : { text }),
    ...(points ? pointsToJson(points, geo) : {}),
    ...(extra ? { extra: sorted(extra) } : {}),
  }
}

function pointsToJson(packed: Uint8Array, geo: Geo): Pick<ShapeJson, 'points' | 'natural'> {
  const read = readPoints(packed)
  if (!read.ok) return {}
  const points = read.value.points.map(([x, y, pressure]): StrokePoint => [
    x,
    y,
    Math.round(pressure * PRESSURE_DECIMALS) / PRESSURE_DECIMALS,
  ])
  const [w, h] = naturalSize(packed)
  return w === geo[2] && h === geo[3] ? { points } : { points, natural: [w, h] }
}

/** Keys in order, all the way down; bytes as a tagged string. */
function sorted(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const copy: Record<string, unknown> = {}
  for (const key of Object.keys(object).sort()) copy[key] = sortedValue(object[key])
  return copy
}
function sortedValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedValue)
  if (value instanceof Uint8Array) return { [BYTES_KEY]: toBase64(value) }
  return isPlainObject(value) ? sorted(value) : value
}

const BYTES_KEY = '$bytes'
const toBase64 = (bytes: Uint8Array): string => {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}
/** Only what we would write ourselves is bytes: anything else stays what it looks like. */
function fromTagged(value: unknown): unknown {
  if (!isPlainObject(value) || Object.keys(value).length !== 1) return value
  const text = value[BYTES_KEY]
  if (typeof text !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return value
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  return toBase64(bytes) === text ? bytes : value
}

export interface JsonProblem {
  /** `not-ours`: another program's JSON. `too-new`: written by a newer version of this one. */
  readonly code: 'not-ours' | 'invalid-version' | 'too-new' | 'too-many' | 'invalid'
}
export interface ReadBoard {
  readonly board: BoardJson['board']
  readonly shapes: ShapeRecord[]
  /** Ids that were missing, malformed or taken, and are new now. */
  readonly renamed: number
  readonly skipped: { readonly type: string; readonly id: string; readonly reason: string }[]
}

/**
 * Read a parsed file. What is wrong with the whole is refused; a shape that is wrong is skipped and named, and the
 * others are read.
 */
export function fromJson(value: unknown): Result<ReadBoard, JsonProblem> {
  if (!isPlainObject(value) || value.type !== 'ardoise') return err({ code: 'not-ours' })
  const version = readVersion(value.version)
  if (!version.ok) return version
  if (!Array.isArray(value.shapes)) return err({ code: 'invalid' })
  if (value.shapes.length > MAX_SHAPES) return err({ code: 'too-many' })

  const read: ReadBoard & { renamed: number } = {
    board: readMeta(value.board),
    shapes: [],
    renamed: 0,
    skipped: [],
  }
  const taken = new Set<string>()
  for (const shape of value.shapes as unknown[]) {
    const given = isPlainObject(shape) ? shape.id : undefined
    const isUsable = isShapeId(given) && !taken.has(given)
    const id = isUsable ? given : newShapeId()
    const record = shapeFromJson(shape, id, version.value)
    if (!record.ok) {
      const type =
        isPlainObject(shape) && typeof shape.type === 'string' ? shape.type.slice(0, 64) : 'unknown'
      read.skipped.push({ type, id: typeof given === 'string' ? given.slice(0, 64) : '', ...record.error })
      continue
    }
    taken.add(id)
    if (!isUsable) read.renamed++
    read.shapes.push(record.value)
  }
  return ok(read)
}

function readMeta(value: unknown): BoardJson['board'] {
  const meta = isPlainObject(value) ? value : {}
  const { name, background } = meta
  return { name: boardName(name), background: typeof background === 'string' ? background : null }
}

function shapeFromJson(
  value: unknown,
  id: ShapeId,
  version: number,
): Result<ShapeRecord, { reason: string }> {
  if (!isPlainObject(value)) return err({ reason: 'not an object' })
  const { points: json, natural, extra, text, type, parent, order, geo, style, data } = value
  const points = json === undefined ? undefined : pointsFromJson(json, natural, geo)
  if (points === null) return err({ reason: 'points: invalid' })
  const keys = migrateShape({ type, parent, order, geo, style, data, ...(points ? { points } : {}) }, version)
  const checked = validateShape({ ...keys, id, text, extra: extraFromJson(extra) })
  return checked.ok ? checked : err({ reason: `${checked.error.key}: ${checked.error.code}` })
}

function extraFromJson(extra: unknown): unknown {
  if (!isPlainObject(extra)) return extra
  const copy = nullObject()
  for (const key of Object.keys(extra)) copy[key] = fromTagged(extra[key])
  return copy
}

function pointsFromJson(json: unknown, natural: unknown, geo: unknown): Uint8Array | null {
  if (!Array.isArray(json)) return null
  const points = json as StrokePoint[]
  const isPoint = (point: unknown): boolean =>
    Array.isArray(point) &&
    point.length === 3 &&
    point.every((n) => typeof n === 'number' && Number.isFinite(n))
  if (!points.every(isPoint)) return null
  const [w, h] = (Array.isArray(natural) ? natural : Array.isArray(geo) ? geo.slice(2, 4) : []) as unknown[]
  const isSize = typeof w === 'number' && typeof h === 'number'
  try {
    return packWith(points, { exponent: exponentOf(points), ...(isSize ? { size: [w, h] as const } : {}) })
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** The largest quantum that all points are multiples of; of numbers that are none of ours, a fine one. */
function exponentOf(points: readonly StrokePoint[]): number {
  let exponent = MAX_EXPONENT
  for (const [x, y] of points) {
    while (exponent >= MIN_EXPONENT && !isMultiple(x, exponent)) exponent--
    while (exponent >= MIN_EXPONENT && !isMultiple(y, exponent)) exponent--
  }
  return exponent < MIN_EXPONENT ? FOREIGN_EXPONENT : exponent
}
const isMultiple = (value: number, exponent: number): boolean => Number.isInteger(value / 2 ** exponent)
