import type { Page } from 'playwright'
import { percentile } from '../../harness'
import { offerLayers, type Layers } from '../../layers'
import { calmMachine } from '../../quiet'
import { countOf, lookAtMiddle, point, settle, type Stage, type Step } from '../stage'
import { longestGap, record } from '../trace'
import type { Measured } from '../../results'
import type { StageRow } from './row'

const STROKES = 4
const STEPS = 90
const STEP_PX = 5
/** Ink this close to a sample is the sample's: smoothing trails the pointer a little, and a stroke has a width. */
const TRAIL_PX = 16

/** Back and forth across the window, each stroke on a line of its own, the pen lifted between them. */
function strokeAt(index: number): Step[] {
  const places = Array.from({ length: STEPS }, (_, i) => ({
    x: 480 + i * STEP_PX,
    y: 300 + index * 70 + Math.round(18 * Math.sin(i / 6)),
  }))
  return [
    { type: 'mousePressed', ...places[0]! },
    ...places.map((place): Step => ({ type: 'mouseMoved', ...place })),
    { type: 'mouseReleased', ...places.at(-1)! },
  ]
}

/** A sample of the pointer, and the animation frame after which its ink was seen; both on the page's clock. */
interface Inked {
  readonly at: number
  readonly frame: number
}

/**
 * In the page: after each animation frame look which samples have ink near them by now, in one part of the window around
 * all that wait. It is compared with what was there before the stroke; ink in a drawing made of elements (tldraw) is not
 * looked for there, and counts as seen in the frame that had the sample.
 */
const watch = (page: Page, trail: number, isOnCanvas: boolean) =>
  page.evaluate(
    ([trail, isOnCanvas]) => {
      interface Part {
        readonly x: number
        readonly y: number
        readonly w: number
        readonly h: number
      }
      const { layers } = window as unknown as { layers: Layers }
      const ending = new AbortController()
      const listening = { capture: true, signal: ending.signal }
      let place: Part = { x: 0, y: 0, w: 0, h: 0 }
      let before: Uint8ClampedArray = new Uint8ClampedArray()
      const inked: { at: number; frame: number }[] = []
      let pending: { x: number; y: number; at: number }[] = []
      const ticks: number[] = []
      const presses: number[] = []
      for (const type of ['pointerdown', 'pointerup'])
        addEventListener(type, ({ timeStamp }) => void presses.push(timeStamp), listening)

      const around = (points: readonly { x: number; y: number }[]): Part => {
        const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)]
        const [x, y] = [Math.min(...xs) - trail, Math.min(...ys) - trail]
        return { x, y, w: Math.max(...xs) + trail - x, h: Math.max(...ys) + trail - y }
      }
      /** Which of the samples have ink within `trail`. */
      const look = () => {
        const part = around(pending)
        const now = layers.shownAt(part.x, part.y, part.w, part.h)
        return (sample: { x: number; y: number }) => {
          for (let y = sample.y - trail; y < sample.y + trail; y++) {
            for (let x = sample.x - trail; x < sample.x + trail; x++) {
              const i = 4 * ((y - part.y) * part.w + x - part.x)
              const j = 4 * ((y - place.y) * place.w + x - place.x)
              for (let channel = 0; channel < 4; channel++)
                if (Math.abs(now[i + channel]! - before[j + channel]!) > 64) return true
            }
          }
          return false
        }
      }
      addEventListener(
        'pointermove',
        (event) => {
          if (event.buttons !== 1) return
          for (const { clientX: x, clientY: y, timeStamp: at } of event.getCoalescedEvents())
            pending.push({ x, y, at })
        },
        listening,
      )
      const channel = new MessageChannel()
      let frame = 0
      // After the frame's own work: what is on the canvases now is what this frame shows.
      channel.port1.onmessage = () => {
        if (pending.length === 0) return
        const last = isOnCanvas ? pending.findLastIndex(look()) : pending.length - 1
        for (const { at } of pending.slice(0, last + 1)) inked.push({ at, frame })
        pending = pending.slice(last + 1)
      }
      requestAnimationFrame(function tick() {
        frame = performance.now()
        ticks.push(frame)
        channel.port2.postMessage(null)
        if (!ending.signal.aborted) requestAnimationFrame(tick)
      })
      const watching: Watching = {
        arm(points) {
          place = around(points)
          before = layers.shownAt(place.x, place.y, place.w, place.h)
        },
        seen() {
          ending.abort()
          return { inked, ticks, presses, unseen: pending.length }
        },
      }
      Object.assign(window, watching)
    },
    [trail, isOnCanvas] as const,
  )

