import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { lockDataDir } from './data-dir-lock'

const source = new URL('./data-dir-lock.ts', import.meta.url).pathname

/** A process that takes the folder, says so, and lives on. */
async function holderOf(dataDir: string) {
  const code = `
    const { lockDataDir } = await import(${JSON.stringify(source)})
    console.log(lockDataDir(${JSON.stringify(dataDir)}))
    globalThis.gc()
    setInterval(() => {}, 1000)`
  const holder = spawn(
    process.execPath,
    ['--expose-gc', '--import', 'tsx', '--input-type=module', '-e', code],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const [answer] = (await once(holder.stdout, 'data')) as [Buffer]
  return { holder, answer: answer.toString().trim() }
}

test('a folder belongs to one process, and to nobody once that was killed', { timeout: 60_000 }, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ardoise-lock-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  const { holder, answer } = await holderOf(dataDir)
  expect(answer).toBe('true')
  expect(lockDataDir(dataDir)).toBe(false)
  holder.kill('SIGKILL')
  await once(holder, 'close')
  expect(lockDataDir(dataDir)).toBe(true)
})
