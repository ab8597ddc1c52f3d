import type { Browser } from 'playwright'
import type { TestServer } from '../../e2e/server'
import { newContext } from '../harness'
import { sceneFile, type SceneShape } from '../scene'
import type { Stage } from './stage'

/** Pieces of a file within the 100 MB that may be imported. */
const SHAPES_PER_FILE = 100_000

/** Put the scene on a new board of the server, in as many files as it takes. */
export async function boardOf(
  server: Pick<TestServer, 'url'>,
  shapes: readonly SceneShape[],
): Promise<string> {
  let id: string | null = null
  for (let from = 0; from === 0 || from < shapes.length; from += SHAPES_PER_FILE) {
    const path: string = id === null ? 'boards/import' : `boards/${id}/import`
    const answer: Response = await fetch(`${server.url}/api/v1/${path}?name=scene.ardoise.json`, {
      method: 'POST',
      body: sceneFile('Scene', shapes.slice(from, from + SHAPES_PER_FILE)),
    })
    if (!answer.ok) throw new Error(`The import answered ${answer.status}: ${await answer.text()}`)
    ;({ id } = (await answer.json()) as { id: string })
  }
  return id!
}

export async function openOurs(
  browser: Browser,
  server: TestServer,
  board: string,
  shapes: readonly SceneShape[],
): Promise<Stage> {
  const page = await (await newContext(browser)).newPage()
  page.setDefaultTimeout(120_000)
  await page.goto(`${server.url}/b/${board}`)
  await page.waitForFunction(() => window.ardoise)
  await page.evaluate(() => window.ardoise!.ready)
  const cdp = await page.context().newCDPSession(page)
  return { subject: 'ours', page, cdp, shapes, board: { url: server.url, id: board } }
}
