import { ProblemError } from './problems'

/** A JSON request holds a name or two: a megabyte is far beyond any honest one. */
export const MAX_JSON_BYTES = 1024 * 1024
/** Deeper values exist only to exhaust recursive readers. */
const MAX_JSON_DEPTH = 32
/** Silence after which a body is given up. A slow line may take its time, a stalled one holds a buffer. */
const IDLE_MS = 30_000

interface ReadOptions {
  readonly idleMs?: number
  /** Told of each piece that is kept; what it throws ends the reading. */
  readonly onBytes?: (bytes: number) => void
}

/** The whole body, refused as soon as it is known to be over `maxBytes`: by its declared length, or while it arrives. */
export async function readBody(
  request: Request,
  maxBytes: number,
  { idleMs = IDLE_MS, onBytes }: ReadOptions = {},
): Promise<Uint8Array> {
  const declared = Number(request.headers.get('content-length') ?? 0)
  if (declared > maxBytes) throw tooLarge(maxBytes)
  const pieces: Uint8Array[] = []
  let length = 0
  const reader = request.body?.getReader()
  while (reader) {
    const { done, value } = await withinMs(idleMs, reader.read())
    if (done) break
    length += value.byteLength
    if (length > maxBytes) {
      await reader.cancel()
      throw tooLarge(maxBytes)
    }
    onBytes?.(value.byteLength)
    pieces.push(value)
  }
  return Buffer.concat(pieces, length)
}

/** The body as JSON, within the limits of size and depth. */
export async function readJson(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/json\b/i.test(type)) {
    throw new ProblemError('not-json', `Send Content-Type: application/json instead of ${type || 'none'}.`)
  }
  const bytes = await readBody(request, MAX_JSON_BYTES)
  const text = decodeUtf8(bytes)
  if (text === null) throw new ProblemError('malformed-json', 'The body is not UTF-8 text.')
  if (depthOf(text) > MAX_JSON_DEPTH) {
    throw new ProblemError('too-deep', `Values may be nested ${MAX_JSON_DEPTH} deep at most.`)
  }
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new ProblemError('malformed-json', 'The body could not be parsed as JSON.')
  }
}

/** How deep arrays and objects are nested, by their brackets outside strings: one pass, nothing is parsed. */
function depthOf(json: string): number {
  let depth = 0
  let deepest = 0
  let isInString = false
  for (let i = 0; i < json.length; i++) {
    const character = json[i]
    if (isInString && character === '\\') i++
    else if (character === '"') isInString = !isInString
    else if (isInString) continue
    else if (character === '[' || character === '{') deepest = Math.max(deepest, ++depth)
    else if (character === ']' || character === '}') depth--
  }
  return deepest
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

const tooLarge = (maxBytes: number) =>
  new ProblemError('too-large', `The limit is ${maxBytes / 1024 / 1024} MB. Nothing was changed.`, {
    connection: 'close', // what is left of the body is not read
  })

async function withinMs<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const problem = new ProblemError('too-slow', 'The body stopped arriving.', { connection: 'close' })
    timer = setTimeout(() => reject(problem), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
