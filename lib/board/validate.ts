import * as Y from 'yjs'
import { err, isShapeId, ok, type Result, type ShapeId } from './ids'
import { MAX_BOARD_NAME_LENGTH, MAX_KEY_BYTES, MAX_TEXT_LENGTH } from './limits'
import {
  Budget,
  EMPTY,
  isPlainObject,
  nullObject,
  Refused,
  utf8Length,
  wellFormed,
  type PlainProblem,
} from './plain'
import type { Geo, ShapeRecord, Style } from './shape'
import {
  DEFAULT_ORDER,
  isKnownType,
  parseData,
  parseGeo,
  parseOrder,
  parseParent,
  parsePoints,
  parseStyle,
  parseText,
  parseType,
  parseUnknown,
} from './shape-keys'

/** Why a shape is refused: `key` is the grouped key at fault (`id` and `shape` for the whole). */
export interface ShapeProblem {
  readonly code: PlainProblem
  readonly key: string
  readonly id?: ShapeId
}

const NO_GEO: Geo = [0, 0, 0, 0, 0]

/**
 * What to do with a bad value: a writer is refused, a reader goes on with the key's default, so that one bad key
 * from another program hides no drawing. `type` and `geo` have no default: without them there is no shape.
 */
type OnBad = (key: string, code: PlainProblem) => void

interface RawShape {
  readonly type: unknown
  readonly geo: unknown
  readonly style: unknown
  readonly order: unknown
  readonly parent: unknown
  readonly points: unknown
  readonly text: unknown
  readonly data: unknown
  readonly extra: readonly (readonly [key: string, value: unknown])[]
}

function attempt<T>(key: string, onBad: OnBad, parse: () => T, fallback: T): T {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    onBad(key, error.code)
    return fallback
  }
}

/** A group's bounds are its children's, and what a newer type does without is not ours to know. */
const isPlaceless = (type: string, geo: unknown): boolean =>
  geo === undefined && (type === 'group' || !isKnownType(type))

function parseShape(id: ShapeId, raw: RawShape, onBad: OnBad): ShapeRecord | undefined {
  const budget = new Budget()
  const type = attempt('type', onBad, () => parseType(raw.type), undefined)
  if (type === undefined) return undefined
  const geo = isPlaceless(type, raw.geo) ? NO_GEO : attempt('geo', onBad, () => parseGeo(raw.geo), undefined)
  if (geo === undefined) return undefined
  const read = <T>(key: keyof RawShape, parse: (value: unknown) => T, fallback: T): T =>
    raw[key] === undefined ? fallback : attempt(key, onBad, () => parse(raw[key]), fallback)

  const parent = read('parent', parseParent, null)
  const points = read('points', (value) => parsePoints(value, budget), undefined)
  const text = read('text', parseText, '')
  const extra = parseExtra(raw.extra, budget, onBad)
  const style = read('style', (value) => parseStyle(value, budget), EMPTY)
  const order = read('order', parseOrder, DEFAULT_ORDER)
  const data = read('data', (value) => parseData(value, type, budget), EMPTY)
  return recordOf({ id, type, geo, style, order, parent, points, text, data, extra })
}

type Parts = Omit<ShapeRecord, 'points' | 'text' | 'extra'> & {
  readonly points: Uint8Array | undefined
  readonly text: string
  readonly extra: ShapeRecord['extra']
}
/** Keys that a shape does not have are absent from its record. */
function recordOf({ id, type, geo, style, order, parent, points, text, data, extra }: Parts): ShapeRecord {
  const record: { -readonly [K in keyof ShapeRecord]: ShapeRecord[K] } = {
    id,
    type,
    geo,
    style,
    order,
    parent,
    data,
  }
  if (points) record.points = points
  if (text !== '') record.text = wellFormed(text)
  if (extra) record.extra = extra
  return record
}

function parseExtra(
  entries: RawShape['extra'],
  budget: Budget,
  onBad: OnBad,
): Readonly<Record<string, unknown>> | undefined {
  if (entries.length === 0) return undefined
  const extra = nullObject()
  for (const [key, value] of entries) {
    attempt(
      key,
      onBad,
      () => {
        const size = utf8Length(key)
        if (size > MAX_KEY_BYTES) throw new Refused('too-large')
        budget.spend(size + 1)
        extra[wellFormed(key)] = parseUnknown(value, budget)
      },
      undefined,
    )
  }
  return Object.keys(extra).length > 0 ? extra : undefined
}

