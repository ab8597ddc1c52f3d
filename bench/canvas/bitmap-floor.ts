import type { Browser } from 'playwright'
import { newContext } from '../harness'
import type { SceneShape } from '../scene'
import type { BundledPage, Pages } from './pages'
import type { Stage } from './stage'

export const floorPage: BundledPage = { name: 'floor', entry: 'pages/floor.ts' }

export async function openFloor(
  browser: Browser,
  pages: Pages,
  shapes: readonly SceneShape[],
): Promise<Stage> {
  const page = await (await newContext(browser)).newPage()
  page.setDefaultTimeout(120_000)
  await page.goto(`${pages.url}/floor`)
  await page.waitForFunction(() => window.ardoise)
  return { subject: 'floor', page, cdp: await page.context().newCDPSession(page), shapes }
}
