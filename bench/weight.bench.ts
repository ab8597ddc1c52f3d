/** JavaScript of the first load (gzip), per page, beside the floor: what Next and React alone ship (the not-found page). */
import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright'
import { importBoard, newContext, report, withBoardServer } from './harness'
import { scene, sceneFile } from './scene'

const LIMITS_KIB: Record<string, number> = { home: 150, board: 300 }

async function firstLoadKiB(browser: Browser, url: string): Promise<number> {
  const context = await newContext(browser)
  const page = await context.newPage()
  const bodies: Promise<Buffer>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') bodies.push(response.body())
  })
  await page.goto(url, { waitUntil: 'networkidle' })
  const sizes = (await Promise.all(bodies)).map((body) => gzipSync(body).length)
  await context.close()
  return sizes.reduce((sum, size) => sum + size, 0) / 1024
}

await withBoardServer(async (server, browser) => {
  const board = await importBoard(server, sceneFile('Weight', scene(3)))
  const floor = await firstLoadKiB(browser, `${server.url}/no-such-page`)
  const rows = []
  for (const [page, path] of [
    ['home', '/'],
    ['board', `/b/${board}`],
  ] as const) {
    const kib = await firstLoadKiB(browser, server.url + path)
    rows.push({
      page,
      kib: Math.round(kib),
      limitKib: LIMITS_KIB[page],
      floorKib: Math.round(floor),
      ratio: +(kib / floor).toFixed(2),
    })
  }
  report(
    'weight',
    rows,
    rows.every(({ kib, limitKib }) => kib <= limitKib!),
  )
})