/**
 * The one door for shapes from outside (network, files, clipboard, cache): a bounded, finite copy without
 * prototypes, or why not. Keys of the record itself that are not in `ShapeRecord` are ignored.
 */
export function validateShape(value: unknown): Result<ShapeRecord, ShapeProblem> {
  if (!isPlainObject(value)) return err({ code: 'invalid', key: 'shape' })
  const { id, type, geo, style, order, parent, points, text, data, extra } = value
  if (!isShapeId(id)) return err({ code: 'invalid', key: 'id' })
  if (extra !== undefined && !isPlainObject(extra)) return err({ code: 'invalid', key: 'extra', id })
  // A key that became known since the file was written is no longer extra; it would write over the real one.
  const entries = Object.entries(extra ?? {}).filter(([key, held]) => held !== undefined && !isReserved(key))
  const raw = { type, geo, style, order, parent, points, text, data, extra: entries }
  let problem: ShapeProblem | null = null
  const record = parseShape(id, raw, (key, code) => (problem ??= { code, key, id }))
  return record && !problem ? ok(record) : err(problem ?? { code: 'invalid', key: 'shape', id })
}

const GROUPED_KEYS = new Set(['type', 'geo', 'style', 'order', 'parent', 'points', 'text', 'data'])
const isReserved = (key: string): boolean => GROUPED_KEYS.has(key) || key === '__proto__'

/** Exactly `Y.Text`: `Y.XmlText` is one too by inheritance, and not in the schema. */
export const isText = (value: unknown): value is Y.Text =>
  value instanceof Y.Text && value.constructor === Y.Text
export const isShapeMap = (value: unknown): value is Y.Map<unknown> =>
  value instanceof Y.Map && value.constructor === Y.Map

/** The characters of a text, without formatting and embeds. */
export function textOf(text: Y.Text): string {
  // `toString` of `Y.Text` is its content; the linter takes it for that of any object.
  return (text as { toString(): string }).toString()
}

/** Something of Yjs (or a nested document) where a plain value belongs. */
const WRONG_KIND = Symbol('wrong kind')

function rawOf(map: Y.Map<unknown>): RawShape {
  const raw = noKeys()
  const extra: (readonly [string, unknown])[] = []
  map.forEach((value, key) => {
    if (key === 'text') raw.text = isText(value) ? textOf(value) : WRONG_KIND
    else if (GROUPED_KEYS.has(key)) raw[key as keyof RawShape] = value
    else if (key !== '__proto__') extra.push([key, value])
  })
  if (extra.length > 0) raw.extra = extra
  return raw as RawShape
}

const noKeys = (): { -readonly [K in keyof RawShape]: unknown } => ({
  type: undefined,
  geo: undefined,
  style: undefined,
  order: undefined,
  parent: undefined,
  points: undefined,
  text: undefined,
  data: undefined,
  extra: NO_EXTRA,
})
const NO_EXTRA: RawShape['extra'] = []

/**
 * Read what sits under an id of the `shapes` map, whatever it is; never throws. Bad values read as the key's
 * default, something that is no shape as `undefined`. Every replica reads the same from the same document.
 */
export function readShape(id: string, value: unknown): ShapeRecord | undefined {
  if (!isShapeId(id) || !isShapeMap(value)) return undefined
  const raw = rawOf(value)
  // Two people typing at once may pass the limit together: what is beyond it is kept and not shown.
  const { text } = raw
  const isLong = typeof text === 'string' && text.length > MAX_TEXT_LENGTH
  const shown = isLong ? { ...raw, text: text.slice(0, MAX_TEXT_LENGTH) } : raw
  return wholeShape(id, shown) ?? parseShape(id, shown, () => {})
}

/** A shape of the document without a bad value, as nearly all are: read without a guard for each key. */
function wholeShape(id: ShapeId, raw: RawShape): ShapeRecord | null {
  try {
    const budget = new Budget()
    const type = parseType(raw.type)
    const { style, data, text, points, order } = raw
    return recordOf({
      id,
      type,
      geo: isPlaceless(type, raw.geo) ? NO_GEO : heldGeo(raw.geo),
      style: style === undefined ? EMPTY : heldStyle(style, budget),
      order: order === undefined ? DEFAULT_ORDER : parseOrder(order),
      parent: parseParent(raw.parent),
      points: points === undefined ? undefined : parsePoints(points, budget),
      text: text === undefined ? '' : parseText(text),
      data: data === undefined ? EMPTY : parseData(data, type, budget),
      extra: raw.extra.length === 0 ? undefined : wholeExtra(raw.extra, budget),
    })
  } catch (error) {
    if (error instanceof Refused) return null
    throw error
  }
}

