/**
 * `npm run test:long -- --rounds 200 --seed 7 [name of a test file]`: what takes too long for `npm test`, on a
 * build: rounds of `kill -9`, seeded stories, power loss, memory.
 */
import { spawnSync } from 'node:child_process'
import { build, isBuilt } from './build.mjs'

const argv = process.argv.slice(2)
const rest = []
const env = { ...process.env }
const OPTIONS = { '--rounds': 'LONG_ROUNDS', '--seed': 'LONG_SEED', '--seeds': 'LONG_SEEDS' }
for (let i = 0; i < argv.length; i++) {
  const name = OPTIONS[argv[i]]
  if (name === undefined) rest.push(argv[i])
  else if (/^\d+$/.test(argv[i + 1] ?? '')) env[name] = argv[++i]
  else {
    console.error(`${argv[i]} needs a number`)
    process.exit(1)
  }
}

if (!isBuilt()) await build()
const args = ['--no-install', 'vitest', 'run', '--config', 'vitest.long.config.ts', ...rest]
process.exit(spawnSync('npx', args, { stdio: 'inherit', env }).status ?? 1)
