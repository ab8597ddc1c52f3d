import type { Page } from 'playwright'
import { percentile } from '../../harness'
import { countOf, lookAtMiddle, point, settle, type Stage, type Step } from '../stage'
import { longestGap, record } from '../trace'
import type { Measured, StageRow } from './row'

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
 * In the page: after each animation frame look which samples have ink near them by now. Canvases are compared with what was on them before the stroke; ink in a
 * drawing made of elements (tldraw) is not looked for there, and counts as seen in the frame that had the sample.
 */
const watch = (page: Page, trail: number, isOnCanvas: boolean) =>
  page.evaluate(
    ([trail, isOnCanvas]) => {
      const canvases = () => [...document.querySelectorAll('canvas')].filter((c) => c.width >= innerWidth / 2)
      const scratch = new OffscreenCanvas(innerWidth, innerHeight).getContext('2d', {
        willReadFrequently: true,
      })!
      const ending = new AbortController()
      const listening = { capture: true, signal: ending.signal }
      let before = new Map<HTMLCanvasElement, Uint8ClampedArray>()
      const inked: { at: number; frame: number }[] = []
      let pending: { x: number; y: number; at: number }[] = []
      const ticks: number[] = []
      const presses: number[] = []
      for (const type of ['pointerdown', 'pointerup'])
        addEventListener(type, ({ timeStamp }) => void presses.push(timeStamp), listening)

      const read = (canvas: HTMLCanvasElement, x: number, y: number, w: number, h: number) => {
        const dpr = canvas.width / innerWidth
        const own = canvas.getContext('2d')
        if (own) return own.getImageData(x * dpr, y * dpr, w, h).data
        scratch.clearRect(0, 0, w, h)
        scratch.drawImage(canvas, x * dpr, y * dpr, w, h, 0, 0, w, h)
        return scratch.getImageData(0, 0, w, h).data
      }
      const isInked = (x: number, y: number) => {
        const [left, top] = [x - trail, y - trail]
        return canvases().some((canvas) => {
          const now = read(canvas, left, top, 2 * trail, 2 * trail)
          // A layer may be there only while it is drawn on.
          const was = before.get(canvas)
          for (let row = 0; row < 2 * trail; row++) {
            for (let column = 0; column < 2 * trail; column++) {
              const [i, j] = [4 * (row * 2 * trail + column), 4 * ((top + row) * innerWidth + left + column)]
              for (let channel = 0; channel < 4; channel++)
                if (Math.abs(now[i + channel]! - (was?.[j + channel] ?? 0)) > 64) return true
            }
          }
          return false
        })
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
        const last = !isOnCanvas ? pending.length - 1 : pending.findLastIndex(({ x, y }) => isInked(x, y))
        for (const { at } of pending.slice(0, last + 1)) inked.push({ at, frame })
        pending = pending.slice(last + 1)
      }
      requestAnimationFrame(function tick() {
        frame = performance.now()
        ticks.push(frame)
        channel.port2.postMessage(null)
        if (!ending.signal.aborted) requestAnimationFrame(tick)
      })
      Object.assign(window, {
        /** The next stroke is looked for on what is there now. */
        arm: () =>
          void (before = new Map(canvases().map((c) => [c, read(c, 0, 0, innerWidth, innerHeight)]))),
        /** What was seen; the end of looking. */
        seen() {
          ending.abort()
          return { inked, ticks, presses, unseen: pending.length }
        },
      })
    },
    [trail, isOnCanvas] as const,
  )

interface Watching {
  arm(): void
  /** `ticks`: animation frames; `presses`: each pen-down and pen-up in turn. */
  seen(): { inked: Inked[]; ticks: number[]; presses: number[]; unseen: number }
}

async function measure(stage: Stage): Promise<Measured> {
  const { page, cdp } = stage
  await lookAtMiddle(stage)
  const before = await countOf(stage)
  await page.evaluate(() => void window.ardoise!.tool('pen'))
  await settle(stage)
  await watch(page, TRAIL_PX, stage.subject !== 'tldraw')
  const strokes: (readonly [from: number, to: number])[] = []
  const now = () => page.evaluate(() => performance.now())
  const recording = await record(page, async () => {
    for (let i = 0; i < STROKES; i++) {
      const steps = strokeAt(i)
      await point(cdp, [{ ...steps[0]!, type: 'mouseMoved' }])
      await page.evaluate(() => (window as unknown as Watching).arm())
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
