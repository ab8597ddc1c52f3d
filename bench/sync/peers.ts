import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** A folder of their own with its own package.json: `npm ci` of the project never sees them. */
export const PEERS_FOLDER = resolve('bench/.peers/sync')
const PACKAGES: Readonly<Record<string, string>> = {
  '@hocuspocus/extension-sqlite': '4.7.0',
  '@hocuspocus/server': '4.7.0',
  '@y/websocket-server': '0.1.5',
}
/** The stock server asks for `^1.0.6-1`, which no longer installs beside what that brings. */
const OVERRIDES = { '@y/protocols': '1.0.6-1' }
/** SQLite of the extension: downloaded when it is installed, else compiled. */
const NATIVE = 'better-sqlite3'

export const peerFile = (name: string): string => join(PEERS_FOLDER, 'node_modules', name)

const isInstalled = (): boolean =>
  existsSync(peerFile(`${NATIVE}/build/Release/better_sqlite3.node`)) &&
  Object.entries(PACKAGES).every(([name, version]) => {
    const file = peerFile(`${name}/package.json`)
    return (
      existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version === version
    )
  })

/** Install the peers when they are not there; false, and why on the screen, when that cannot be done. */
export function installPeers(): boolean {
  if (isInstalled()) return true
  mkdirSync(PEERS_FOLDER, { recursive: true })
  const manifest = { private: true, type: 'module', dependencies: PACKAGES, overrides: OVERRIDES }
  writeFileSync(join(PEERS_FOLDER, 'package.json'), JSON.stringify(manifest, null, 2))
  console.log(
    `Installing ${Object.keys(PACKAGES).join(', ')} into bench/.peers/sync (once; SQLite may be compiled).`,
  )
  const npm = (...args: string[]) =>
    spawnSync('npm', args, { cwd: PEERS_FOLDER, stdio: 'inherit' }).status === 0
  // Of all install scripts, only the one that is needed is run.
  const isDone =
    npm('install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error') &&
    npm('rebuild', NATIVE, '--loglevel=error')
  if (isDone && isInstalled()) return true
  console.log(
    'SKIPPED: the peers could not be installed; the registry is needed for that, and for SQLite a compiler.',
  )
  return false
}
