import { MAX_COORDINATE, MAX_SIZE } from '../../board/limits'
import { noteOn, type ImportNote, type ReasonCode } from '../imported'

/** How much of a foreign type or id is repeated in a report. */
const MAX_NAME_LENGTH = 100

export type RawObject = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is RawObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value)

/** Without lone surrogates, which Yjs would write as something else than it keeps. */
export const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\uFFFD')

const ownName = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? wellFormed(value.slice(0, MAX_NAME_LENGTH)) : null

/** One element of a file: reads its values within bounds and remembers why they are not as in the file. */
export class Source {
  readonly #codes = new Set<ReasonCode>()
  readonly raw: RawObject
  /** Place in the file's paint order. */
  readonly index: number

  constructor(raw: unknown, index: number) {
    this.raw = isObject(raw) ? raw : {}
    this.index = index
  }

  get type(): string {
    return ownName(this.raw['type']) ?? 'unknown'
  }

  /** The id in the file, by which other elements refer to this one. */
  get id(): string | null {
    const id = this.raw['id']
    return typeof id === 'string' && id !== '' ? id : null
  }

  note(code: ReasonCode): void {
    this.#codes.add(code)
  }

  /** What became of the element, or `null` when there is nothing to say. */
  report(): ImportNote | null {
    return this.#codes.size === 0 ? null : this.#name(this.#codes)
  }

  reportAs(code: ReasonCode): ImportNote {
    return this.#name([code])
  }

  /** A finite number between the bounds. A missing or broken one is noted, unless it may be missing. */
  number(key: string, bounds: { min: number; max: number; fallback: number; optional?: boolean }): number {
    const value = this.raw[key]
    if (value === undefined && bounds.optional) return bounds.fallback
    return this.bounded(value, bounds)
  }

  bounded(value: unknown, { min, max, fallback }: { min: number; max: number; fallback: number }): number {
    // JSON has no infinities, but `1e999` is read as one: beyond the limits, not broken.
    if (typeof value !== 'number' || Number.isNaN(value)) {
      this.note('bad-number')
      return fallback
    }
    if (value < min || value > max) this.note('clamped')
    return Math.min(max, Math.max(min, value))
  }

  coordinate(value: unknown): number {
    return this.bounded(value, { min: -MAX_COORDINATE, max: MAX_COORDINATE, fallback: 0 })
  }

  /** Top-left corner and size; negative sizes are turned over. */
  box(): { x: number; y: number; w: number; h: number } {
    const [x, y] = [this.coordinate(this.raw['x']), this.coordinate(this.raw['y'])]
    const size = { min: -MAX_SIZE, max: MAX_SIZE, fallback: 0 }
    const [w, h] = [this.number('width', size), this.number('height', size)]
    if (w < 0 || h < 0) this.note('negative-size')
    return {
      x: this.coordinate(Math.min(x, x + w)),
      y: this.coordinate(Math.min(y, y + h)),
      w: Math.abs(w),
      h: Math.abs(h),
    }
  }

  /** Radians, within one turn. */
  angle(): number {
    const angle = this.number('angle', { min: -1e6, max: 1e6, fallback: 0, optional: true })
    return angle % (2 * Math.PI)
  }

  string(key: string): string | null {
    const value = this.raw[key]
    return typeof value === 'string' ? value : null
  }

  list(key: string): readonly unknown[] {
    const value = this.raw[key]
    return Array.isArray(value) ? (value as readonly unknown[]) : []
  }

  #name(codes: Iterable<ReasonCode>): ImportNote {
    return noteOn(this.type, ownName(this.raw['id']) ?? `#${this.index}`, codes)
  }
}
