import type { IncomingMessage } from 'node:http'
import { SignJWT, UnsecuredJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import type { IdentityRow } from '../storage/storage'
import { createAccess } from './access'
import { createIdentityTokens, identityCookie, readCookie } from './identity'
import { checkOrigin, publicOrigin } from './origin'
import { allows, roleOn, type Action } from './roles'

const SECRET = 'a secret of more than thirty-two characters'
const DAY_MS = 24 * 60 * 60 * 1000

function identities() {
  const rows = new Map<string, IdentityRow>()
  return {
    rows,
    create: async ({ id }: { id: string }) => {
      const row = { id, name: null, createdAt: 0 }
      rows.set(id, row)
      return row
    },
    get: async (id: string) => rows.get(id) ?? null,
    rename: async () => null,
  }
}
const request = (headers: Record<string, string> = {}, url = '/') =>
  ({ headers: { host: 'draw.example.org', ...headers }, url, socket: {} }) as unknown as IncomingMessage
const config = {
  sessionSecret: SECRET,
  defaultLinkRole: 'edit' as const,
  baseUrl: null,
  trustProxyHops: 0,
}
const cookieOf = (setCookie: string) => setCookie.split(';', 1)[0]!

describe('identity', () => {
  test('a guest is recognised by the cookie they were given', async () => {
    const storage = { identities: identities() }
    const access = createAccess({ config, storage })
    const { identity, setCookie } = await access.issueGuest(request())
    expect(setCookie).toMatch(/^ardoise=[^;]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/)
    expect(await access.identify(`theme=slate; ${cookieOf(setCookie)}`)).toEqual(identity)
  })

  test('the cookie is Secure where the page is', async () => {
    const access = createAccess({
      config: { ...config, baseUrl: 'https://draw.example.org' },
      storage: { identities: identities() },
    })
    expect((await access.issueGuest(request())).setCookie).toMatch(/; Secure$/)
  })

  test('an identity that the database does not know is nobody', async () => {
    const storage = { identities: identities() }
    const access = createAccess({ config, storage })
    const { setCookie } = await access.issueGuest(request())
    storage.identities.rows.clear()
    expect(await access.identify(cookieOf(setCookie))).toBeNull()
  })

  test('a page keeps who is known, and renews a cookie that is a month old', async () => {
    const storage = { identities: identities() }
    const access = createAccess({ config, storage })
    const always = async () => true
    const stranger = await access.welcome(request(), async () => false)
    expect(stranger).toEqual({ identity: null, setCookie: null })
    const first = await access.welcome(request(), always)
    expect(first.setCookie).not.toBeNull()
    const again = await access.welcome(request({ cookie: cookieOf(first.setCookie!) }), always)
    expect(again).toEqual({ identity: first.identity, setCookie: null })

    const monthAgo = createIdentityTokens(SECRET, () => Date.now() - 31 * DAY_MS)
    const old = `ardoise=${await monthAgo.sign(first.identity!.id)}`
    const renewed = await access.welcome(request({ cookie: old }), always)
    expect(renewed.identity).toEqual(first.identity)
    expect(renewed.setCookie).not.toBeNull()
  })

  test('[B52] tokens of other keys, algorithms, purposes and times are nobody', async () => {
    const storage = { identities: identities() }
    await storage.identities.create({ id: 'victim' })
    const access = createAccess({ config, storage })
    const key = new TextEncoder().encode(SECRET)
    const jwt = (alg = 'HS256', aud = 'ardoise:identity') =>
      new SignJWT().setProtectedHeader({ alg }).setSubject('victim').setAudience(aud).setIssuedAt()
    const good = await jwt().sign(key)
    const past = createIdentityTokens(SECRET, () => Date.now() - 401 * DAY_MS)
    const future = createIdentityTokens(SECRET, () => Date.now() + DAY_MS)
    const forged: Record<string, string> = {
      'alg none': new UnsecuredJWT()
        .setSubject('victim')
        .setAudience('ardoise:identity')
        .setIssuedAt()
        .encode(),
      'another algorithm': await jwt('HS512').sign(new TextEncoder().encode(SECRET.repeat(2))),
      'the same key, another algorithm': await jwt('HS384').sign(new TextEncoder().encode(SECRET.repeat(2))),
      'another key': await jwt().sign(new TextEncoder().encode('x'.repeat(40))),
      'another purpose': await jwt('HS256', 'ardoise:link').sign(key),
      expired: await past.sign('victim'),
      'from the future': await future.sign('victim'),
      'one bit flipped': good.slice(0, -2) + (good.at(-2) === 'A' ? 'B' : 'A') + good.at(-1),
      'cut off': good.slice(0, -1),
      'far too long': `${good}${'x'.repeat(100_000)}`,
      empty: '',
      'not a token': 'null',
    }
    expect(await access.identify(`ardoise=${good}`)).toMatchObject({ id: 'victim' })
    for (const [how, token] of Object.entries(forged)) {
      expect(await access.identify(`ardoise=${token}`), how).toBeNull()
    }
  })

  test('a cookie is found by its whole name', () => {
    expect(readCookie('xardoise=1; ardoise=2;ardoise-theme=3')).toBe('2')
    expect(readCookie('ardoise-theme=3')).toBeNull()
    expect(readCookie(undefined)).toBeNull()
    expect(identityCookie('t', true)).toContain('HttpOnly')
  })
})

describe('roles', () => {
  test('the owner may everything, others what the link gives', () => {
    const owner = { id: 'ana', name: null }
    const other = { id: 'ben', name: null }
    const board = { ownerId: 'ana' }
    expect(roleOn(owner, board, 'none')).toBe('owner')
    expect(roleOn(other, board, 'none')).toBeNull()
    expect(roleOn(other, board, 'view')).toBe('view')
    expect(roleOn(null, board, 'edit')).toBe('edit')
    expect(roleOn(null, { ownerId: null }, 'view')).toBe('view')
  })

  test('every action is for the roles it says', () => {
    const actions: Action[] = ['see', 'edit', 'rename', 'delete']
    const table = ([null, 'view', 'edit', 'owner'] as const).map((role) =>
      actions.map((action) => allows(role, action)),
    )
    expect(table).toEqual([
      [false, false, false, false],
      [true, false, false, false],
      [true, true, true, false],
      [true, true, true, true],
    ])
  })
})

describe('[B35] [B55] where a request comes from', () => {
  const cookie = { cookie: 'ardoise=x' }
  const cases: [string, Record<string, string>, string, 'ok' | 'wrong-origin' | 'missing-origin'][] = [
    ['our own page', { origin: 'http://draw.example.org', ...cookie }, '/', 'ok'],
    ['another site with the cookie', { origin: 'https://evil.example', ...cookie }, '/', 'wrong-origin'],
    ['another site without', { origin: 'https://evil.example' }, '/', 'wrong-origin'],
    ['another site with a link token', { origin: 'https://evil.example' }, '/?k=t', 'wrong-origin'],
    ['another scheme', { origin: 'https://draw.example.org', ...cookie }, '/', 'wrong-origin'],
    ['another port', { origin: 'http://draw.example.org:81', ...cookie }, '/', 'wrong-origin'],
    [
      'a name that begins like ours',
      { origin: 'http://draw.example.org.evil', ...cookie },
      '/',
      'wrong-origin',
    ],
    ['a sandboxed frame', { origin: 'null', ...cookie }, '/', 'wrong-origin'],
    ['an empty origin', { origin: '', ...cookie }, '/', 'wrong-origin'],
    ['a program', {}, '/', 'ok'],
    ['a program with other cookies', { cookie: 'ardoise-theme=slate' }, '/', 'ok'],
    ['the cookie without an origin', cookie, '/', 'missing-origin'],
    ['the cookie and a link token', cookie, '/?s=1&k=token', 'ok'],
    ['the cookie and a parameter like it', cookie, '/?kk=token', 'missing-origin'],
    ['a same-origin read by the browser', { 'sec-fetch-site': 'same-origin', ...cookie }, '/', 'ok'],
    ['a read from a sister site', { 'sec-fetch-site': 'same-site', ...cookie }, '/', 'missing-origin'],
  ]
  test.each(cases)('%s', (_, headers, url, expected) => {
    const result = checkOrigin(request(headers, url), config)
    expect(result.ok ? 'ok' : result.error.code).toBe(expected)
    if (!result.ok) expect(result.error.detail).toContain('http://draw.example.org')
  })

  test('with BASE_URL the public address counts, and the machine is still itself', () => {
    const behind = { baseUrl: 'https://draw.example.org', trustProxyHops: 0 }
    const from = (origin: string) =>
      checkOrigin(request({ host: 'localhost:3000', origin, ...cookie }), behind).ok
    expect(from('https://draw.example.org')).toBe(true)
    expect(from('http://localhost:3000')).toBe(true)
    expect(from('http://draw.example.org')).toBe(false)
  })

  test('forwarded addresses count only from trusted proxies, and only their own entry', () => {
    const sent = {
      host: 'inside:3000',
      'x-forwarded-host': 'evil.example, draw.example.org',
      'x-forwarded-proto': 'http, https',
    }
    const at = (trustProxyHops: number) => publicOrigin(request(sent), { baseUrl: null, trustProxyHops })
    expect(at(0)).toBe('http://inside:3000')
    expect(at(1)).toBe('https://draw.example.org')
    const single = {
      host: 'inside:3000',
      'x-forwarded-host': 'draw.example.org',
      'x-forwarded-proto': 'https',
    }
    expect(publicOrigin(request(single), { baseUrl: null, trustProxyHops: 2 })).toBe(
      'https://draw.example.org',
    )
  })
})
