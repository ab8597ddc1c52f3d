import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { get, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gzipSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, type Stage } from './stage.fixture'

const SCRIPT = 'globalThis.board = 1\n'.repeat(100)
const folder = mkdtempSync(join(tmpdir(), 'ardoise-assets-'))
let stage: Stage

beforeAll(async () => {
  mkdirSync(join(folder, 'chunks'))
  writeFileSync(join(folder, 'chunks/a1.js'), SCRIPT)
  writeFileSync(join(folder, 'chunks/a1.js.br'), brotliCompressSync(SCRIPT))
  writeFileSync(join(folder, 'chunks/a1.js.gz'), gzipSync(SCRIPT))
  writeFileSync(join(folder, 'chunks/font.woff2'), 'a font')
  writeFileSync(join(folder, '..', 'ardoise-not-an-asset'), 'secret')
  stage = await openStage({ assets: folder })
})
afterAll(async () => {
  await stage.close()
  rmSync(folder, { recursive: true })
  rmSync(join(folder, '..', 'ardoise-not-an-asset'))
})

/** The bytes as they are sent, which `fetch` would unpack. */
async function ask(path: string, accepts?: string): Promise<{ response: IncomingMessage; body: Buffer }> {
  const headers = accepts === undefined ? {} : { 'accept-encoding': accepts }
  // Not as an address, which would be tidied up on the way.
  const { port } = stage
  const response = await new Promise<IncomingMessage>((resolve, reject) =>
    get({ host: '127.0.0.1', port, path, headers }, resolve).on('error', reject),
  )
  const pieces: Buffer[] = []
  for await (const piece of response) pieces.push(piece as Buffer)
  return { response, body: Buffer.concat(pieces) }
}

describe('what the build made', () => {
  test.each([
    ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
    ['gzip, deflate', 'gzip', gunzipSync],
    [undefined, undefined, (body: Buffer) => body],
  ] as const)('a script for a browser that takes %s comes as %s', async (accepts, encoding, unpack) => {
    const { response, body } = await ask('/_next/static/chunks/a1.js', accepts)
    expect(response.statusCode).toBe(200)
    expect(response.headers['content-encoding']).toBe(encoding)
    expect(response.headers['content-type']).toContain('javascript')
    expect(unpack(body).toString()).toBe(SCRIPT)
  })

  test('is kept by the browser for ever, and says that it is not the same for all', async () => {
    const { headers } = (await ask('/_next/static/chunks/a1.js', 'br')).response
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(headers['vary']).toBe('Accept-Encoding')
    expect(headers['x-content-type-options']).toBe('nosniff')
  })

  test('a font is as small as it gets already', async () => {
    const { response, body } = await ask('/_next/static/chunks/font.woff2', 'br, gzip')
    expect(response.headers['content-encoding']).toBeUndefined()
    expect(response.headers['content-type']).toBe('font/woff2')
    expect(body.toString()).toBe('a font')
  })

  test.each([
    '/_next/static/chunks/gone.js',
    '/_next/static/chunks',
    '/_next/static/%2e%2e/ardoise-not-an-asset',
    '/_next/static/..%2fardoise-not-an-asset',
    '/_next/static/chunks/%2e%2e%2f%2e%2e%2fardoise-not-an-asset',
  ])('%s is not there, and that is not kept', async (path) => {
    const { response, body } = await ask(path)
    expect(response.statusCode).toBe(404)
    expect(response.headers['cache-control']).toBe('no-store')
    expect(body.toString()).not.toContain('secret')
  })
})
