import { createRoute } from '@hono/zod-openapi'
import { sanitiseName } from '../../../lib/protocol/person-name'
import { ProblemError } from '../problems'
import type { HttpDeps } from '../ports'
import { jsonBody, newRouter, withPerson } from './context'
import { answers, jsonOf } from './describe'
import { me, renameMeBody } from './schemas'

/** The caller: who the cookie says they are, and the name that others see. */
export function meRoutes(deps: HttpDeps) {
  return newRouter()
    .openapi(
      createRoute({
        method: 'get',
        path: '/me',
        summary: 'Who the caller is',
        responses: answers({ 200: jsonOf(me, 'The caller; nulls for a caller without a cookie') }),
      }),
      (c) => c.json({ id: c.var.identity?.id ?? null, name: c.var.identity?.name ?? null }, 200),
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/me',
        summary: 'Choose a name; a caller without a cookie becomes a guest and gets one',
        middleware: [jsonBody, withPerson(deps)],
        request: { body: { required: true, ...jsonOf(renameMeBody, 'The name') } },
        responses: answers({ 200: jsonOf(me, 'The caller') }, 'bad-request', 'wrong-origin'),
      }),
      async (c) => {
        const name = sanitiseName(c.req.valid('json').name)
        if (!name) throw new ProblemError('bad-request', 'name: a name needs at least one visible character')
        const id = c.var.identity?.id ?? ''
        await deps.storage.identities.rename(id, name)
        return c.json({ id, name }, 200)
      },
    )
}
