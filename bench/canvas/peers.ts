import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Browser } from 'playwright'
import { newContext } from '../harness'
import type { SceneShape } from '../scene'
import type { PeerName } from './options'
import type { BundledPage, Pages } from './pages'
import type { Stage } from './stage'

/** Their own folder with their own package.json: `npm ci` of the project never sees them. */
const FOLDER = resolve('bench/.peers')
const PACKAGES: Readonly<Record<string, string>> = {
  '@excalidraw/excalidraw': '0.18.1',
  react: '19.2.3',
  'react-dom': '19.2.3',
  tldraw: '5.4.2',
}
const modules = join(FOLDER, 'node_modules')

const isInstalled = (): boolean =>
  Object.entries(PACKAGES).every(([name, version]) => {
    const file = join(modules, name, 'package.json')
    return (
      existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version === version
    )
  })

/** Install the peers when they are not there; false, and why on the screen, when the registry cannot be reached. */
export function installPeers(): boolean {
  if (isInstalled()) return true
  mkdirSync(FOLDER, { recursive: true })
  const manifest = { private: true, type: 'module', dependencies: PACKAGES }
  writeFileSync(join(FOLDER, 'package.json'), JSON.stringify(manifest, null, 2))
  console.log(`Installing ${Object.keys(PACKAGES).join(', ')} into bench/.peers (about 330 MB, once).`)
  // Their install scripts are none of ours, and what they draw with needs none.
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const { status } = spawnSync('npm', ['install', ...options], { cwd: FOLDER, stdio: 'inherit' })
  if (status === 0 && isInstalled()) return true
  console.log('SKIPPED: the peers could not be installed; the registry is needed for that.')
  return false
}

export const peerPage = (name: PeerName): BundledPage => ({
  name,
  entry: `peers/${name}.js`,
  packages: modules,
  assets: { '/fonts/': join(modules, '@excalidraw/excalidraw/dist/prod/fonts') },
})

/** Show the scene in a peer; it speaks to this machine only, so that what it fetches from elsewhere costs no time. */
export async function openPeer(
  browser: Browser,
  name: PeerName,
  pages: Pages,
  shapes: readonly SceneShape[],
  limitMs: number,
): Promise<Stage> {
  const page = await (await newContext(browser)).newPage()
  page.setDefaultTimeout(limitMs)
  await page.route(/^https:/, (route) => route.abort())
  await page.goto(`${pages.url}/${name}`)
  await page.waitForFunction(() => window.ardoise)
  await page.evaluate(() => window.ardoise!.ready)
  return { subject: name, page, cdp: await page.context().newCDPSession(page), shapes }
}
