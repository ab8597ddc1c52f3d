import { calmMachine } from '../../quiet'
import { countOf, lookAtMiddle, MIDDLE, point, settle, type Stage, type Step } from '../stage'
import { record, rateOf } from '../trace'
import type { Measured } from '../../results'
import type { StageRow } from './row'

const SELECTED = 500
const STEPS = 300
/** Where the pointer ends, from where it began, CSS px: at 100 % as many page units. */
const BY = { x: 60, y: 40 }

/** A press in the middle of the window, two turns around it, and a release beside it. */
function drag(): Step[] {
  const moves = Array.from({ length: STEPS }, (_, i): Step => {
    const turn = (4 * Math.PI * (i + 1)) / STEPS
    return {
      type: 'mouseMoved',
      x: MIDDLE.x + Math.round(BY.x * ((i + 1) / STEPS) + 90 * Math.sin(turn)),
      y: MIDDLE.y + Math.round(BY.y * ((i + 1) / STEPS) + 60 * (1 - Math.cos(turn))),
    }
  })
  const end = { x: MIDDLE.x + BY.x, y: MIDDLE.y + BY.y }
  return [{ type: 'mousePressed', ...MIDDLE }, ...moves, { type: 'mouseReleased', ...end }]
}

/** Where the selected shapes are, in the order of their ids. */
const places = (stage: Stage) =>
  stage.page.evaluate(() => {
    const { ardoise } = window
    const ids = ardoise!.selection().sort()
    return ardoise!.shapes(ids).map(({ id, geo }) => ({ id, x: geo[0], y: geo[1] }))
  })

async function measure(stage: Stage): Promise<Measured> {
  const { page, cdp } = stage
  await lookAtMiddle(stage)
  const count = await countOf(stage)
  const wanted = Math.min(SELECTED, count)
  await page.evaluate((n) => void window.ardoise!.select(n), wanted)
  await settle(stage)
  await calmMachine()
  const before = await places(stage)
  await point(cdp, [{ type: 'mouseMoved', ...MIDDLE }])
  const recording = await record(page, async () => {
    await point(cdp, drag())
    await page.evaluate(() => void performance.mark('bench:lifted'))
    await settle(stage)
  })
  const after = await places(stage)
  const strays = before.filter(({ id, x, y }, i) => {
    const there = after[i]
    // Snapping may take the whole a few px further, but all of it by the same.
    const first = after[0]
    const [dx, dy] = first ? [first.x - before[0]!.x, first.y - before[0]!.y] : [NaN, NaN]
    const isNear = Math.abs(dx - BY.x) <= 12 && Math.abs(dy - BY.y) <= 12
    return !(
      isNear &&
      there?.id === id &&
      Math.abs(there.x - x - dx) < 0.01 &&
      Math.abs(there.y - y - dy) < 0.01
    )
  })
  const wrong = [
    ...(before.length === wanted ? [] : [`${before.length} of ${wanted} were selected`]),
    ...(strays.length === 0 ? [] : [`${strays.length} of ${before.length} were not moved`]),
    ...((await countOf(stage)) === count ? [] : ['shapes came or went']),
  ]
  const lifted = recording.marks.get('bench:lifted') ?? recording.to
  return {
    figures: { ...rateOf(recording, recording.from, lifted), droppedMs: recording.to - lifted },
    wrong,
  }
}

export const move: StageRow = {
  name: 'move',
  title: 'move 500 selected',
  subjects: ['ours', 'excalidraw', 'tldraw'],
  goals: [{ figure: 'drawnPerSecond', is: 'at least', value: 45 }],
  measure,
}
