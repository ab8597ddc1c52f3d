import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadConfig } from './config'

let dir = ''
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'ardoise-config-'))))
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const load = (env: Record<string, string>) => loadConfig({ DATA_DIR: dir, ...env }, false)

test('everything has a default', () => {
  expect(load({})).toMatchObject({
    port: 3000,
    host: undefined,
    dataDir: dir,
    baseUrl: null,
    defaultLinkRole: 'edit',
    trustProxyHops: 0,
    logLevel: 'info',
    logFormat: 'json',
    isDevelopment: false,
  })
})

test('an empty variable counts as not set', () => {
  expect(load({ PORT: '', BASE_URL: '', DATABASE_URL: '' }).port).toBe(3000)
})

test('settings are read', () => {
  expect(
    load({ PORT: '0', HOST: '::1', BASE_URL: 'https://draw.example.org/', DEFAULT_LINK_ROLE: 'view' }),
  ).toMatchObject({ port: 0, host: '::1', baseUrl: 'https://draw.example.org', defaultLinkRole: 'view' })
})

test.each([
  ['PORT', '99999'],
  ['PORT', '1e3'],
  ['PORT', 'http'],
  ['HOST', 'a b'],
  ['BASE_URL', 'draw.example.org'],
  ['BASE_URL', 'ftp://draw.example.org'],
  ['BASE_URL', 'https://draw.example.org/under/a/path'],
  ['DEFAULT_LINK_ROLE', 'comment'],
  ['SESSION_SECRET', 'short'],
  ['TRUST_PROXY_HOPS', '-1'],
  ['LOG_LEVEL', 'loud'],
  ['LOG_FORMAT', 'xml'],
  ['DATABASE_URL', 'postgres://db'],
  ['REDIS_URL', 'redis://cache'],
  ['S3_BUCKET', 'images'],
  ['DATA_DIR', '/dev/null/data'],
  ['DATA_DIR', '/proc/nothing/data'],
])('a wrong %s (%s) is refused in one line that names it', (name, value) => {
  expect(() => load({ [name]: value })).toThrow(new RegExp(`^${name}: [^\\n]+$`))
})

test('the generated secret is kept, private and long', () => {
  const first = load({}).sessionSecret
  expect(first.length).toBeGreaterThanOrEqual(64)
  expect(load({}).sessionSecret).toBe(first)
  const path = join(dir, 'session-secret')
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(readFileSync(path, 'utf8')).toBe(first)
})

test('a damaged secret is refused, not replaced', () => {
  writeFileSync(join(dir, 'session-secret'), 'x')
  expect(() => load({})).toThrow(/^DATA_DIR: .*damaged/)
})
