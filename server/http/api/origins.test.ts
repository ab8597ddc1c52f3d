import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from '../stage.fixture'

let stage: Stage
beforeAll(async () => void (stage = await openStage()))
afterAll(() => stage.close())

interface Description {
  readonly info: { readonly version: string }
  readonly paths: Record<string, Record<string, { readonly summary?: string; readonly responses: object }>>
}
const METHODS = ['get', 'post', 'patch', 'put', 'delete']

test('the API describes every endpoint, its good answers and its refusals', async () => {
  const description = await stage.visitor().get<Description>('/openapi.json')
  expect(description.info.version).toBe('1.2.3')
  const endpoints = Object.entries(description.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => method in item).map((method) => {
      expect(item[method]!.summary, `${method} ${path}`).toBeTruthy()
      return `${method.toUpperCase()} ${path}`
    }),
  )
  expect(endpoints.sort()).toEqual([
    'DELETE /boards/{id}',
    'GET /boards',
    'GET /boards/{id}',
    'GET /boards/{id}/export',
    'GET /boards/{id}/preview',
    'GET /me',
    'PATCH /boards/{id}',
    'PATCH /me',
    'POST /boards',
    'POST /boards/import',
    'POST /boards/{id}/import',
  ])
})

test('[B55] no mutation acts for another site, whatever the endpoint', async () => {
  const ana = stage.visitor()
  const { id } = await ana.create('safe')
  const { paths } = await ana.get<Description>('/openapi.json')
  let tried = 0
  for (const [path, item] of Object.entries(paths)) {
    for (const method of METHODS.filter((method) => method !== 'get' && method in item)) {
      const address = `${stage.url}/api/v1${path.replace('{id}', id)}`
      const post = (headers: Record<string, string>) =>
        fetch(address, {
          method: method.toUpperCase(),
          headers: { 'content-type': 'text/plain', ...headers },
          ...(method !== 'delete' && { body: '{"name":"taken"}' }),
        })
      const cookie = ana.jar.cookie!
      const foreign = await post({ cookie, origin: 'https://evil.example' })
      expect(await ana.refusal(foreign), `${method} ${path}`).toBe('403 wrong-origin')
      expect(await ana.refusal(await post({ cookie, origin: 'null' }))).toBe('403 wrong-origin')
      expect(await ana.refusal(await post({ cookie }))).toBe('403 missing-origin')
      tried++
    }
  }
  expect(tried).toBe(6)
  expect(await ana.get(`/boards/${id}`)).toMatchObject({ name: 'safe' })
})

test('[B55] a program without cookie and origin may make a board', async () => {
  const response = await fetch(`${stage.url}/api/v1/boards`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"name":"by a program"}',
  })
  expect(response.status).toBe(201)
})

test('a visitor chooses a name, which is cleaned and kept', async () => {
  const ana = stage.visitor()
  expect(await ana.get('/me')).toEqual({ id: null, name: null })
  const named = (await (await ana.api('PATCH', '/me', { name: ' Ana\u202E ' })).json()) as { id: string }
  expect(named).toMatchObject({ name: 'Ana' })
  expect(await ana.get('/me')).toEqual(named)
  expect(await ana.refusal(await ana.api('PATCH', '/me', { name: '\u200B' }))).toBe('400 bad-request')
  expect(await ana.refusal(await ana.api('PATCH', '/me', { name: 'x', id: 'somebody' }))).toBe(
    '400 bad-request',
  )
})
