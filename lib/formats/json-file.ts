import { err, ok, type Result } from '../board/ids'
import type { ImportRefusal } from './imported'

/** The largest file read, the same as the API's limit for a request. */
export const MAX_FILE_BYTES = 100 * 1024 * 1024
/** Real drawings nest 6 deep; this leaves room for the custom data of other programs. */
const MAX_DEPTH = 64

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

/** The index of the quote that ends the string which begins at `from`; the text's length when none does. */
function endOfString(json: string, from: number): number {
  for (let at = json.indexOf('"', from + 1); at >= 0; at = json.indexOf('"', at + 1)) {
    let slashes = 0
    while (json.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes++
    if (slashes % 2 === 0) return at
  }
  return json.length
}

/** Whether arrays and objects are nested deeper than `limit`; brackets in strings do not count. One pass. */
function isDeeperThan(json: string, limit: number): boolean {
  let depth = 0
  for (let i = 0; i < json.length; i++) {
    const code = json.charCodeAt(i)
    if (code === QUOTE) i = endOfString(json, i)
    else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      if (++depth > limit) return true
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) depth--
  }
  return false
}

/** UTF-8, or UTF-16 when a byte order mark says so (Windows editors); `null` when it is not text. */
function decode(bytes: Uint8Array): string | null {
  const [a, b] = bytes
  const encoding = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

const notJson = err({ code: 'not-json', detail: 'The file is not JSON.' } as const)

/** Parse a file as JSON within the limits of size and depth. */
export function readJson(file: Uint8Array | string): Result<unknown, ImportRefusal> {
  if (file.length > MAX_FILE_BYTES) {
    const detail = `The file is larger than ${MAX_FILE_BYTES / 1024 / 1024} MB.`
    return err({ code: 'too-large', detail })
  }
  const text = typeof file === 'string' ? file.replace(/^\uFEFF/, '') : decode(file)
  if (text === null) return notJson
  if (isDeeperThan(text, MAX_DEPTH)) {
    return err({ code: 'too-deep', detail: `The file is nested deeper than ${MAX_DEPTH} levels.` })
  }
  try {
    return ok(JSON.parse(text) as unknown)
  } catch {
    return notJson
  }
}
