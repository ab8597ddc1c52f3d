import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newBoardId } from '../../../lib/board/ids'
import type { ImportReport } from '../../../lib/protocol/api'
import { openStage, type Stage } from '../stage.fixture'

let stage: Stage
beforeAll(async () => void (stage = await openStage()))
afterAll(() => stage.close())

const board = newBoardId()
test.each([
  ['PUT', '/api/v1/boards', 'HEAD, GET, POST, OPTIONS'],
  ['DELETE', '/api/v1/boards', 'HEAD, GET, POST, OPTIONS'],
  ['POST', `/api/v1/boards/${board}`, 'HEAD, GET, PATCH, DELETE, OPTIONS'],
  ['POST', `/api/v1/boards/${board}/export`, 'HEAD, GET, OPTIONS'],
  ['GET', `/api/v1/boards/${board}/import`, 'POST, OPTIONS'],
  ['POST', '/api/v1/me', 'HEAD, GET, PATCH, OPTIONS'],
  ['POST', '/healthz', 'GET, HEAD'],
])('%s %s is told which methods there are', async (method, path, allow) => {
  const ana = stage.visitor()
  const response = await ana.send(method, path)
  expect(response.headers.get('allow')).toBe(allow)
  expect(await ana.refusal(response)).toBe('405 wrong-method')
  if (!path.startsWith('/api/')) return
  const options = await ana.send('OPTIONS', path)
  expect([options.status, options.headers.get('allow')]).toEqual([204, allow])
})

test.each([
  ['/api', '404 no-such-page'],
  ['/api/', '404 no-such-page'],
  ['/api/v2/boards', '404 no-such-page'],
  ['/api/v1/nothing', '404 no-such-page'],
  [`/sync/${board}`, '426 upgrade-required'],
  ['/b/%E0%A4%A', '400 bad-request'],
])('%s is answered with a problem, not with a page', async (path, expected) => {
  const ana = stage.visitor()
  expect(await ana.refusal(await ana.send('GET', path))).toBe(expected)
})

describe('[B54] budgets of an address', () => {
  const once = { times: 1, seconds: 60 }
  const octets = { 'content-type': 'application/octet-stream' }

  test.each([
    ['boards', 'POST', '/api/v1/boards'],
    ['imports', 'POST', '/api/v1/boards/import'],
    ['guests', 'PATCH', '/api/v1/me'],
    ['failures', 'GET', `/api/v1/boards/${board}`],
  ] as const)('%s', async (budget, method, path) => {
    const house = await openStage({ budgets: { [budget]: once } })
    try {
      const ask = () =>
        house.visitor().send(method, path, {
          ...(method !== 'GET' && { body: '{"name":"x"}' }),
          headers: path.endsWith('/import') ? octets : { 'content-type': 'application/json' },
        })
      expect((await ask()).status).not.toBe(429)
      const refused = await ask()
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
      expect(await house.visitor().refusal(refused)).toBe('429 too-many-requests')
    } finally {
      await house.close()
    }
  })

  test('cookies that are not ours are failures', async () => {
    const house = await openStage({ budgets: { failures: once } })
    try {
      const forge = () => fetch(`${house.url}/api/v1/me`, { headers: { cookie: 'ardoise=forged' } })
      expect([(await forge()).status, (await forge()).status]).toEqual([200, 429])
      expect((await fetch(`${house.url}/api/v1/me`)).status).toBe(200)
    } finally {
      await house.close()
    }
  })

  test('over it, an address is still shown pages and boards', async () => {
    const house = await openStage({ budgets: { guests: once } })
    try {
      const { id } = await house.visitor().create()
      const late = await house.visitor().send('GET', `/b/${id}`)
      expect([late.status, late.headers.get('set-cookie')]).toEqual([200, null])
    } finally {
      await house.close()
    }
  })
})

test('[B61] files that never finish arriving hold up nobody', async () => {
  const slow = Array.from({ length: 8 }, () => connect(stage.port, '127.0.0.1'))
  for (const socket of slow)
    socket.write('POST /api/v1/boards/import HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{')
  const body = JSON.stringify({
    type: 'excalidraw',
    elements: [{ id: 'a', type: 'rectangle', x: 0, y: 0, width: 9, height: 9 }],
  })
  const response = await stage.visitor().send('POST', '/api/v1/boards/import', { body })
  expect(((await response.json()) as ImportReport).imported).toBe(1)
  for (const socket of slow) socket.destroy()
})
