import type { Measured } from '../results'
import { CLEAR, settle, type Stage } from './stage'
import type { Eye } from './picture'

/** Strokes are shaped differently, texts have other fonts: the shares of ink differ by about this much. */
const TOLERANCE = 0.35
/** Of the whole window: what little there is may differ more. */
const SLACK = 0.01
/** How far from the middle the places lie, in windows at 100 %. */
const PLACES = [
  { right: 0, down: 0, zoom: 1 },
  { right: 1.3, down: -0.8, zoom: 1 },
  { right: -1.7, down: 1.1, zoom: 1 },
  { right: 0, down: 0, zoom: 0.4 },
] as const

/** What is wrong with a picture: at several places, and of everything, it is not drawn on as much as the scene painted directly. */
export async function checkPicture(stage: Stage, floor: Stage, eye: Eye): Promise<Measured['wrong']> {
  const wrong: string[] = []
  const everything = await stage.page.evaluate(() => window.ardoise!.fit())
  const views = PLACES.map(({ right, down, zoom }) => ({
    x: (right - 0.5) * (1440 / zoom),
    y: (down - 0.5) * (900 / zoom),
    zoom,
  }))
  for (const view of [...views, everything]) {
    await stage.page.bringToFront()
    await stage.page.evaluate((to) => window.ardoise!.view(to), view)
    await settle(stage)
    const ink = await eye.ink(stage.page, CLEAR)
    await floor.page.bringToFront()
    await floor.page.evaluate(
      (at) => (window as unknown as { paintDirectly(at: object): void }).paintDirectly(at),
      view,
    )
    const direct = await eye.ink(floor.page, CLEAR)
    if (Math.abs(ink - direct) > TOLERANCE * direct + SLACK) {
      const [x, y] = [Math.round(view.x), Math.round(view.y)]
      wrong.push(
        `at ${x}, ${y} (${view.zoom.toFixed(3)}) ink covers ${ink.toFixed(3)}, directly ${direct.toFixed(3)}`,
      )
    }
  }
  return wrong
}
