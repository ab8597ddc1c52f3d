import type { IncomingMessage } from 'node:http'
import { isIPv4, isIPv6 } from 'node:net'
import { forwarded } from './origin'

/** What says where a request, or a connection before its first one, comes from. */
export type AddressedRequest = Pick<IncomingMessage, 'headers'> & {
  readonly socket: { readonly remoteAddress?: string | undefined }
}

/**
 * Whose budget a request spends: the address that the trusted proxies saw, of IPv6 the /64 that one customer is
 * given whole.
 */
export function clientAddress(req: AddressedRequest, trustProxyHops: number): string {
  const told = forwarded(req.headers['x-forwarded-for'], trustProxyHops)
  const seen = req.socket.remoteAddress ?? ''
  return networkOf(told ?? seen) ?? networkOf(seen) ?? 'unknown'
}

function networkOf(address: string): string | null {
  const plain = address.replace(/^::ffff:(?=[\d.]+$)/i, '')
  if (isIPv4(plain)) return plain
  if (!isIPv6(plain)) return null
  // URLs write an address in its one shortest form.
  const [head = '', tail] = new URL(`http://[${plain.replace(/%.*/, '')}]`).hostname.slice(1, -1).split('::')
  const groups = head === '' ? [] : head.split(':')
  const after = tail ? tail.split(':').length : 0
  if (tail !== undefined) while (groups.length + after < 8) groups.push('0')
  return `${[...groups, ...(tail ?? '').split(':')].slice(0, 4).join(':')}::/64`
}
