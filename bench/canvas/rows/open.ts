import type { Browser, Page } from 'playwright'
import { newContext } from '../../harness'
import { CLEAR } from '../stage'
import { shot, type Eye } from '../picture'
import type { Goal, Measured } from './row'

/** Beyond this a page is said not to finish. */
const LIMIT_MS = 120_000
/** A board that was complete looks the same a while later. */
const LATER_MS = 1_000
const MAX_DIFFERENCE = 0.005

interface Times {
  first: number | null
  complete: number | null
}

/** How the page says that it is done: whatever asked it meanwhile would take its time for what is measured. */
const DONE = 'bench: opened '

/**
 * In the page, from its first moment: when some of the scene is on a canvas (more than a hundredth of what is looked
 * at differs from its commonest colour), and when `ardoise.ready` is fulfilled and two frames have passed.
 */
const watch = (page: Page) =>
  page.addInitScript((done) => {
    const times: Times = { first: null, complete: null }
    const isDrawnOn = (canvas: HTMLCanvasElement) => {
      const ctx = canvas.width > 500 ? canvas.getContext('2d') : null
      if (!ctx) return false
      const counts = new Map<number, number>()
      let sum = 0
      for (let row = 1; row < 8; row++) {
        const y = Math.floor((canvas.height * row) / 8)
        for (const pixel of new Uint32Array(ctx.getImageData(0, y, canvas.width, 1).data.buffer)) {
          counts.set(pixel, (counts.get(pixel) ?? 0) + 1)
          sum++
        }
      }
      return Math.max(...counts.values()) < 0.99 * sum
    }
    let isHooked = false
    requestAnimationFrame(function look() {
      if (!isHooked && window.ardoise) {
        isHooked = true
        const say = () => {
          times.complete = performance.now()
          console.debug(done + JSON.stringify(times))
        }
        void window.ardoise.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(say)))
      }
      if ([...document.querySelectorAll('canvas')].some(isDrawnOn)) times.first = performance.now()
      if (times.first === null && times.complete === null) requestAnimationFrame(look)
    })
  }, DONE)

/** A page that the server does not know: our layout and a text. */
const BARE_PATH = '/no-such-page'

/** The floor of an empty board: a page of Next and React with nothing on it, until React has it and two frames have passed. */
export async function measureBarePage(browser: Browser, origin: string): Promise<Measured> {
  const context = await newContext(browser)
  try {
    const page = await context.newPage()
    await page.addInitScript((done) => {
      requestAnimationFrame(function look() {
        const main = document.querySelector('main')
        // React marks each element that it has taken over.
        if (!main || !Object.keys(main).some((key) => key.startsWith('__reactFiber')))
          return void requestAnimationFrame(look)
        const say = () => console.debug(`${done}${performance.now()}`)
        requestAnimationFrame(() => requestAnimationFrame(say))
      })
    }, DONE)
    const said = Number(await saidBy(page, origin + BARE_PATH))
    return { figures: { firstMs: said, completeMs: said }, wrong: [] }
  } finally {
    await context.close()
  }
}

/** Go there, and wait for what the page says when it is done. */
async function saidBy(page: Page, url: string): Promise<string> {
  const done = page.waitForEvent('console', {
    predicate: (message) => message.text().startsWith(DONE),
    timeout: LIMIT_MS,
  })
  const [said] = await Promise.all([done, page.goto(url, { waitUntil: 'commit' })])
  return said.text().slice(DONE.length)
}

/** From navigation to the first shapes and to the first complete picture, in a browser that has never been there. */
export async function measureOpen(
  browser: Browser,
  url: string,
  shapes: number,
  eye: Eye,
): Promise<Measured> {
  const context = await newContext(browser)
  try {
    const page = await context.newPage()
    page.setDefaultTimeout(LIMIT_MS)
    await watch(page)
    const { first, complete } = JSON.parse(await saidBy(page, url)) as Times
    const atOnce = await shot(page, CLEAR)
    const count = await page.evaluate(() => window.ardoise!.count())
    await new Promise((resolve) => setTimeout(resolve, LATER_MS))
    const difference = shapes > 0 ? await eye.difference(atOnce, await shot(page, CLEAR)) : 0
    const wrong = [
      ...(count === shapes ? [] : [`${count} of ${shapes} shapes`]),
      ...(difference <= MAX_DIFFERENCE ? [] : [`${difference} of the picture came later`]),
    ]
    return {
      figures: { firstMs: shapes > 0 ? (first ?? complete!) : complete!, completeMs: complete! },
      wrong,
    }
  } finally {
    await context.close()
  }
}

/** What has to be reached, by size of the board. */
export const openGoals = (shapes: number): readonly Goal[] =>
  shapes === 0
    ? [{ figure: 'completeMs', is: 'at most', value: 500 }]
    : shapes <= 10_000
      ? [{ figure: 'completeMs', is: 'at most', value: 1_000 }]
      : shapes <= 100_000
        ? [
            { figure: 'firstMs', is: 'at most', value: 800 },
            { figure: 'completeMs', is: 'at most', value: 3_000 },
          ]
        : []
