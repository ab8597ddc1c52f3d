import { STATUS_CODES, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { SYNC_PATH } from '../../lib/protocol/sync'
import type { Access } from '../access/access'
import type { Budgets } from '../access/budgets'
import type { Config } from '../config'
import type { Metrics } from '../observe/metrics'

/** Browsers send about twenty. Node reads up to 2 000, and drops the rest without a word. [B34] */
const MAX_HEADERS = 100

type TakeUpgrade = (req: IncomingMessage, socket: Duplex, head: Buffer) => void

export interface UpgradeDeps {
  readonly config: Pick<Config, 'trustProxyHops'>
  readonly access: Pick<Access, 'checkOrigin'>
  readonly budgets: Pick<Budgets, 'holdConnection' | 'spend'>
  readonly metrics: Pick<Metrics, 'refused'>
  readonly session: { handleUpgrade: TakeUpgrade }
  readonly rooms: { handleUpgrade(...args: [...Parameters<TakeUpgrade>, board: string]): void }
  /** Reloads pages in development. */
  readonly development: TakeUpgrade | null
}

/** Every upgrade: the document channel, the session channel, and nothing else. */
export function createUpgrades(deps: UpgradeDeps): TakeUpgrade {
  const { config, access, budgets, metrics, session, rooms, development } = deps

  async function take(req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const refuse = (status: number, reason: string, detail: string) => {
      metrics.refused('upgrade', status, reason)
      answer(socket, status, detail)
    }
    // Whatever is not one of these ends here, absolute addresses included: nothing is fetched for anybody. [B33]
    const path = req.url?.split('?', 1)[0] ?? ''
    if (development && path.startsWith('/_next/')) return development(req, socket, head)
    const isSession = path === '/socket.io/'
    if (!isSession && !path.startsWith(SYNC_PATH)) {
      metrics.refused('upgrade', 0, 'path')
      return void socket.destroy()
    }
    if (req.rawHeaders.length > 2 * MAX_HEADERS) return refuse(431, 'headers', 'Too many headers.')
    const mayHold = config.trustProxyHops === 0 || budgets.holdConnection(req, socket)
    if (!mayHold || (await budgets.spend(req, 'joins')) !== null)
      return refuse(429, 'rate', 'Too many connections from this address.')
    const origin = access.checkOrigin(req)
    if (!origin.ok) return refuse(403, 'origin', origin.error.detail)
    if (isSession) return session.handleUpgrade(req, socket, head)
    rooms.handleUpgrade(req, socket, head, path.slice(SYNC_PATH.length))
  }

  return (req, socket, head) => void take(req, socket, head).catch(() => socket.destroy())
}

/** What Node's parser does not take: headers that are too long, too slow, or none. Answered as Node itself would. */
export function answerBadRequest(
  error: NodeJS.ErrnoException,
  socket: Duplex,
  metrics: Pick<Metrics, 'refused'>,
): void {
  const status = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }[error.code ?? ''] ?? 400
  if (error.code !== 'ECONNRESET') metrics.refused('upgrade', status, 'not-http')
  if (!socket.writable) return void socket.destroy()
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`)
}

function answer(socket: Duplex, status: number, detail: string): void {
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    ...(status === 429 ? ['Retry-After: 10'] : []),
    'Connection: close',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(detail)}`,
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${detail}`)
}
