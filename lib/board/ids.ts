/** Identifiers, and the result type that every expected refusal travels in. */

declare const brand: unique symbol
type Brand<T, B extends string> = T & { readonly [brand]: B }

export type BoardId = Brand<string, 'BoardId'>
export type ShapeId = Brand<string, 'ShapeId'>

/** 128 random bits as base64url: the address of a board is the capability to open it. */
export const BOARD_ID_PATTERN = /^[A-Za-z0-9_-]{22}$/
/** Our own ids are 16 characters (96 bits); other programs may write shorter or longer ones. */
export const SHAPE_ID_PATTERN = /^[A-Za-z0-9_.:-]{1,64}$/
/** Names that mean something on a plain object: never an id, so no reader can be tricked by one. */
const RESERVED = new Set(['__proto__', 'constructor', 'prototype'])

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Six random bits for each of `length` characters of the base64url alphabet. */
export function randomText(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length))
  let text = ''
  for (const byte of bytes) text += ALPHABET[byte & 63]
  return text
}

/** 22 characters of base64url alphabet, 132 random bits. */
export const newBoardId = (): BoardId => randomText(22) as BoardId
export const newShapeId = (): ShapeId => randomText(16) as ShapeId

export const isBoardId = (value: unknown): value is BoardId =>
  typeof value === 'string' && BOARD_ID_PATTERN.test(value)
export const isShapeId = (value: unknown): value is ShapeId =>
  typeof value === 'string' && SHAPE_ID_PATTERN.test(value) && !RESERVED.has(value)

/** An expected outcome: refusals are values with a code, bugs throw. */
export type Result<T, E = { readonly code: string }> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E }
export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value })
export const err = <E>(error: E): Result<never, E> => ({ ok: false, error })
