/**
 * `npm run bench -- canvas`: the canvas at 1 000 to 250 000 shapes beside a page that only moves bitmaps, and
 * Excalidraw and tldraw from npm. How each figure is taken is told in docs/benchmarks.md, which this writes.
 */
import type { Browser } from 'playwright'
import type { TestServer } from '../e2e/server'
import { floorPage, openFloor } from './canvas/bitmap-floor'
import { readOptions, type Options, type RowName } from './canvas/options'
import { boardOf, openOurs } from './canvas/ours'
import { servePages } from './canvas/pages'
import { Eye } from './canvas/picture'
import { keep, missed, resultOf, type Result } from './canvas/results'
import { measureMemory, memoryGoals } from './canvas/rows/memory'
import { move } from './canvas/rows/move'
import { measureOpen, openGoals } from './canvas/rows/open'
import { pan, panAll } from './canvas/rows/pan'
import { pen } from './canvas/rows/pen'
import { dismissCrowds, remote } from './canvas/rows/remote'
import type { Goal, Measured, StageRow } from './canvas/rows/row'
import { zoom } from './canvas/rows/zoom'
import type { Stage } from './canvas/stage'
import { launchBrowser, newContext, withServer } from './harness'
import { scene } from './scene'

/** Remote edits come last: they change the board. */
const STAGE_ROWS: readonly StageRow[] = [pan, panAll, zoom, pen, move, remote]
/** At this size it has to open and to pan, and to say how fast. */
const BEYOND_GOALS = 250_000
const ROWS_BEYOND: readonly RowName[] = ['open', 'pan', 'pan-all', 'memory']
/** The goals of the issue hold at 100 000 shapes, so below too. */
const GOALS_UP_TO = 100_000

const options = readOptions(process.argv.slice(2))
let isReached = true

function tell(result: Result, goals: readonly Goal[], floor?: Result): void {
  keep(result)
  const misses = result.subject === 'ours' && result.shapes <= GOALS_UP_TO ? missed(result, goals, floor) : []
  if (result.subject === 'ours' && (misses.length > 0 || result.wrong.length > 0)) isReached = false
  const { row, shapes, subject, runs, figures, wrong } = result
  const about = { ...(wrong.length > 0 && { wrong }), ...(misses.length > 0 && { misses }) }
  console.log(JSON.stringify({ scenario: 'canvas', row, shapes, subject, runs, ...figures, ...about }))
}

const times = async (runs: number, run: () => Promise<Measured>): Promise<Measured[]> => {
  const all: Measured[] = []
  for (let i = 0; i < runs; i++) all.push(await run())
  return all
}

/** Ours and the floor, in turn, so that what else the machine does meets both. */
async function inTurn(row: StageRow, stages: readonly Stage[], eye: Eye, runs: number): Promise<void> {
  const taking = stages.filter(({ subject }) => row.subjects.includes(subject))
  const measured = new Map<Stage, Measured[]>(taking.map((stage) => [stage, []]))
  for (let run = 0; run < runs; run++) {
    for (const stage of taking) {
      await stage.page.bringToFront()
      measured.get(stage)!.push(await row.measure(stage, eye))
    }
  }
  const results = [...measured].map(([{ subject, shapes }, all]) =>
    resultOf(row.name, shapes.length, subject, all),
  )
  const floor = results.find(({ subject }) => subject === 'floor')
  for (const result of results) tell(result, row.goals, floor)
}

async function measureOurs(server: TestServer, size: number, { rows, runs }: Options): Promise<void> {
  const isWanted = (name: RowName) =>
    rows.includes(name) && (size < BEYOND_GOALS || ROWS_BEYOND.includes(name))
  const shapes = scene(size)
  const board = await boardOf(server, shapes)
  await withEye(async (browser, eye) => {
    if (!isWanted('open')) return
    for (const [count, id] of size <= 10_000
      ? ([
          [size, board],
          [0, await boardOf(server, [])],
        ] as const)
      : ([[size, board]] as const)) {
      const all = await times(runs, () => measureOpen(browser, `${server.url}/b/${id}`, count, eye))
      tell(resultOf('open', count, 'ours', all), openGoals(count))
    }
  })
  if (isWanted('memory')) {
    const all = await times(Math.min(runs, 3), () =>
      withBrowser(async (browser) => measureMemory(browser, await openOurs(browser, server, board, shapes))),
    )
    tell(resultOf('memory', size, 'ours', all), memoryGoals)
  }
  const stageRows = STAGE_ROWS.filter(({ name }) => isWanted(name))
  if (stageRows.length === 0) return
  const pages = await servePages([floorPage], shapes)
  try {
    await withEye(async (browser, eye) => {
      const stages = [await openOurs(browser, server, board, shapes), await openFloor(browser, pages, shapes)]
      for (const row of stageRows) await inTurn(row, stages, eye, runs)
    })
  } finally {
    await dismissCrowds()
    pages.stop()
  }
}

async function withBrowser<T>(run: (browser: Browser) => Promise<T>): Promise<T> {
  const browser = await launchBrowser()
  try {
    return await run(browser)
  } finally {
    await browser.close()
  }
}
const withEye = (run: (browser: Browser, eye: Eye) => Promise<void>) =>
  withBrowser(async (browser) => {
    const eyes = await launchBrowser()
    try {
      await run(browser, await Eye.in(await (await newContext(eyes)).newPage()))
    } finally {
      await eyes.close()
    }
  })

if (options.isMeasuring) {
  for (const size of options.shapes) await withServer((server) => measureOurs(server, size, options))
}
console.log(isReached ? 'reached' : 'NOT REACHED')
if (!isReached) process.exitCode = 1
