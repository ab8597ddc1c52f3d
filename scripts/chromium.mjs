/** Finds a Chromium for the browser tests and benches, and installs one where there is none. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const SYSTEM_NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

const answers = (path) => spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0

async function playwrightsOwn() {
  const { chromium } = await import('playwright')
  const path = chromium.executablePath()
  return path && existsSync(path) && answers(path) ? path : null
}

const run = (command, args) =>
  spawnSync(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }).status === 0

/**
 * In this order: `CHROMIUM_PATH`, a system binary that answers `--version`, Playwright's own, a download by
 * Playwright, the Debian package. Returns the path, or null when all of them failed.
 */
export async function findChromium() {
  const named = process.env.CHROMIUM_PATH
  if (named) {
    if (answers(named)) return named
    throw new Error(`CHROMIUM_PATH is ${named}, which does not answer --version. Correct it or unset it.`)
  }
  const system = () => SYSTEM_NAMES.find(answers) ?? null
  const found = system() ?? (await playwrightsOwn())
  if (found) return absolute(found)

  console.log('No Chromium found: installing one.')
  if (run('npx', ['--no-install', 'playwright', 'install', 'chromium'])) {
    const own = await playwrightsOwn()
    if (own) return own
  }
  if (
    run('apt-get', ['update', '-qq']) &&
    run('apt-get', ['install', '-y', '-qq', 'chromium', 'fonts-noto-core'])
  ) {
    const installed = system()
    return installed ? absolute(installed) : null
  }
  return null
}

function absolute(path) {
  return path.startsWith('/')
    ? path
    : execFileSync('sh', ['-c', `command -v ${path}`], { encoding: 'utf8' }).trim()
}
