/**
 * `npm run check`: types, lint, format, import rules and dead code. Runs all of them, as many at a time as there are
 * processors, then says which failed.
 */
import { spawn, spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** The longest first. */
const STEPS = [
  ['lint', 'eslint', ['--max-warnings', '0', '.']],
  ['types', 'tsc', ['--noEmit']],
  ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ['dead code', 'knip', []],
  ['boundaries', 'vitest', ['run', '--reporter=dot', 'boundaries.test.ts']],
]
const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' }
const failed = []

function tell(name, isGreen, from, output = '') {
  process.stdout.write(output)
  console.log(`${isGreen ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - from) / 1000).toFixed(1)} s)`)
  if (!isGreen) failed.push(name)
}

/** What a step prints is shown when it has ended, so that two do not write into each other's lines. */
function check([name, command, args]) {
  const from = Date.now()
  const child = spawn('npx', ['--no-install', command, ...args], { env })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => (output += text))
  return new Promise((resolve) => {
    child.once('close', (status) => {
      tell(name, status === 0, from, output)
      resolve()
    })
  })
}

// The types of routes are files that the others read.
const from = Date.now()
const routes = spawnSync('npx', ['--no-install', 'next', 'typegen'], { stdio: 'inherit', env })
tell('route types', routes.status === 0, from)
const waiting = [...STEPS]
const work = async () => {
  for (let step = waiting.shift(); step; step = waiting.shift()) await check(step)
}
await Promise.all(Array.from({ length: availableParallelism() }, work))
if (failed.length > 0) {
  console.error(`Failed: ${failed.join(', ')}`)
  process.exit(1)
}
