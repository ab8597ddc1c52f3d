import type { Source } from './source'

/** Longer ones are data, not addresses. */
const MAX_LINK_LENGTH = 2_048
const OPENABLE = new Set(['http:', 'https:', 'mailto:'])

/** Only addresses that lead where they seem to: no scripts, no data, no name before an `@`. */
function isOpenable(link: string): boolean {
  if (link.length > MAX_LINK_LENGTH || !URL.canParse(link)) return false
  const { protocol, username, password } = new URL(link)
  return OPENABLE.has(protocol) && username === '' && password === ''
}

/** The link of an element in its normal form, `null` when there is none or it is not safe to open. */
export function readLink(source: Source): string | null {
  const link = source.string('link')
  if (link === null || link.trim() === '') return null
  if (isOpenable(link)) return new URL(link).href
  source.note('bad-link')
  return null
}
