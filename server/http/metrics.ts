import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Metrics } from '../observe/metrics'

const LOOPBACK = /^(?:127(?:\.\d+){3}|::1|::ffff:127(?:\.\d+){3})$/
/** What proxies add. Behind one everybody comes from its address, which is often this machine's. */
const FORWARDED = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'via',
]

const digest = (text: string) => createHash('sha256').update(text).digest()

/**
 * Whether somebody may read the figures: who has the operator's token, and who asks from this machine itself, not
 * through a proxy on it.
 */
export function mayReadMetrics(
  req: Pick<IncomingMessage, 'headers'> & { socket: { remoteAddress?: string | undefined } },
  operatorToken: string,
): boolean {
  const [, given] = /^Bearer (\S+)$/i.exec(req.headers.authorization ?? '') ?? []
  if (given !== undefined) return timingSafeEqual(digest(given), digest(operatorToken))
  return LOOPBACK.test(req.socket.remoteAddress ?? '') && !FORWARDED.some((name) => name in req.headers)
}

/** `GET /metrics`, as Prometheus reads it. */
export async function answerMetrics(
  req: IncomingMessage,
  res: ServerResponse,
  metrics: Metrics,
  operatorToken: string,
): Promise<void> {
  if (!mayReadMetrics(req, operatorToken)) {
    res.writeHead(401, {
      'www-authenticate': 'Bearer',
      'content-type': 'text/plain',
      'cache-control': 'no-store',
    })
    return void res.end('For the operator; see docs/operations.md.\n')
  }
  const text = await metrics.text()
  res.writeHead(200, { 'content-type': metrics.contentType, 'cache-control': 'no-store' })
  res.end(text)
}