interface Watching {
  /** The next stroke goes through these points, and is looked for on what is there now. */
  arm(points: readonly { readonly x: number; readonly y: number }[]): void
  /** What was seen; the end of looking. `ticks`: animation frames; `presses`: each pen-down and pen-up in turn. */
  seen(): { inked: Inked[]; ticks: number[]; presses: number[]; unseen: number }
}

async function measure(stage: Stage): Promise<Measured> {
  const { page, cdp } = stage
  await lookAtMiddle(stage)
  await page.evaluate(() => void window.ardoise!.tool('pen'))
  // What happens once is over when it is measured: at the first edit of an imported board the server folds its log.
  await point(cdp, strokeAt(-1))
  await settle(stage)
  await calmMachine()
  const before = await countOf(stage)
  await offerLayers(page)
  await watch(page, TRAIL_PX, stage.subject !== 'tldraw')
  const strokes: (readonly [from: number, to: number])[] = []
  const now = () => page.evaluate(() => performance.now())
  const recording = await record(page, async () => {
    for (let i = 0; i < STROKES; i++) {
      const steps = strokeAt(i)
      await point(cdp, [{ ...steps[0]!, type: 'mouseMoved' }])
      await page.evaluate((points) => (window as unknown as Watching).arm(points), steps)
      const from = await now()
      await point(cdp, steps)
      // What lifting the pen makes happen belongs to the stroke.
      await new Promise((resolve) => setTimeout(resolve, 250))
      strokes.push([from, await now()])
    }
  })
  const { inked, ticks, presses, unseen } = await page.evaluate(() => (window as unknown as Watching).seen())
  const latencies = inked.flatMap(({ at, frame }) => {
    const shown = recording.shownAfter(frame)
    return shown === null ? [] : [shown - at]
  })
  await page.evaluate(() => void window.ardoise!.tool('select'))
  const drawn = (await countOf(stage)) - before
  const wrong = [
    ...(drawn === STROKES ? [] : [`${STROKES} strokes made ${drawn} shapes`]),
    ...(unseen <= 3 * STROKES ? [] : [`${unseen} samples were never seen as ink`]),
    ...(latencies.length >= STROKES * STEPS * 0.8 ? [] : [`only ${latencies.length} samples were seen`]),
  ]
  return {
    figures: {
      p50Ms: percentile(latencies, 0.5),
      p95Ms: percentile(latencies, 0.95),
      longestGapMs: Math.max(
        // While the pen moves there is something to draw in every frame; before and after, a freeze holds up the ticks.
        ...strokes.map((_, i) => longestGap(recording.drawn, presses[2 * i]!, presses[2 * i + 1]!)),
        ...strokes.map(([from, to]) => longestGap(ticks, from, to)),
      ),
    },
    wrong,
  }
}

export const pen: StageRow = {
  name: 'pen',
  title: 'pen, event to paint',
  subjects: ['ours', 'floor', 'excalidraw', 'tldraw'],
  goals: [
    { figure: 'p50Ms', is: 'at most', value: 14, orFloor: true },
    { figure: 'p95Ms', is: 'at most', value: 20, orFloor: true },
    { figure: 'longestGapMs', is: 'at most', value: 50 },
  ],
  measure,
}
