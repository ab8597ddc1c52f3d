import type { CDPSession, Page } from 'playwright'
import type { SceneShape } from '../scene'

export type SubjectName = 'ours' | 'floor' | 'excalidraw' | 'tldraw'

/**
 * A page that shows a scene. Every one of them, floor and peers too, offers what the bench needs of
 * `window.ardoise` (docs/automation.md).
 */
export interface Stage {
  readonly subject: SubjectName
  readonly page: Page
  readonly cdp: CDPSession
  readonly shapes: readonly SceneShape[]
  /** Only ours: the board on the server. */
  readonly board?: { readonly url: string; readonly id: string }
}

/** Where the pointer is while the view moves: the middle of the window. */
export const MIDDLE = { x: 720, y: 450 }
/** The part of the window that no bar covers, CSS px. */
export const CLEAR = { x: 220, y: 120, width: 1000, height: 620 }

export const settle = (stage: Stage) => stage.page.evaluate(() => window.ardoise!.settled())
export const countOf = (stage: Stage) => stage.page.evaluate(() => window.ardoise!.count())

/** Look at 100 %, the middle of the scene in the middle of the window, and wait until that is painted. */
export async function lookAtMiddle(stage: Stage): Promise<void> {
  await stage.page.evaluate(({ x, y }) => window.ardoise!.view({ x: -x, y: -y, zoom: 1 }), MIDDLE)
  await settle(stage)
}
/** Look at everything, and wait until that is painted. */
export async function lookAtAll(stage: Stage): Promise<void> {
  await stage.page.evaluate(() => window.ardoise!.fit())
  await settle(stage)
}

/** Turn the wheel once per animation frame for `ms`: 8 px right and 4 down, then back, as a trackpad does. */
export const wheelPan = (page: Page, ms: number) =>
  page.evaluate(
    ({ at, ms }) =>
      new Promise<void>((resolve) => {
        const target = document.elementFromPoint(at.x, at.y)!
        const from = performance.now()
        requestAnimationFrame(function turn(now) {
          if (now - from > ms) return resolve()
          const deltaX = now - from < ms / 2 ? 8 : -8
          const event = { deltaX, deltaY: deltaX / 2, clientX: at.x, clientY: at.y }
          target.dispatchEvent(new WheelEvent('wheel', { ...event, bubbles: true, cancelable: true }))
          requestAnimationFrame(turn)
        })
      }),
    { at: MIDDLE, ms },
  )

/** Pinch once per animation frame out to `out` and in again to 100 %; false when that takes longer than `limitMs`. */
export const wheelZoom = (page: Page, out: number, pinchPx: number, limitMs: number) =>
  page.evaluate(
    ({ at, out, pinchPx, limitMs }) =>
      new Promise<boolean>((resolve) => {
        const target = document.elementFromPoint(at.x, at.y)!
        const from = performance.now()
        let isGoingOut = true
        let before = Infinity
        requestAnimationFrame(function pinch(now) {
          if (now - from > limitMs) return resolve(false)
          const zoom = window.ardoise!.zoom()
          // Some stop short of everything: when a pinch changes nothing, this is as far as they go.
          if (isGoingOut && (zoom <= out || zoom === before)) isGoingOut = false
          else if (!isGoingOut && zoom >= 1) return resolve(true)
          before = isGoingOut && now - from > 300 ? zoom : Infinity
          const event = {
            deltaY: isGoingOut ? pinchPx : -pinchPx,
            clientX: at.x,
            clientY: at.y,
            ctrlKey: true,
          }
          target.dispatchEvent(new WheelEvent('wheel', { ...event, bubbles: true, cancelable: true }))
          requestAnimationFrame(pinch)
        })
      }),
    { at: MIDDLE, out, pinchPx, limitMs },
  )

export interface Step {
  readonly type: 'mousePressed' | 'mouseMoved' | 'mouseReleased'
  readonly x: number
  readonly y: number
}
/** A mouse reports 125 times a second. */
const STEP_MS = 8

/** Hand real pointer events to the browser at the rate of a mouse, whether or not the page keeps up. */
export async function point(cdp: CDPSession, steps: readonly Step[]): Promise<void> {
  const sent: Promise<unknown>[] = []
  const from = performance.now()
  for (const [i, { type, x, y }] of steps.entries()) {
    const wait = from + i * STEP_MS - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    const isHeld = type !== 'mouseReleased' && steps[0]!.type === 'mousePressed'
    sent.push(
      cdp.send('Input.dispatchMouseEvent', {
        type,
        x,
        y,
        button: type === 'mouseMoved' && !isHeld ? 'none' : 'left',
        buttons: isHeld ? 1 : 0,
        ...(type === 'mouseMoved' ? {} : { clickCount: 1 }),
      }),
    )
  }
  await Promise.all(sent)
}
