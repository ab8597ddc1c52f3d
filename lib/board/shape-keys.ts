import { isShapeId, type ShapeId } from './ids'
import {
  MAX_COORDINATE,
  MAX_FONT_SIZE,
  MAX_SIZE,
  MAX_STROKE_WIDTH,
  MAX_TEXT_LENGTH,
  MIN_FONT_SIZE,
  MIN_STROKE_WIDTH,
} from './limits'
import { copyPlain, copyPlainObject, isPlainObject, plainNumber, Refused, type Budget } from './plain'
import { checkPoints } from './points'
import {
  ARROW_HEADS,
  FONTS,
  INKS,
  SHAPE_TYPES,
  type Geo,
  type ShapeData,
  type ShapeType,
  type Style,
} from './shape'

/** What each grouped key of a shape may hold. Every parser returns a bounded copy or throws `Refused`. */

/** Type names of newer versions look like ours. */
const TYPE_PATTERN = /^[a-z][a-z0-9-]{0,63}$/
/** Keys of `jittered-fractional-indexing`; they grow by a few characters for each insertion in one gap. */
export const ORDER_PATTERN = /^[0-9A-Za-z]{1,256}$/
/** Of a shape written without one. */
export const DEFAULT_ORDER = 'a0'
const COLOUR_PATTERN = /^#[0-9a-f]{6}$/i
const MAX_LINK_LENGTH = 2_048
/** A drawing program's turns add up; beyond this a double has lost the angle. */
const MAX_RADIANS = 1e6
const MAX_ADVANCE_EM = 100

const KNOWN_TYPES: ReadonlySet<string> = new Set(SHAPE_TYPES)
export const isKnownType = (type: string): type is ShapeType => KNOWN_TYPES.has(type)

const refuseUnless = (isFine: boolean): void => {
  if (!isFine) throw new Refused('invalid')
}
const isBetween = (value: unknown, min: number, max: number): boolean =>
  typeof value === 'number' && value >= min && value <= max
const isOneOf = (value: unknown, allowed: readonly string[]): boolean =>
  typeof value === 'string' && allowed.includes(value)
const isColour = (value: unknown): boolean =>
  isOneOf(value, INKS) || (typeof value === 'string' && COLOUR_PATTERN.test(value))

export function parseType(value: unknown): string {
  if (typeof value !== 'string' || !TYPE_PATTERN.test(value)) throw new Refused('invalid')
  return value
}

export function parseGeo(value: unknown): Geo {
  if (!Array.isArray(value) || value.length !== 5) throw new Refused('invalid')
  const x = plainNumber(value[0])
  const y = plainNumber(value[1])
  const w = plainNumber(value[2])
  const h = plainNumber(value[3])
  const rotation = plainNumber(value[4])
  refuseUnless(isBetween(x, -MAX_COORDINATE, MAX_COORDINATE) && isBetween(y, -MAX_COORDINATE, MAX_COORDINATE))
  refuseUnless(isBetween(w, 0, MAX_SIZE) && isBetween(h, 0, MAX_SIZE))
  refuseUnless(isBetween(rotation, -MAX_RADIANS, MAX_RADIANS))
  return [x, y, w, h, rotation]
}

export function parseOrder(value: unknown): string {
  if (typeof value !== 'string' || !ORDER_PATTERN.test(value)) throw new Refused('invalid')
  return value
}

export function parseParent(value: unknown): ShapeId | null {
  if (value === null || value === undefined) return null
  if (!isShapeId(value)) throw new Refused('invalid')
  return value
}

export function parsePoints(value: unknown, budget: Budget): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new Refused('invalid')
  budget.spend(value.length)
  const problem = checkPoints(value)
  if (problem) throw new Refused(problem.code === 'too-many' ? 'too-large' : 'invalid')
  // A `Buffer` is one too, and Yjs takes only the plain class.
  return value.constructor === Uint8Array ? value : new Uint8Array(value)
}

