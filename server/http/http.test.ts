import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newBoardId } from '../../lib/board/ids'
import type { BoardList } from '../../lib/protocol/api'
import { BOARD_HEADER, readBoardHeader } from '../../lib/protocol/page'
import { StorageError } from '../storage/storage'
import { readBody } from './body'
import type { ProblemError } from './problems'
import { openStage, type Stage } from './stage.fixture'

/** A page that shows what it was told. */
const echo: NonNullable<Parameters<typeof openStage>[0]>['next'] = async (req, res) =>
  void res.setHeader('content-type', 'application/json').end(JSON.stringify(req.headers))

let stage: Stage
beforeAll(async () => void (stage = await openStage({ next: echo })))
afterAll(() => stage.close())
const headersSeen = async (response: Response) => (await response.json()) as Record<string, string>
const boardSeen = async (response: Response) =>
  readBoardHeader((await headersSeen(response))[BOARD_HEADER] ?? null)

describe('health', () => {
  test('the process lives and is ready', async () => {
    const health = await fetch(`${stage.url}/healthz`)
    expect([health.status, await health.json()]).toEqual([200, { status: 'ok' }])
    const ready = await fetch(`${stage.url}/readyz`)
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ok', storage: 'ok' }])
  })

  test('without its storage the process lives, is not ready, and says so to callers', async () => {
    const fails = () => Promise.reject(new StorageError('full', 'disk full'))
    const broken = await openStage({
      storage: (real) => ({ ...real, ping: fails, boards: { ...real.boards, create: fails } }),
    })
    try {
      expect((await fetch(`${broken.url}/healthz`)).status).toBe(200)
      const ready = await fetch(`${broken.url}/readyz`)
      expect([ready.status, await ready.json()]).toEqual([503, { status: 'unavailable', storage: 'failed' }])
      const ana = broken.visitor()
      const refused = await ana.api('POST', '/boards', { name: 'x' })
      expect(refused.headers.get('retry-after')).toBe('5')
      expect(await ana.refusal(refused)).toBe('507 storage-full')
    } finally {
      await broken.close()
    }
  })
})

describe('headers', () => {
  test.each(['/', '/healthz', '/api/v1/me', '/api/v1/nothing', '/socket.io/'])(
    '%s tells nobody where it was',
    async (path) => {
      const { headers } = await fetch(stage.url + path)
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('x-frame-options')).toBe('DENY')
      expect(headers.get('permissions-policy')).toContain('camera=()')
    },
  )

  test('every page has a policy with a nonce of its own, told to the renderer', async () => {
    const policies = await Promise.all(
      [1, 2].map(async () => {
        const response = await fetch(`${stage.url}/`)
        const policy = response.headers.get('content-security-policy')!
        expect((await headersSeen(response))['content-security-policy']).toBe(policy)
        return policy
      }),
    )
    expect(policies[0]).not.toBe(policies[1])
    expect(policies[0]).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/=]{24}' 'strict-dynamic';/)
    expect(policies[0]).toContain(`frame-ancestors 'none'`)
    expect(policies[0]).not.toContain('unsafe-eval')
  })

  test('what the server says to itself cannot be said from outside', async () => {
    const pretended = { [BOARD_HEADER]: 'x', 'x-middleware-subrequest': 'a:a:a', 'x-nextjs-data': '1' }
    const seen = await headersSeen(await fetch(`${stage.url}/b/${newBoardId()}`, { headers: pretended }))
    for (const name of Object.keys(pretended)) expect(seen).not.toHaveProperty(name)
  })
})

