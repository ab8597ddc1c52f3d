import type { IncomingMessage } from 'node:http'
import { err, ok, type Result } from '../../lib/board/ids'
import type { Config } from '../config'
import { COOKIE_NAME, readCookie } from './identity'

export interface OriginRefusal {
  readonly code: 'wrong-origin' | 'missing-origin'
  /** For people and programs: what to send instead. */
  readonly detail: string
}
type OriginConfig = Pick<Config, 'baseUrl' | 'trustProxyHops'>
type Request = Pick<IncomingMessage, 'headers' | 'url'> & { socket?: object }

const single = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)
/** With `hops` trusted proxies in front, the last `hops` entries are theirs; the first of those saw the client. */
export const forwarded = (value: string | string[] | undefined, hops: number) =>
  hops > 0 ? single(value)?.split(',').slice(-hops)[0]?.trim() : undefined

/** Where the browser thinks it is: `https://draw.example.org`, behind proxies as configured. */
export function publicOrigin(req: Request, { baseUrl, trustProxyHops }: OriginConfig): string {
  if (baseUrl) return baseUrl
  const host = forwarded(req.headers['x-forwarded-host'], trustProxyHops) ?? req.headers.host ?? 'localhost'
  const isTls = req.socket !== undefined && 'encrypted' in req.socket
  const scheme = forwarded(req.headers['x-forwarded-proto'], trustProxyHops) ?? (isTls ? 'https' : 'http')
  return `${scheme === 'https' ? 'https' : 'http'}://${host.toLowerCase()}`
}

/**
 * Whether a request that acts in somebody's name comes from our own pages. Browsers send `Origin` on every
 * WebSocket and every mutation; a request without one and without our cookie (or with a link token) is a program.
 */
export function checkOrigin(req: Request, config: OriginConfig): Result<null, OriginRefusal> {
  const { origin } = req.headers
  if (origin !== undefined) {
    // The Host is compared as well: with BASE_URL set, the machine itself is still reached as localhost.
    const own = [publicOrigin(req, config), publicOrigin(req, { ...config, baseUrl: null })]
    if (own.includes(origin.toLowerCase())) return ok(null)
    return err({
      code: 'wrong-origin',
      detail: `Requests from ${JSON.stringify(origin.slice(0, 200))} are not accepted here; this server is ${own[0]}.`,
    })
  }
  // Long-polling reads are same-origin GETs, which carry no Origin; only a browser can set this header.
  if (req.headers['sec-fetch-site'] === 'same-origin') return ok(null)
  const hasCookie = readCookie(req.headers.cookie, COOKIE_NAME) !== null
  if (!hasCookie || hasLinkToken(req.url)) return ok(null)
  return err({
    code: 'missing-origin',
    detail: `A request with the identity cookie needs an Origin header: send Origin: ${publicOrigin(req, config)}, or leave the cookie out.`,
  })
}

function hasLinkToken(url: string | undefined): boolean {
  const query = url?.split('?', 2)[1]
  return query !== undefined && new URLSearchParams(query).has('k')
}
