import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import { endOfAny } from './any-bytes'

/**
 * Reads updates as `Y.applyUpdate` does, in less time and memory: a board of 100 000 shapes repeats a few hundred
 * words and styles, which become one value each instead of one for every shape, and its short words need no call
 * of the browser's text decoder. What Yjs makes of an update is the same (update-reader.test.ts).
 */

/** Longer words are seldom repeated: shape ids, what people wrote. */
const MAX_WORD_BYTES = 12
/** Up to here building a word from its characters is quicker than the browser's decoder, which takes about 1 µs. */
const MAX_SPELLED_BYTES = 64
/** Words and values in use at a time, with room to spare; powers of two. */
const WORD_SLOTS = 4_096
const VALUE_SLOTS = 1_024
/** A style with every key set is about this long; what is longer (text advances, bends) is of one shape only. */
const MAX_VALUE_BYTES = 256
/** Strokes share buffers of this size: one of its own costs each more than its points. */
const ARENA_BYTES = 64 * 1024
/** A longer stroke has a buffer of its own, so that little of a shared one is left empty. */
const MAX_SHARED_BYTES = 4 * 1024
/** Tags of lib0's encoding of plain values. */
const TAG = { string: 119, object: 118, array: 117 } as const
/** FNV-1a, 32 bits. */
const HASH_START = 0x811c9dc5
const HASH_FACTOR = 0x01000193

/** Apply an update to a document, as `Y.applyUpdate` does. Values that are equal may be one and the same object. */
export function applyUpdate(doc: Y.Doc, update: Uint8Array, origin?: unknown): void {
  const decoder = decoding.createDecoder(update)
  Y.readUpdateV2(decoder, doc, origin, new UpdateReader(decoder))
}

class UpdateReader extends Y.UpdateDecoderV1 {
  override readString(): string {
    return readWord(this.restDecoder)
  }
  override readKey(): string {
    return readWord(this.restDecoder)
  }
  override readAny(): unknown {
    return readAny(this.restDecoder)
  }
  override readBuf(): Uint8Array {
    return copyOf(decoding.readVarUint8Array(this.restDecoder))
  }
}

function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = HASH_START
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, HASH_FACTOR)
  return hash ^ (hash >>> 15)
}

/**
 * Which slots of a table are worth keeping: one whose value was found again loses a life before it is given away,
 * so that what is repeated is not pushed out by what is not.
 */
class Slots {
  readonly #lives: Uint8Array
  constructor(count: number) {
    this.#lives = new Uint8Array(count)
  }
  found(slot: number): void {
    if (this.#lives[slot]! < 255) this.#lives[slot]!++
  }
  /** Whether what is there may be replaced. */
  give(slot: number): boolean {
    if (this.#lives[slot] === 0) return true
    this.#lives[slot]! >>= 1
    return false
  }
}

const wordSlots = new Slots(WORD_SLOTS)
const words = new Array<string>(WORD_SLOTS).fill('')

/** A text of UTF-8 behind its length. */
function readWord(decoder: decoding.Decoder): string {
  const { arr, pos } = decoder
  const length = arr[pos]!
  const from = pos + 1
  const to = from + length
  if (!(length <= MAX_SPELLED_BYTES && to <= arr.length)) return decoding.readVarString(decoder)
  if (length > MAX_WORD_BYTES) return spelled(arr, from, to, decoder)
  const slot = hashOf(arr, from, to) & (WORD_SLOTS - 1)
  const known = words[slot]!
  if (isSpelled(known, arr, from, to)) {
    decoder.pos = to
    wordSlots.found(slot)
    return known
  }
  const word = spelled(arr, from, to, decoder)
  if (wordSlots.give(slot)) words[slot] = word
  return word
}

function isSpelled(word: string, bytes: Uint8Array, from: number, to: number): boolean {
  if (word.length !== to - from) return false
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!
    if (byte >= 128 || word.charCodeAt(i - from) !== byte) return false
  }
  return true
}

/** Where the characters of a word are put together, by its length. */
const spelling = Array.from({ length: MAX_SPELLED_BYTES + 1 }, (_, length) =>
  new Array<number>(length).fill(0),
)

function spelled(bytes: Uint8Array, from: number, to: number, decoder: decoding.Decoder): string {
  const codes = spelling[to - from]!
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!
    if (byte >= 128) return decoding.readVarString(decoder)
    codes[i - from] = byte
  }
  decoder.pos = to
  return String.fromCharCode.apply(null, codes)
}

function readAny(decoder: decoding.Decoder): unknown {
  switch (decoder.arr[decoder.pos]) {
    case TAG.string:
      decoder.pos++
      return readWord(decoder)
    case TAG.object:
      return readObject(decoder)
    case TAG.array:
      decoder.pos++
      return readArray(decoder)
    default:
      return decoding.readAny(decoder) as unknown
  }
}

function readArray(decoder: decoding.Decoder): unknown[] {
  const length = decoding.readVarUint(decoder)
  // Engines give an array that grows room for 17: every shape has one of five, its place.
  if (length === 5)
    return [readAny(decoder), readAny(decoder), readAny(decoder), readAny(decoder), readAny(decoder)]
  const array: unknown[] = []
  while (array.length < length) array.push(readAny(decoder))
  return array
}

const valueSlots = new Slots(VALUE_SLOTS)
const values = new Array<unknown>(VALUE_SLOTS).fill(undefined)
const valueLengths = new Uint16Array(VALUE_SLOTS)
const valueBytes = new Uint8Array(VALUE_SLOTS * MAX_VALUE_BYTES)

function readObject(decoder: decoding.Decoder): unknown {
  const { arr, pos: from } = decoder
  const to = endOfAny(arr, from, Math.min(arr.length, from + MAX_VALUE_BYTES))
  if (to === null) return freshObject(decoder)
  const slot = hashOf(arr, from, to) & (VALUE_SLOTS - 1)
  if (isValueOf(slot, arr, from, to)) {
    decoder.pos = to
    valueSlots.found(slot)
    return values[slot]
  }
  const value = freshObject(decoder)
  if (valueSlots.give(slot)) {
    values[slot] = value
    valueLengths[slot] = to - from
    valueBytes.set(arr.subarray(from, to), slot * MAX_VALUE_BYTES)
  }
  return value
}

function isValueOf(slot: number, bytes: Uint8Array, from: number, to: number): boolean {
  if (valueLengths[slot] !== to - from) return false
  const start = slot * MAX_VALUE_BYTES - from
  for (let i = from; i < to; i++) if (bytes[i] !== valueBytes[start + i]) return false
  return true
}

function freshObject(decoder: decoding.Decoder): unknown {
  decoder.pos++
  const count = decoding.readVarUint(decoder)
  const object: Record<string, unknown> = {}
  for (let i = 0; i < count; i++) {
    const key = readWord(decoder)
    object[key] = readAny(decoder)
  }
  return object
}

let arena = new Uint8Array(0)
let arenaUsed = 0

/** A copy that does not hold on to the message it came in. */
function copyOf(bytes: Uint8Array): Uint8Array {
  const { length } = bytes
  if (length > MAX_SHARED_BYTES) return bytes.slice()
  if (arenaUsed + length > arena.length) {
    arena = new Uint8Array(ARENA_BYTES)
    arenaUsed = 0
  }
  const copy = arena.subarray(arenaUsed, arenaUsed + length)
  copy.set(bytes)
  arenaUsed += length
  return copy
}