describe('pages', () => {
  test('the first one gives an identity, the next ones keep it', async () => {
    const ana = stage.visitor()
    await ana.send('GET', '/')
    const { cookie } = ana.jar
    expect(cookie).toMatch(/^ardoise=/)
    const again = await ana.send('GET', '/')
    expect(again.headers.get('set-cookie')).toBeNull()
    expect(await ana.get('/me')).toMatchObject({ name: null })
  })

  test('an asset gives none', async () => {
    expect((await fetch(`${stage.url}/_next/static/x.js`)).headers.get('set-cookie')).toBeNull()
  })

  test('the page of a board is told which it is and what the visitor may', async () => {
    const [ana, ben] = [stage.visitor(), stage.visitor()]
    const { id } = await ana.create('Été')
    expect(await boardSeen(await ana.send('GET', `/b/${id}`))).toEqual({
      id,
      name: 'Été',
      role: 'owner',
      linkRole: 'edit',
      preview: null,
      isLarge: false,
    })
    expect(await boardSeen(await ben.send('GET', `/b/${id}?x=1`))).toEqual({
      id,
      name: 'Été',
      role: 'edit',
      linkRole: 'edit',
      preview: null,
      isLarge: false,
    })
  })

  test('[B32] the page of no board is told nothing', async () => {
    for (const id of [newBoardId(), 'x', '__proto__', '%00', 'x'.repeat(5_000)]) {
      expect(await boardSeen(await stage.visitor().send('GET', `/b/${id}`))).toBeNull()
    }
  })

  test('a board nobody gave the visitor is private, and not on their list', async () => {
    const house = await openStage({ next: echo, config: { defaultLinkRole: 'none' } })
    try {
      const [ana, ben] = [house.visitor(), house.visitor()]
      const { id } = await ana.create()
      expect(await boardSeen(await ben.send('GET', `/b/${id}`))).toMatchObject({
        id,
        role: null,
        linkRole: 'none',
        preview: null,
        isLarge: false,
      })
      expect((await ben.get<BoardList>('/boards')).boards).toEqual([])
    } finally {
      await house.close()
    }
  })

  test('a page fetched ahead of a visit is no visit', async () => {
    const [ana, ben] = [stage.visitor(), stage.visitor()]
    const { id } = await ana.create()
    await ben.send('GET', `/b/${id}`, { headers: { 'next-router-prefetch': '1' } })
    expect((await ben.get<BoardList>('/boards')).boards).toEqual([])
  })

  test('a page is only read', async () => {
    const ana = stage.visitor()
    const response = await ana.send('POST', '/', { body: 'x' })
    expect([response.headers.get('allow'), await ana.refusal(response)]).toEqual([
      'GET, HEAD',
      '405 wrong-method',
    ])
  })

  test('without storage a page still comes, and a board says that it cannot be shown', async () => {
    const fails = () => Promise.reject(new StorageError('busy', 'locked'))
    const broken = await openStage({
      next: echo,
      storage: (real) => ({
        ...real,
        identities: { ...real.identities, create: fails },
        boards: { ...real.boards, get: fails },
      }),
    })
    try {
      expect((await fetch(`${broken.url}/`)).status).toBe(200)
      const seen = await headersSeen(await fetch(`${broken.url}/b/${newBoardId()}`))
      expect(() => readBoardHeader(seen[BOARD_HEADER]!)).toThrow('storage')
    } finally {
      await broken.close()
    }
  })
})

test('[B33] an absolute address is not fetched for anybody', async () => {
  const socket = connect(stage.port, '127.0.0.1')
  socket.write('GET http://169.254.169.254/latest HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
  const head = await new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))))
  socket.destroy()
  expect(head).toMatch(/^HTTP\/1\.1 400 /)
})

test('[B61] a body that stalls is given up', async () => {
  const stalled = new Request('http://x', {
    method: 'POST',
    body: new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(3)) }),
    duplex: 'half',
  } as RequestInit)
  await expect(readBody(stalled, 10, { idleMs: 5 })).rejects.toMatchObject({
    code: 'too-slow',
  } satisfies Partial<ProblemError>)
})

test('[B59] a body that grows over its limit is not read to the end', async () => {
  let pulled = 0
  const endless = new Request('http://x', {
    method: 'POST',
    body: new ReadableStream({
      pull(controller) {
        pulled++
        controller.enqueue(new Uint8Array(1024))
      },
    }),
    duplex: 'half',
  } as RequestInit)
  await expect(readBody(endless, 4096)).rejects.toMatchObject({ code: 'too-large' })
  expect(pulled).toBeLessThan(10)
})
