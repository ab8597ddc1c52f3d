/** Deeper values are rare and read without this. */
const MAX_DEPTH = 4

/**
 * Where a plain value in lib0's encoding that begins at `from` ends, without making it; null when that is beyond
 * `limit`, or when it is no such value.
 */
export function endOfAny(bytes: Uint8Array, from: number, limit: number, depth = 0): number | null {
  if (from >= limit || depth > MAX_DEPTH) return null
  const at = from + 1
  switch (bytes[from]) {
    case 127: // undefined
    case 126: // null
    case 121: // false
    case 120: // true
      return at
    case 125:
      return within(endOfVarInt(bytes, at), limit)
    case 124: // float32
      return within(at + 4, limit)
    case 123: // float64
    case 122: // bigint
      return within(at + 8, limit)
    case 119: // text
    case 116: // bytes
      return endOfText(bytes, at, limit)
    case 118:
    case 117:
      return endOfMembers(bytes, at, limit, depth)
    default:
      return null
  }
}

const within = (at: number, limit: number): number | null => (at <= limit ? at : null)

function endOfVarInt(bytes: Uint8Array, from: number): number {
  let at = from
  while (bytes[at]! >= 128) at++
  return at + 1
}

/** Longer ones are beyond every limit that this is asked with: one byte is enough of a length. */
function endOfText(bytes: Uint8Array, at: number, limit: number): number | null {
  const length = bytes[at]!
  return at < limit && length < 128 ? within(at + 1 + length, limit) : null
}

function endOfMembers(bytes: Uint8Array, from: number, limit: number, depth: number): number | null {
  const hasKeys = bytes[from - 1] === 118
  const count = bytes[from]!
  if (from >= limit || count >= 128) return null
  let at: number | null = from + 1
  for (let i = 0; i < count && at !== null; i++) {
    if (hasKeys) at = endOfText(bytes, at, limit)
    if (at !== null) at = endOfAny(bytes, at, limit, depth + 1)
  }
  return at
}
