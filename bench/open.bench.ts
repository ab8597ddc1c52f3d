/**
 * Opening a board whose document is on the server, from navigation, in a browser that has never been there: until the
 * first shapes are seen, and until the whole picture is. At 0, 10 000 and 100 000 shapes or `SHAPES=…`, once with the
 * board in the server's memory and once (`cold`) after a restart, when only the disk has it.
 */
import type { TestServer } from '../e2e/server'
import { boardOf } from './canvas/ours'
import { Eye } from './canvas/picture'
import { measureOpen, openGoals } from './canvas/rows/open'
import { median, report, withBoardServer } from './harness'
import type { Measured } from './results'
import { scene } from './scene'

const SIZES = (process.env.SHAPES ?? '0,10000,100000').split(',').map(Number)
const RUNS = Number(process.env.RUNS ?? 5)

/** Restart the server and have it render a page, which opens no board: what is measured is the board. */
async function comeBack(server: TestServer, id: string): Promise<void> {
  await server.kill9()
  await server.up()
  await (await fetch(`${server.url}/b/${id}`)).text()
}

await withBoardServer(async (server, browser) => {
  const eye = await Eye.in(await browser.newPage())
  const rows: Record<string, unknown>[] = []
  let isReached = true
  for (const shapes of SIZES) {
    const id = await boardOf(server, scene(shapes))
    for (const isCold of [false, true]) {
      const runs: Measured[] = []
      for (let run = 0; run < RUNS; run++) {
        if (isCold) await comeBack(server, id)
        runs.push(await measureOpen(browser, `${server.url}/b/${id}`, shapes, eye))
      }
      const of = (figure: string) => Math.round(median(runs.map(({ figures }) => figures[figure]!)))
      const figures: Record<string, number> = { firstMs: of('firstMs'), completeMs: of('completeMs') }
      const wrong = runs.flatMap((run) => run.wrong)
      const goals = openGoals(shapes)
      isReached &&= wrong.length === 0 && goals.every(({ figure, value }) => figures[figure]! <= value)
      rows.push({ name: isCold ? 'cold' : 'ours', shapes, ...figures, wrong, goals })
    }
  }
  report('open', rows, isReached)
})
