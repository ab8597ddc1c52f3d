import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { lockDataDir } from './storage/data-dir-lock'

/** Runs the real server until it ends. */
async function run(env: Record<string, string>) {
  const main = new URL('./main.ts', import.meta.url).pathname
  const server = spawn(process.execPath, ['--import', 'tsx', main], {
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...env }, // only this: Vitest sets BASE_URL for its own ends
  })
  let [output, errors] = ['', '']
  server.stdout.on('data', (text: Buffer) => void (output += text.toString()))
  server.stderr.on('data', (text: Buffer) => void (errors += text.toString()))
  const [code] = (await once(server, 'close')) as [number]
  return { code, output, errors }
}

test(
  'a port in use ends the server with one line and code 1, before it touches the data',
  { timeout: 60_000 },
  async () => {
    const taken = createServer().listen(0)
    const dataDir = mkdtempSync(join(tmpdir(), 'ardoise-main-'))
    onTestFinished(() => {
      taken.close()
      rmSync(dataDir, { recursive: true, force: true })
    })
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo
    const { code, output, errors } = await run({ PORT: String(port), DATA_DIR: dataDir })
    expect({ code, output }).toEqual({ code: 1, output: '' })
    expect(errors).toMatch(new RegExp(`^ardoise: PORT: ${port} is in use; [^\\n]+\\n$`))
    expect(readdirSync(dataDir)).toEqual(['operator-token', 'session-secret'])
  },
)

test(
  'a second server on one DATA_DIR ends with one line and code 1, and leaves the database alone',
  { timeout: 60_000 },
  async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'ardoise-main-'))
    onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
    expect(lockDataDir(dataDir)).toBe(true)
    const { code, output, errors } = await run({ PORT: '0', DATA_DIR: dataDir })
    expect({ code, output }).toEqual({ code: 1, output: '' })
    expect(errors).toBe(
      `ardoise: DATA_DIR: another server is using ${dataDir}; stop it or set DATA_DIR to another folder\n`,
    )
    expect(readdirSync(dataDir).sort()).toEqual(['lock', 'operator-token', 'session-secret'])
  },
)

test('a wrong setting ends the server with one line and code 1', { timeout: 60_000 }, async () => {
  const { code, output, errors } = await run({ REDIS_URL: 'redis://cache' })
  expect({ code, output, errors }).toEqual({
    code: 1,
    output: '',
    errors: 'ardoise: REDIS_URL: not supported by this version; unset it\n',
  })
})
