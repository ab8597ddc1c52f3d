/**
 * 10 000 shapes: from the page being ready (its interface is there, nothing of the board is) to the board being
 * loaded, saved and on the screen.
 */
import type { Page } from 'playwright'
import { importBoard, median, newContext, report, withBoardServer } from './harness'
import { scene, sceneFile } from './scene'

const SHAPES = 10_000
const MUST_REACH_MS = 1_500
const RUNS = 5

interface Times {
  ready?: number
  open?: number
}

/** Notes in the page itself when the tools appear, and when the state says *Saved* and two frames have passed. */
const watch = (page: Page) =>
  page.addInitScript(() => {
    const times: { ready?: number; open?: number } = {}
    Object.assign(window, { times })
    new MutationObserver(() => {
      if (times.ready === undefined && document.querySelector('[role=toolbar]'))
        times.ready = performance.now()
      if (times.open !== undefined || !document.querySelector('[aria-label$=": Saved"]')) return
      times.open = Infinity
      requestAnimationFrame(() => requestAnimationFrame(() => (times.open = performance.now())))
    }).observe(document, { subtree: true, childList: true, attributes: true })
  })

const timesOf = async (page: Page): Promise<Required<Times>> => {
  const handle = await page.waitForFunction(() => {
    const { times } = window as unknown as { times: Times }
    return times.open !== undefined && times.open < Infinity ? (times as Required<Times>) : null
  })
  return (await handle.jsonValue())!
}

await withBoardServer(async (server, browser) => {
  const boards = {
    ours: await importBoard(server, sceneFile('Open', scene(SHAPES))),
    // The floor: the same page with nothing to load, so that what remains is the scene's own cost.
    'floor-empty': await importBoard(server, sceneFile('Empty', scene(1))),
  }
  const times: Record<string, number[]> = { ours: [], 'floor-empty': [] }
  const total: Record<string, number[]> = { ours: [], 'floor-empty': [] }
  for (let run = 0; run < RUNS; run++) {
    for (const [name, id] of Object.entries(boards)) {
      const context = await newContext(browser)
      const page = await context.newPage()
      await watch(page)
      await page.goto(`${server.url}/b/${id}`)
      const { ready, open } = await timesOf(page)
      times[name]!.push(open - ready)
      total[name]!.push(open)
      await context.close()
    }
  }
  const exported = await fetch(`${server.url}/api/v1/boards/${boards.ours}/export?format=json`)
  const { shapes } = (await exported.json()) as { shapes: unknown[] }
  const rows = Object.entries(times).map(([name, all]) => ({
    name,
    ms: Math.round(median(all)),
    msFromNavigation: Math.round(median(total[name]!)),
  }))
  report(
    'open',
    [...rows, { shapes: shapes.length, mustReachMs: MUST_REACH_MS }],
    shapes.length === SHAPES && median(times['ours']!) <= MUST_REACH_MS,
  )
})
