/**
 * The time at which an update was made, written into it as a coordinate: whoever is given the bytes finds it without
 * decoding them, however a server packs and merges them. All processes of a machine share one clock.
 */

/** lib0's tag of a 64-bit number, and its bytes that do not change. */
const FIXED_BYTES = 5
const TIME_BYTES = 3
const BASE = 424_242.5
/** The smallest difference between two numbers near `BASE`: 19 bits before the point, 52 altogether. */
const STEP = 2 ** -34
/** Ticks of a tenth of a millisecond; they come round after 28 minutes. */
const TICK_NS = 100_000n
const TICKS_PER_MS = 10
const ROUND = 2 ** (8 * TIME_BYTES)

const TAG_FLOAT64 = 123
const pattern = (() => {
  const bytes = Buffer.alloc(9)
  bytes[0] = TAG_FLOAT64
  bytes.writeDoubleBE(BASE, 1)
  return bytes.subarray(0, 1 + FIXED_BYTES)
})()

const ticks = (): number => Number((process.hrtime.bigint() / TICK_NS) % BigInt(ROUND))

/** A coordinate that says when it was made. Never the base itself, which would be written in 32 bits. */
export const markNow = (): number => BASE + (ticks() || 1) * STEP

/** Milliseconds since each mark in `bytes` was made. */
export function forEachMark(bytes: Buffer, tell: (ageMs: number) => void): void {
  let at = bytes.indexOf(pattern)
  if (at < 0) return
  const now = ticks()
  while (at >= 0) {
    const from = at + pattern.length
    if (from + TIME_BYTES > bytes.length) return
    const age = (now - bytes.readUIntBE(from, TIME_BYTES) + ROUND) % ROUND
    // The next is compared with the clock as it is now: both were read from one frame.
    tell(age / TICKS_PER_MS)
    at = bytes.indexOf(pattern, from + TIME_BYTES)
  }
}
