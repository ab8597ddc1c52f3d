import { record, rateOf } from '../trace'
import { CLEAR, lookAtAll, lookAtMiddle, settle, wheelZoom, type Stage } from '../stage'
import { shot, type Eye } from '../picture'
import { Unfinished, type Measured } from '../../results'
import type { StageRow } from './row'

/** Wheel of one step that changes the zoom by about 4 %, px; each program reckons differently. */
const PINCH_PX: Readonly<Record<Stage['subject'], number>> = { ours: 4, floor: 4, excalidraw: 3, tldraw: 4 }
const LIMIT_MS = 20_000
/** What is drawn later than this after the last step was not part of making it sharp. */
const QUIET_MS = 700
/** Anti-aliasing may differ; a picture that was still blurred differs by more. */
const MAX_DIFFERENCE = 0.005

async function measure(stage: Stage, eye: Eye): Promise<Measured> {
  const { page } = stage
  await lookAtAll(stage)
  const out = await page.evaluate(() => window.ardoise!.zoom())
  await lookAtMiddle(stage)
  const recording = await record(page, async () => {
    if (!(await wheelZoom(page, out, PINCH_PX[stage.subject], LIMIT_MS))) throw new Unfinished(LIMIT_MS)
    await page.evaluate(() => void performance.mark('bench:stop'))
    await settle(stage)
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS))
  })
  const sharp = await shot(page, CLEAR)
  const stop = recording.marks.get('bench:stop')!
  const after = recording.drawn.filter((at) => at > stop)
  const { drawnPerSecond, mainMsPerFrame, longestGapMs } = rateOf(recording, recording.from, stop)
  // Painted anew from elsewhere, the same place has to look the same.
  const view = await page.evaluate(() => window.ardoise!.view())
  await page.evaluate((to) => window.ardoise!.view(to), { ...view, x: view.x + 5_000 })
  await settle(stage)
  await page.evaluate((to) => window.ardoise!.view(to), view)
  await settle(stage)
  const difference = await eye.difference(sharp, await shot(page, CLEAR))
  return {
    figures: {
      drawnPerSecond,
      mainMsPerFrame,
      longestGapMs,
      sharpAfterMs: Math.max(0, ...after) - (after.length > 0 ? stop : 0),
    },
    wrong: difference <= MAX_DIFFERENCE ? [] : [`${difference} of the picture was not sharp yet`],
  }
}

export const zoom: StageRow = {
  name: 'zoom',
  title: 'zoom from 100 % to everything and back',
  subjects: ['ours', 'floor', 'excalidraw', 'tldraw'],
  goals: [
    { figure: 'drawnPerSecond', is: 'at least', value: 45, orFloor: true },
    { figure: 'longestGapMs', is: 'at most', value: 100 },
    { figure: 'sharpAfterMs', is: 'at most', value: 500 },
  ],
  measure,
}
