const MINUTE_MS = 60_000
/** Coarsest first; a time is told in the first unit of which it holds at least one. */
const UNITS = [
  ['week', 7 * 24 * 60 * MINUTE_MS],
  ['day', 24 * 60 * MINUTE_MS],
  ['hour', 60 * MINUTE_MS],
  ['minute', MINUTE_MS],
] as const
/** Beyond it a date says more than a number of weeks. */
const DATE_AFTER_MS = 28 * 24 * 60 * MINUTE_MS

/** How long ago something was, in words of the language; null when it was less than a minute. */
export function timeAgo(then: number, now: number, language: string): string | null {
  const elapsed = Math.max(0, now - then) // a clock that differs from the server's does not look ahead
  if (elapsed >= DATE_AFTER_MS) {
    return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(then)
  }
  const unit = UNITS.find(([, length]) => elapsed >= length)
  if (!unit) return null
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  return words.format(-Math.floor(elapsed / unit[1]), unit[0])
}