function wholeExtra(entries: RawShape['extra'], budget: Budget): ShapeRecord['extra'] {
  return parseExtra(entries, budget, (_, code) => {
    throw new Refused(code)
  })
}

/** The document's own value, which never changes, unless there is something to put right in it. */
function heldGeo(value: unknown): Geo {
  const geo = parseGeo(value)
  return geo.every((number, i) => Object.is(number, (value as Geo)[i])) ? (value as Geo) : geo
}

interface HeldStyle {
  readonly style: Style
  readonly bytes: number
}
const heldStyles = new WeakMap<object, HeldStyle>()

/** The same style for the same value of the document: most shapes share theirs with many others. */
function heldStyle(value: unknown, budget: Budget): Style {
  const known = typeof value === 'object' && value !== null ? heldStyles.get(value) : undefined
  if (known) {
    budget.spend(known.bytes)
    return known.style
  }
  const before = budget.left
  const style = parseStyle(value, budget)
  heldStyles.set(value as object, { style, bytes: before - budget.left })
  return style
}

/**
 * Whether what sits under an id of the `shapes` map is acceptable: for the server, after applying an update to a
 * copy or the room's document. `null` when it is. Stricter than `readShape`: formatting and embeds in the text,
 * nested Yjs types, or one bad value under a known key are refused.
 */
export function inspectShape(id: string, value: unknown): ShapeProblem | null {
  if (!isShapeId(id)) return { code: 'invalid', key: 'id' }
  if (!isShapeMap(value)) return { code: 'invalid', key: 'shape', id }
  let problem: ShapeProblem | null = null
  parseShape(id, rawOf(value), (key, code) => (problem ??= { code, key, id }))
  const text = value.get('text')
  if (!problem && isText(text) && hasMarkup(text)) problem = { code: 'invalid', key: 'text', id }
  return problem
}

const hasMarkup = (text: Y.Text): boolean =>
  (text.toDelta() as readonly { insert: unknown; attributes?: unknown }[]).some(
    ({ insert, attributes }) => typeof insert !== 'string' || attributes !== undefined,
  )

/**
 * Whether one plain value (`ContentAny`, `ContentBinary`, `ContentJSON`) of a decoded update is acceptable under a
 * grouped key of a shape: for the server, before applying. `null` when it is. `type` is the shape's type when it
 * is known (from the store, or earlier in the same update); without it, `data` is checked in form only. `text`
 * is never a plain value, and every nested Yjs type but a `Y.Text` under `text` is to be refused by the caller.
 */
export function inspectKey(key: string, value: unknown, type = ''): PlainProblem | null {
  if (utf8Length(key) > MAX_KEY_BYTES) return 'too-large'
  if (key === '__proto__') return 'invalid'
  const parse = PARSERS.get(key) ?? parseUnknown
  return problemOf(() => parse(value, new Budget(), type))
}

const PARSERS: ReadonlyMap<string, (value: unknown, budget: Budget, type: string) => unknown> = new Map(
  Object.entries({
    type: parseType,
    geo: parseGeo,
    style: parseStyle,
    order: parseOrder,
    parent: parseParent,
    points: parsePoints,
    data: (value: unknown, budget: Budget, type: string) => parseData(value, type, budget),
    text: () => {
      throw new Refused('invalid')
    },
  }),
)

function problemOf(parse: () => unknown): PlainProblem | null {
  try {
    parse()
    return null
  } catch (error) {
    if (error instanceof Refused) return error.code
    throw error
  }
}

/** A board's name as it is shown and stored: one line, well formed, bounded. */
export const boardName = (value: unknown): string =>
  typeof value === 'string'
    ? wellFormed(value.slice(0, MAX_BOARD_NAME_LENGTH).replace(/[\s\p{Cc}]+/gu, ' ')).trim()
    : ''

/** Whether a plain value is acceptable under a key of the `board` map; `null` when it is. */
export function inspectBoardKey(key: string, value: unknown): PlainProblem | null {
  if (utf8Length(key) > MAX_KEY_BYTES) return 'too-large'
  if (key === '__proto__') return 'invalid'
  if (key === 'version') return Number.isInteger(value) && (value as number) >= 1 ? null : 'invalid'
  if (key === 'name') {
    if (typeof value !== 'string') return 'invalid'
    return value.length <= MAX_BOARD_NAME_LENGTH ? null : 'too-large'
  }
  return problemOf(() => parseUnknown(value, new Budget()))
}
