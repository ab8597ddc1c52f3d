import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { createApi } from './api/api'
import { ASSETS_PATH, createAssets } from './assets'
import { SYNC_PATH } from '../../lib/protocol/sync'
import { answerHealth, answerReadiness } from './health'
import { answerMetrics } from './metrics'
import { answerOpening, openingOf } from './opening'
import { createPages } from './pages'
import type { HttpDeps } from './ports'
import { problemDocument, ProblemError, statusOf, storageProblem, type ProblemCode } from './problems'
import { setSecurityHeaders, stripInternalHeaders } from './security'

export type { HttpDeps } from './ports'

/**
 * How long a peer may take, for the server that listens: headers are small, so a slow sender of them is holding
 * a connection; a body may be 100 MB over a phone, and readers give up on one that stalls. [B61]
 */
export const SERVER_TIMEOUTS = {
  headersTimeout: 10_000,
  requestTimeout: 10 * 60_000,
  keepAliveTimeout: 65_000, // longer than the minute after which load balancers drop an idle connection
} as const

/** Every request that is not an upgrade: API, session channel by long-polling, health, assets, pages, in this order. */
export function createHttp(deps: HttpDeps & { readonly serverVersion: string }): RequestListener {
  const api = getRequestListener(createApi(deps, deps.serverVersion).fetch, { overrideGlobalObjects: false })
  const servePage = createPages(deps)
  const serveAsset = deps.assets === null ? null : createAssets(deps.assets)

  async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    stripInternalHeaders(req)
    setSecurityHeaders(res)
    const url = req.url ?? ''
    // Absolute addresses are how a proxy is asked; this server fetches nothing for anybody. [B33]
    if (!url.startsWith('/') || url.startsWith('//'))
      return refuse(res, 'bad-request', 'Not a path of this server.')
    const path = url.split(/[?#]/, 1)[0] ?? '/'
    // All of /api, so that programs which ask for something that is not there are not answered with a page.
    if (path === '/api' || path.startsWith('/api/')) return void (await api(req, res))
    if (path === '/socket.io' || path.startsWith('/socket.io/')) return takeSessionRequest(req, res)
    const isRead = req.method === 'GET' || req.method === 'HEAD'
    if (!isRead && !deps.config.isDevelopment) {
      res.setHeader('Allow', 'GET, HEAD')
      return refuse(res, 'wrong-method', 'This is only read; changes go through the API.')
    }
    if (path === '/healthz') return answerHealth(res)
    if (path === '/readyz') return answerReadiness(res, deps.storage)
    if (path === '/metrics') return answerMetrics(req, res, deps.metrics, deps.config.operatorToken)
    const opened = req.method === 'GET' ? openingOf(path) : null
    if (opened !== null) return answerOpening(req, res, opened, deps)
    if (path.startsWith(SYNC_PATH)) {
      res.setHeader('Upgrade', 'websocket')
      return refuse(res, 'upgrade-required', 'Connect with a WebSocket; see docs/protocol.md.')
    }
    if (serveAsset && path.startsWith(ASSETS_PATH)) return void (await serveAsset(req, res))
    if (!isDecodable(path)) return refuse(res, 'bad-request', 'The address is not percent-encoded UTF-8.')
    await servePage(req, res, path)
  }

  /** A session that begins costs its address what an upgrade does; the requests it then consists of are its own. [B45] */
  async function takeSessionRequest(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const isKnown = /[?&]sid=/.test(req.url ?? '')
    const waitSeconds = isKnown ? null : await deps.budgets.spend(req, 'joins')
    if (waitSeconds === null) return deps.session.handleRequest(req, res)
    deps.metrics.refused('upgrade', statusOf('too-many-requests'), 'rate')
    res.setHeader('Retry-After', String(waitSeconds))
    refuse(res, 'too-many-requests', 'Too many connections from this address.')
  }

  return (req, res) => {
    handle(req, res).catch((error: unknown) => {
      const isExpected = error instanceof ProblemError
      if (!isExpected) deps.log.error({ err: error, method: req.method }, 'request failed')
      if (res.headersSent) return void res.destroy()
      const problem = isExpected ? error : storageProblem(error)
      for (const [name, value] of Object.entries(problem?.headers ?? {})) res.setHeader(name, value)
      refuse(res, problem?.code ?? 'internal', problem?.detail ?? 'Something went wrong on the server.')
    })
  }
}

function isDecodable(path: string): boolean {
  try {
    return decodeURIComponent(path) !== null
  } catch {
    return false
  }
}

function refuse(res: ServerResponse, code: ProblemCode, detail: string): void {
  res.writeHead(statusOf(code), { 'content-type': 'application/problem+json', 'cache-control': 'no-store' })
  res.end(JSON.stringify(problemDocument(code, detail)))
}
