/** `npm run check`: types, lint, format, import rules and dead code. Runs all of them, then says which failed. */
import { spawnSync } from 'node:child_process'

const steps = [
  ['route types', 'next', ['typegen']],
  ['types', 'tsc', ['--noEmit']],
  ['lint', 'eslint', ['--max-warnings', '0', '.']],
  ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ['boundaries', 'vitest', ['run', '--reporter=dot', 'boundaries.test.ts']],
  ['dead code', 'knip', []],
]

const failed = []
for (const [name, command, args] of steps) {
  const from = Date.now()
  const { status } = spawnSync('npx', ['--no-install', command, ...args], {
    stdio: 'inherit',
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
  })
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - from) / 1000).toFixed(1)} s)`)
  if (status !== 0) failed.push(name)
}
if (failed.length > 0) {
  console.error(`Failed: ${failed.join(', ')}`)
  process.exit(1)
}
