/**
 * `npm test`: unit, property and contract tests (Vitest), then the browser tests (Playwright) on a production
 * build. `--only unit` or `--only e2e` runs one half; what follows `--` goes to that runner.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findChromium } from './chromium.mjs'

const argv = process.argv.slice(2)
const only = argv[0] === '--only' ? argv[1] : null
const rest = argv.slice(only ? 2 : 0).filter((word) => word !== '--')
const scratch = mkdtempSync(join(tmpdir(), 'ardoise-test-'))
const totals = { passed: 0, failed: 0, skipped: 0 }
let failed = false

const run = (command, args, env = {}) =>
  spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } }).status === 0
const report = (name) => JSON.parse(readFileSync(join(scratch, name), 'utf8'))

if (only !== 'e2e') {
  const green = run('npx', [
    '--no-install',
    'vitest',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${join(scratch, 'unit.json')}`,
    ...rest,
  ])
  failed ||= !green
  const unit = report('unit.json')
  totals.passed += unit.numPassedTests
  totals.failed += unit.numFailedTests + (unit.numRuntimeErrorTestSuites ?? 0)
  totals.skipped += unit.numPendingTests + unit.numTodoTests
}

if (only !== 'unit') {
  const chromium = await findChromium()
  if (!chromium) {
    console.error(
      'The browser tests need Chromium: install it, or name one in CHROMIUM_PATH. They did not run.',
    )
    failed = true
    totals.failed += 1
  } else if (!run('node', ['scripts/build.mjs'])) {
    failed = true
    totals.failed += 1
  } else {
    const green = run('npx', ['--no-install', 'playwright', 'test', ...rest], {
      CHROMIUM_PATH: chromium,
      PLAYWRIGHT_JSON_OUTPUT_NAME: join(scratch, 'e2e.json'),
    })
    failed ||= !green
    const { stats } = report('e2e.json')
    totals.passed += stats.expected
    totals.failed += stats.unexpected + stats.flaky // flaky is broken
    totals.skipped += stats.skipped
    failed ||= stats.flaky > 0
  }
}

rmSync(scratch, { recursive: true, force: true })
console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`)
process.exit(failed ? 1 : 0)
