import type { HttpBindings } from '@hono/node-server'
import { OpenAPIHono, type z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { isBoardId } from '../../../lib/board/ids'
import type { Role } from '../../../lib/protocol/session'
import type { Action, Identity } from '../../access/access'
import type { BudgetName } from '../../access/budgets'
import { readCookie } from '../../access/identity'
import type { BoardRow } from '../../storage/storage'
import { readJson } from '../body'
import { ProblemError, tooManyRequests } from '../problems'
import type { HttpDeps } from '../ports'

export interface ApiEnv {
  Bindings: HttpBindings
  Variables: { identity: Identity | null; board: BoardRow; role: Role }
}

/** A group of endpoints; a request that does not fit their description is answered with what is wrong where. */
export const newRouter = () =>
  new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => {
      if (!result.success) throw new ProblemError('bad-request', explain(result.error))
    },
  })

function explain(error: z.ZodError): string {
  const [issue] = error.issues
  const where = issue?.path.map(String).join('.')
  return `${where ? `${where}: ` : ''}${issue?.message ?? 'not as described in openapi.json'}`
}

/** One more of what the caller's address may do so often; refused when that was all. [B54] */
async function spend({ budgets }: Pick<HttpDeps, 'budgets'>, c: Context<ApiEnv>, name: BudgetName) {
  const seconds = await budgets.spend(c.env.incoming, name)
  if (seconds !== null) throw tooManyRequests(seconds)
}

/** Endpoints that make the server keep something. */
export const spending = (deps: Pick<HttpDeps, 'budgets'>, name: BudgetName) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    await spend(deps, c, name)
    await next()
  })

/** Who asks. */
export const withIdentity = (deps: Pick<HttpDeps, 'access' | 'budgets'>) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const { cookie } = c.env.incoming.headers
    const identity = await deps.access.identify(cookie)
    if (identity === null && readCookie(cookie) !== null) await spend(deps, c, 'failures')
    c.set('identity', identity)
    await next()
  })

/** Who asks, made a guest when they are nobody yet: for what needs an owner. */
export const withPerson = (deps: Pick<HttpDeps, 'access' | 'budgets'>) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    if (c.var.identity === null) {
      await spend(deps, c, 'guests')
      const guest = await deps.access.issueGuest(c.env.incoming)
      c.set('identity', guest.identity)
      c.header('Set-Cookie', guest.setCookie)
    }
    await next()
  })

/** The board of the address, and the right to do `action` on it. */
export const withBoard = (deps: Pick<HttpDeps, 'access' | 'budgets' | 'storage'>, action: Action) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const { access, storage } = deps
    const id = c.req.param('id')
    const board = isBoardId(id) ? await storage.boards.get(id) : null
    if (!board) {
      await spend(deps, c, 'failures') // the address of a board is its key
      throw new ProblemError('no-such-board', 'The board does not exist, or was deleted.')
    }
    const role = access.roleOn(c.var.identity, board)
    if (role === null || !access.can(c.var.identity, action, board)) {
      const own = role === null ? 'nothing' : role
      throw new ProblemError('forbidden', `You may ${own} here, which does not include ${action}.`)
    }
    c.set('board', board)
    c.set('role', role)
    await next()
  })

/** Only our own pages, and programs, change anything: other sites' pages act with a visitor's cookie. */
export const fromHere = ({ access }: Pick<HttpDeps, 'access'>) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
      const origin = access.checkOrigin(c.env.incoming)
      if (!origin.ok) throw new ProblemError(origin.error.code, origin.error.detail)
    }
    await next()
  })

/** A JSON body within our limits, before anything else parses it. */
export const jsonBody = createMiddleware<ApiEnv>(async (c, next) => {
  const value = await readJson(c.req.raw)
  const { method, headers } = c.req.raw
  c.req.raw = new Request(c.req.url, { method, headers, body: JSON.stringify(value) })
  await next()
})
