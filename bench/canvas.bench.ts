/**
 * `npm run bench -- canvas`: the canvas at 1 000 to 250 000 shapes beside a page that only moves bitmaps, and
 * Excalidraw and tldraw from npm. How each figure is taken is told in docs/benchmarks.md, which this writes.
 */
import type { Browser } from 'playwright'
import type { TestServer } from '../e2e/server'
import { floorPage, openFloor } from './canvas/bitmap-floor'
import { checkPicture } from './canvas/check'
import { COMPARED_AT, readOptions, type Options, type PeerName, type RowName } from './canvas/options'
import { boardOf, openOurs } from './canvas/ours'
import { servePages } from './canvas/pages'
import { installPeers, openPeer, peerPage } from './canvas/peers'
import { Eye } from './canvas/picture'
import { missed, results, type CanvasResult } from './canvas/results'
import { measureMemory, memoryGoals } from './canvas/rows/memory'
import { move } from './canvas/rows/move'
import { measureBarePage, measureOpen, openGoals, previewed } from './canvas/rows/open'
import { pan, panAll } from './canvas/rows/pan'
import { pen } from './canvas/rows/pen'
import { dismissCrowds, remote } from './canvas/rows/remote'
import type { Goal, StageRow } from './canvas/rows/row'
import { zoom } from './canvas/rows/zoom'
import type { Stage } from './canvas/stage'
import { writeTable } from './canvas/table'
import { launchBrowser, newContext, withServer } from './harness'
import { calmMachine } from './quiet'
import { failed, isNoisy, resultOf, within, type Measured } from './results'
import { scene } from './scene'

/** Remote edits come last: they change the board. */
const STAGE_ROWS: readonly StageRow[] = [pan, panAll, zoom, pen, move, remote]
/** The goals of the issue hold at 100 000 shapes, so below too. */
const GOALS_UP_TO = 100_000

/** All runs of a peer's cell. */
const PEER_LIMIT_MS = 120_000
/** Another run of a peer's cell is begun only so long: one that takes this long says enough. */
const PEER_PATIENCE_MS = 40_000

const options = readOptions(process.argv.slice(2))
let isReached = true

function tell(result: CanvasResult, goals: readonly Goal[], floor?: CanvasResult): void {
  const misses = result.subject === 'ours' && result.size <= GOALS_UP_TO ? missed(result, goals, floor) : []
  results.keep({ ...result, misses })
  if (result.subject === 'ours' && (misses.length > 0 || result.wrong.length > 0)) isReached = false
  const { row, size: shapes, subject, runs, figures, wrong, othersBusy } = result
  const about = {
    ...(isNoisy(result) && { othersBusy }),
    ...(wrong.length > 0 && { wrong }),
    ...(misses.length > 0 && { misses }),
  }
  console.log(JSON.stringify({ scenario: 'canvas', row, shapes, subject, runs, ...figures, ...about }))
}

/** One run after the other until one fails, none but the first begun after `patienceMs`. */
async function times(
  runs: number,
  run: () => Promise<Measured>,
  patienceMs = Infinity,
): Promise<readonly Measured[]> {
  const from = performance.now()
  const all: Measured[] = []
  for (let i = 0; i < runs && (i === 0 || performance.now() - from < patienceMs); i++) {
    try {
      all.push(await run())
    } catch (error) {
      return [...all, failed(error)]
    }
  }
  return all
}

/** Ours and the floor, in turn, so that what else the machine does meets both. */
async function inTurn(row: StageRow, stages: readonly Stage[], eye: Eye, runs: number): Promise<void> {
  const taking = stages.filter(({ subject }) => row.subjects.includes(subject))
  const busy = await calmMachine()
  const measured = new Map<Stage, Measured[]>(taking.map((stage) => [stage, []]))
  for (let run = 0; run < runs; run++) {
    for (const stage of taking) {
      await stage.page.bringToFront()
      measured.get(stage)!.push(await row.measure(stage, eye).catch(failed))
    }
  }
  const cells = [...measured].map(([{ subject, shapes }, all]) =>
    resultOf(row.name, shapes.length, subject, all, busy),
  )
  const floor = cells.find(({ subject }) => subject === 'floor')
  for (const result of cells) tell(result, row.goals, floor)
}

