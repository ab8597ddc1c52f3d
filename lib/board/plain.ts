import { MAX_KEY_BYTES, MAX_SHAPE_BYTES, MAX_VALUE_DEPTH } from './limits'

/**
 * Plain values from outside (network, files, clipboard): copied within limits into objects that have no prototype
 * to be tricked with, so that nothing behind this line meets NaN, a getter or a million keys.
 */

/** Why a value is refused. */
export type PlainProblem = 'invalid' | 'too-large'
/** Thrown inside this module's callers only; they turn it into a `Result`. */
export class Refused extends Error {
  constructor(readonly code: PlainProblem) {
    super(code)
  }
}

/** What is left of a shape's bytes while its values are copied. */
export class Budget {
  #left: number
  constructor(bytes = MAX_SHAPE_BYTES) {
    this.#left = bytes
  }
  get left(): number {
    return this.#left
  }
  spend(bytes: number): void {
    this.#left -= bytes
    if (this.#left < 0) throw new Refused('too-large')
  }
}

/**
 * An object without inherited names. Instances of a class whose prototype is an empty, prototype-less object keep
 * V8's fast layout, which `Object.create(null)` loses: 100 000 shapes have two of these each.
 */
const NullObject = function () {} as unknown as new () => Record<string, unknown>
NullObject.prototype = Object.freeze(Object.create(null)) as object

export const nullObject = (): Record<string, unknown> => new NullObject()
/** One for all that are empty. */
export const EMPTY: Readonly<Record<string, unknown>> = Object.freeze(nullObject())

/** Made by a literal, by JSON or by this module, as against a class instance or a Yjs type. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null || prototype === NullObject.prototype
}

/** Yjs replaces half of a surrogate pair on the way to others: it never gets in. */
const LONE_SURROGATE = /\p{Surrogate}/gu
export const wellFormed = (text: string): string => text.replace(LONE_SURROGATE, '\uFFFD')

/** Bytes of the text as UTF-8. */
export function utf8Length(text: string): number {
  let bytes = text.length
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code >= 0x800) bytes += code >= 0xd800 && code <= 0xdfff ? 1 : 2
    else if (code >= 0x80) bytes += 1
  }
  return bytes
}

function plainText(text: string, budget: Budget): string {
  // Before looking at it: a text of ten megabytes is not worth reading.
  if (text.length > MAX_SHAPE_BYTES) throw new Refused('too-large')
  budget.spend(utf8Length(text) + 1)
  return wellFormed(text)
}

/** Every number takes part in geometry somewhere: finite, and -0 is 0 (JSON cannot tell them apart). */
export function plainNumber(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Refused('invalid')
  return value + 0
}

const NUMBER_BYTES = 9

/** A bounded copy of a JSON value; throws `Refused`. `undefined` is only ever an absent key. */
export function copyPlain(value: unknown, budget: Budget, depth = 1): unknown {
  switch (typeof value) {
    case 'string':
      return plainText(value, budget)
    case 'number':
      budget.spend(NUMBER_BYTES)
      return plainNumber(value)
    case 'boolean':
      budget.spend(1)
      return value
    case 'object':
      if (value === null) {
        budget.spend(1)
        return null
      }
      if (depth > MAX_VALUE_DEPTH) throw new Refused('invalid')
      if (Array.isArray(value)) return copyArray(value, budget, depth)
      return copyObject(value, budget, depth)
    default:
      throw new Refused('invalid')
  }
}

function copyArray(value: readonly unknown[], budget: Budget, depth: number): unknown[] {
  // A sparse array of 2 ** 32 elements is spent before it is walked.
  budget.spend(value.length + 1)
  return Array.from(value, (element) => copyPlain(element, budget, depth + 1))
}

function copyObject(value: object, budget: Budget, depth: number): Record<string, unknown> {
  if (!isPlainObject(value)) throw new Refused('invalid')
  budget.spend(1)
  const copy = nullObject()
  for (const key of Object.keys(value)) {
    const held = value[key]
    // Decoding turns a key `__proto__` into a prototype: it is not the same for sender and receiver, so for nobody.
    if (held === undefined || key === '__proto__') continue
    const size = utf8Length(key)
    if (size > MAX_KEY_BYTES) throw new Refused('too-large')
    budget.spend(size + 1)
    copy[wellFormed(key)] = copyPlain(held, budget, depth + 1)
  }
  return copy
}

function isEmpty(value: object): boolean {
  for (const _key in value) return false
  return true
}

/** A bounded copy of a plain object; throws `Refused` on anything else. */
export function copyPlainObject(value: unknown, budget: Budget): Readonly<Record<string, unknown>> {
  if (!isPlainObject(value)) throw new Refused('invalid')
  // Most are, and a copy of each would be thrown away.
  if (isEmpty(value)) {
    budget.spend(1)
    return EMPTY
  }
  const copy = copyObject(value, budget, 1)
  return isEmpty(copy) ? EMPTY : copy
}

/** Equality of plain values, whatever the order of keys. */
export function equalPlain(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((element, i) => equalPlain(element, b[i]))
  }
  if (a instanceof Uint8Array && b instanceof Uint8Array) {
    return a.length === b.length && a.every((byte, i) => byte === b[i])
  }
  if (!isPlainObject(a) || !isPlainObject(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && equalPlain(a[key], b[key]))
}
