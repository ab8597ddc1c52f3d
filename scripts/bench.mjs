/**
 * `npm run bench [-- name …]`: run scenarios of `bench/`, each seeded and checking its own result; prints JSON.
 * Options after a single name are the scenario's own: `npm run bench -- canvas --only pan --shapes 10000`.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { findChromium } from './chromium.mjs'

const words = process.argv.slice(2).filter((word) => word !== '--')
const firstOption = words.findIndex((word) => word.startsWith('-'))
const wanted = firstOption < 0 ? words : words.slice(0, firstOption)
const options = words.slice(wanted.length)
const all = readdirSync('bench')
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace('.bench.ts', ''))
const unknown = wanted.filter((name) => !all.includes(name))
if (unknown.length > 0) {
  console.error(`No scenario named ${unknown.join(', ')}. There are: ${all.join(', ')}.`)
  process.exit(1)
}
if (options.length > 0 && wanted.length !== 1) {
  console.error('Options belong to one scenario: name it before them.')
  process.exit(1)
}
const CHROMIUM_PATH = (await findChromium()) ?? ''
let failed = false
for (const name of wanted.length > 0 ? wanted : all) {
  console.log(`\n== ${name}`)
  const { status } = spawnSync('npx', ['--no-install', 'tsx', `bench/${name}.bench.ts`, ...options], {
    stdio: 'inherit',
    env: { ...process.env, CHROMIUM_PATH },
  })
  failed ||= status !== 0
}
process.exit(failed ? 1 : 0)