export function parseText(value: unknown): string {
  if (typeof value !== 'string') throw new Refused('invalid')
  if (value.length > MAX_TEXT_LENGTH) throw new Refused('too-large')
  return value
}

const isColourOrNone = (value: unknown): boolean => value === 'none' || isColour(value)
const STYLE_RULES: ReadonlyMap<string, (value: unknown) => boolean> = new Map(
  Object.entries({
    stroke: isColourOrNone,
    fill: isColourOrNone,
    fillStyle: (value) => isOneOf(value, ['solid', 'hatch']),
    width: (value) => isBetween(value, MIN_STROKE_WIDTH, MAX_STROKE_WIDTH),
    dash: (value) => isOneOf(value, ['solid', 'dashed', 'dotted']),
    opacity: (value) => isBetween(value, 0, 1),
    font: (value) => isOneOf(value, FONTS),
    size: (value) => isBetween(value, MIN_FONT_SIZE, MAX_FONT_SIZE),
    align: (value) => isOneOf(value, ['left', 'center', 'right']),
    valign: (value) => isOneOf(value, ['top', 'middle', 'bottom']),
    ink: isColour,
    round: (value) => typeof value === 'boolean',
    // 0, 1 or 2; imports of the first version kept what the file said, which is drawn as the nearest of them.
    roughness: (value) => isBetween(value, 0, 10),
  } satisfies Record<string, (value: unknown) => boolean>),
)

const isPlace = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length === 2 &&
  value.every((coordinate) => isBetween(coordinate, -MAX_COORDINATE, MAX_COORDINATE))

function isArrowEnd(value: unknown): boolean {
  if (!isPlainObject(value)) return false
  if ('shape' in value) return isShapeId(value.shape) && isPlace(value.anchor)
  return isPlace(value.point)
}
const isHeads = (value: unknown): boolean =>
  isPlainObject(value) &&
  (value.start === undefined || isOneOf(value.start, ARROW_HEADS)) &&
  (value.end === undefined || isOneOf(value.end, ARROW_HEADS))
const isAdvances = (value: unknown): boolean =>
  isPlainObject(value) && Object.values(value).every((advance) => isBetween(advance, 0, MAX_ADVANCE_EM))

const DATA_RULES: ReadonlyMap<string, (value: unknown) => boolean> = new Map(
  Object.entries({
    start: isArrowEnd,
    end: isArrowEnd,
    mid: (value) => Array.isArray(value) && value.every(isPlace),
    curve: (value) => isOneOf(value, ['straight', 'smooth']),
    heads: isHeads,
    closed: (value) => typeof value === 'boolean',
    wrap: (value) => isOneOf(value, ['auto', 'fixed']),
    advances: isAdvances,
    link: (value) => typeof value === 'string' && value.length <= MAX_LINK_LENGTH,
  } satisfies Record<string, (value: unknown) => boolean>),
)

function parseGroup(
  value: unknown,
  rules: ReadonlyMap<string, (value: unknown) => boolean>,
  budget: Budget,
): Readonly<Record<string, unknown>> {
  const copy = copyPlainObject(value, budget)
  for (const key of Object.keys(copy)) {
    const rule = rules.get(key)
    if (rule && !rule(copy[key])) throw new Refused('invalid')
  }
  return copy
}
const NO_RULES: ReadonlyMap<string, (value: unknown) => boolean> = new Map()

export const parseStyle = (value: unknown, budget: Budget): Style => parseGroup(value, STYLE_RULES, budget)

/** Keys of `data` mean what we think only in types that we know. */
export const parseData = (value: unknown, type: string, budget: Budget): ShapeData =>
  parseGroup(value, isKnownType(type) ? DATA_RULES : NO_RULES, budget)

/** Under a key that this version does not know: a plain value, or bytes. */
export function parseUnknown(value: unknown, budget: Budget): unknown {
  if (!(value instanceof Uint8Array)) return copyPlain(value, budget)
  budget.spend(value.length)
  return value
}