async function measureOurs(server: TestServer, size: number, options: Options): Promise<void> {
  const { runs } = options
  const isWanted = (name: RowName) => options.rowsAt(size).includes(name)
  const shapes = scene(size)
  const board = await boardOf(server, shapes)
  if (isWanted('open')) {
    await withEye(async (browser, eye) => {
      await previewed(`${server.url}/b/${board}`, size)
      const busy = await calmMachine()
      const bare: Measured[] = []
      const all = await times(runs, async () => {
        if (size === 0) bare.push(await measureBarePage(browser, server.url))
        return measureOpen(browser, `${server.url}/b/${board}`, size, eye)
      })
      tell(resultOf('open', size, 'ours', all, busy), openGoals(size))
      if (bare.length > 0) tell(resultOf('open', size, 'floor', bare, busy), [])
    })
  }
  if (isWanted('memory')) {
    const busy = await calmMachine()
    const all = await times(runs, () =>
      withBrowser(async (browser) => measureMemory(browser, await openOurs(browser, server, board, shapes))),
    )
    tell(resultOf('memory', size, 'ours', all, busy), memoryGoals)
  }
  const stageRows = STAGE_ROWS.filter(({ name }) => isWanted(name))
  if (stageRows.length === 0) return
  const pages = await servePages([floorPage], shapes)
  try {
    await withEye(async (browser, eye) => {
      const own = await openOurs(browser, server, board, shapes)
      const floor = await openFloor(browser, pages, shapes)
      const wrong = await checkPicture(own, floor, eye)
      if (wrong.length > 0) isReached = false
      console.log(JSON.stringify({ scenario: 'canvas', row: 'picture', shapes: size, wrong }))
      for (const row of stageRows) await inTurn(row, [own, floor], eye, runs)
    })
  } finally {
    await dismissCrowds()
    pages.stop()
  }
}

/** Peers alone, each in a browser of its own; what takes too long is said not to finish, and nothing larger is tried. */
async function measurePeer(peer: PeerName, { sizesOf, rowsAt, runs }: Options): Promise<void> {
  for (const size of sizesOf(peer)) {
    const shapes = scene(size)
    const pages = await servePages([peerPage(peer)], shapes)
    const some = (run: () => Promise<Measured>) => times(runs, run, PEER_PATIENCE_MS)
    const cell = async (
      row: RowName,
      measure: (browser: Browser, eye: Eye) => Promise<readonly Measured[]>,
    ): Promise<boolean> => {
      if (!rowsAt(size).includes(row)) return true
      const busy = await calmMachine()
      const all = await withEye((browser, eye) =>
        within(PEER_LIMIT_MS, measure(browser, eye)).catch((error: unknown) => [failed(error)]),
      )
      const result = resultOf(row, size, peer, all, busy)
      tell(result, [])
      return result.runs > 0
    }
    const open = (browser: Browser) => openPeer(browser, peer, pages, shapes, PEER_LIMIT_MS)
    try {
      const opens = await cell('open', (browser, eye) =>
        some(() => measureOpen(browser, `${pages.url}/${peer}`, size, eye)),
      )
      if (!opens) return
      // Of memory one run says enough: it varies little.
      await cell('memory', async (browser) => [await measureMemory(browser, await open(browser))])
      for (const row of STAGE_ROWS.filter(({ subjects }) => subjects.includes(peer)))
        await cell(row.name, async (browser, eye) => {
          const stage = await open(browser)
          return some(() => row.measure(stage, eye))
        })
    } finally {
      pages.stop()
    }
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
const withEye = <T>(run: (browser: Browser, eye: Eye) => Promise<T>) =>
  withBrowser(async (browser) => {
    const eyes = await launchBrowser()
    try {
      return await run(browser, await Eye.in(await (await newContext(eyes)).newPage()))
    } finally {
      await eyes.close()
    }
  })

if (options.isMeasuring) {
  if (options.hasOurs)
    for (const size of options.sizesOf('ours'))
      await withServer((server) => measureOurs(server, size, options))
  if (options.peers.length > 0 && installPeers())
    for (const peer of options.peers) await measurePeer(peer, options)
}
if (options.isTableWanted) writeTable(results.latest, COMPARED_AT)
console.log(isReached ? 'reached' : 'NOT REACHED')
if (!isReached) process.exitCode = 1
