import { compress } from 'hono/compress'
import { HTTPException } from 'hono/http-exception'
import { ProblemError, problemResponse, storageProblem } from '../problems'
import type { HttpDeps } from '../ports'
import { boardRoutes } from './boards'
import { fromHere, newRouter, withIdentity } from './context'
import { importRoutes } from './imports'
import { meRoutes } from './me'

const API_PATH = '/api/v1'

const METHODS = ['GET', 'POST', 'PATCH', 'DELETE'] as const

/** The HTTP API: every answer that is not a success is a problem document with a stable code. */
export function createApi(deps: HttpDeps, version: string) {
  const api = newRouter()
  api.use(compress())
  api.use(fromHere(deps), withIdentity(deps))
  api.route('/', importRoutes(deps)).route('/', boardRoutes(deps)).route('/', meRoutes(deps))
  api.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'Ardoise',
      version,
      description:
        'Boards of an Ardoise server. A caller is known by the `ardoise` cookie. Errors are problem documents ' +
        '(RFC 9457); `code` is stable. See docs/http-api.md.',
    },
    servers: [{ url: API_PATH }],
  })

  const endpoints = api.routes.map(({ method, path }) => {
    const pattern = new RegExp(`^${API_PATH}${path.replace(/:[^/]+/g, '[^/]+')}$`)
    return { method, fits: (address: string) => pattern.test(address) }
  })

  const outer = newRouter()
  outer.route(API_PATH, api)
  outer.notFound((c) => {
    const { path } = c.req
    const methods = METHODS.filter((method) =>
      endpoints.some((one) => one.method === method && one.fits(path)),
    )
    if (methods.length === 0) {
      const detail = `${path} is not part of the API; see ${API_PATH}/openapi.json.`
      return problemResponse(new ProblemError('no-such-page', detail))
    }
    const allow = methods.includes('GET') ? ['HEAD', ...methods, 'OPTIONS'] : [...methods, 'OPTIONS']
    if (c.req.method === 'OPTIONS')
      return new Response(null, { status: 204, headers: { allow: allow.join(', ') } })
    const detail = `${path} takes ${allow.join(', ')}.`
    return problemResponse(new ProblemError('wrong-method', detail, { allow: allow.join(', ') }))
  })
  outer.onError((error, c) => {
    const known = error instanceof ProblemError ? error : (storageProblem(error) ?? httpProblem(error))
    if (known) {
      deps.log.debug({ code: known.code, path: c.req.path }, 'request refused')
      return problemResponse(known)
    }
    deps.log.error({ err: error, method: c.req.method, path: c.req.path }, 'request failed')
    return problemResponse(
      new ProblemError('internal', 'Something went wrong on the server. What was saved is still saved.'),
    )
  })
  return outer
}

/** What the framework itself refuses: bodies that are not as their content type says. */
const httpProblem = (error: unknown): ProblemError | null =>
  error instanceof HTTPException && error.status < 500 ? new ProblemError('bad-request', error.message) : null
