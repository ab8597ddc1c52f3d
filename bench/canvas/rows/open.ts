import type { Browser, Page } from 'playwright'
import { newContext } from '../../harness'
import { CLEAR } from '../stage'
import { shot, type Eye } from '../picture'
import type { Measured } from '../../results'
import type { Goal } from './row'

/** Beyond this a page is said not to finish. */
const LIMIT_MS = 120_000
/** A board that was complete looks the same a while later. */
const LATER_MS = 1_000
const MAX_DIFFERENCE = 0.005

/** A picture made by the server is another's pixels: beside the page's own, averages of small squares may differ by this (of 1). */
const MAX_UNLIKENESS = 0.02
/** The server draws a board once it has rested; how long that may take. */
const PREVIEW_WITHIN_MS = 180_000
/** How often the page is asked whether all shapes are there (ms). */
const POLL_MS = 50
/** Boards from this size on come with a picture. */
const LEAST_PREVIEWED = 10_000

interface Times {
  /** Some of the scene is on a canvas. */
  first: number | null
  /** A picture of all of it is on the page, made elsewhere. */
  picture: number | null
  /** All of it is here: it can be drawn on. */
  loaded: number | null
  /** And painted by the page itself. */
  sharp: number | null
  /** From the first moment of the board's own code on: what its scripts take to start is in the times already. */
  longestTask: number
}

/** How the page says that it is done: whatever asked it meanwhile would take its time for what is measured. */
const DONE = 'bench: opened '

/**
 * In the page, from its first moment: when some of the scene is on a canvas (more than a hundredth of what is looked
 * at differs from its commonest colour), when a picture of it is on the page, and when `ardoise.ready` is fulfilled
 * and two frames have passed.
 */
const watch = (page: Page, shapes: number) =>
  page.addInitScript(
    ([done, shapes, pollMs]) => {
      const times: Times = { first: null, picture: null, loaded: null, sharp: null, longestTask: 0 }
      new PerformanceObserver((list) => {
        for (const { startTime, duration } of list.getEntries())
          if (startTime >= hookedAt) times.longestTask = Math.max(times.longestTask, duration)
      }).observe({ type: 'longtask' })
      // When the frame with the picture in it was shown, as the browser says.
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & { element: Element | null })[])
          if (entry.element?.matches('#drawing img')) times.picture ??= entry.startTime
      }).observe({ type: 'largest-contentful-paint', buffered: true })
      const lookForAll = () => {
        if (window.ardoise!.count() === shapes) times.loaded = performance.now()
        else setTimeout(lookForAll, pollMs)
      }
      const inTwoFrames = (run: () => void) => requestAnimationFrame(() => requestAnimationFrame(run))
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
      let hookedAt = Infinity
      requestAnimationFrame(function look() {
        if (!isHooked && window.ardoise) {
          isHooked = true
          hookedAt = performance.now()
          const say = () => {
            times.sharp = performance.now()
            times.loaded ??= times.sharp
            console.debug(done + JSON.stringify(times))
          }
          // Of a peer's page there is no more to know than when it is done.
          if (document.getElementById('drawing')) lookForAll()
          void window.ardoise.ready.then(() => inTwoFrames(say))
        }
        const isSeen = () => times.first !== null || times.picture !== null
        if (!isSeen() && [...document.querySelectorAll('canvas')].some(isDrawnOn))
          times.first = performance.now()
        if (!isHooked || (!isSeen() && times.sharp === null)) requestAnimationFrame(look)
      })
    },
    [DONE, shapes, POLL_MS] as const,
  )

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
    return { figures: { firstMs: said, completeMs: said, loadedMs: said, sharpMs: said }, wrong: [] }
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
    await watch(page, shapes)
    const { first, picture, loaded, sharp, longestTask } = JSON.parse(await saidBy(page, url)) as Times
    const atOnce = await shot(page, CLEAR)
    const count = await page.evaluate(() => window.ardoise!.count())
    await new Promise((resolve) => setTimeout(resolve, LATER_MS))
    const later = await shot(page, CLEAR)
    const difference = shapes > 0 ? await eye.difference(atOnce, later) : 0
    const unlikeness = picture === null ? 0 : await eye.unlikeness(await previewOf(browser, url), later)
    const wrong = [
      ...(count === shapes ? [] : [`${count} of ${shapes} shapes`]),
      ...(difference <= MAX_DIFFERENCE ? [] : [`${difference} of the picture came later`]),
      ...(unlikeness <= MAX_UNLIKENESS ? [] : [`the server’s picture differs by ${unlikeness}`]),
    ]
    const completeMs = picture ?? sharp!
    return {
      figures: {
        firstMs: Math.min(completeMs, shapes > 0 && first !== null ? first : completeMs),
        completeMs,
        loadedMs: loaded!,
        sharpMs: sharp!,
        longestTaskMs: longestTask,
      },
      wrong,
    }
  } finally {
    await context.close()
  }
}

/** The page without any of its code: what is seen is what the server drew. */
async function previewOf(browser: Browser, url: string): Promise<string> {
  const context = await newContext(browser)
  try {
    const page = await context.newPage()
    await page.route('**/*.js', (route) => route.abort())
    await page.goto(url)
    await page.waitForFunction(() => document.querySelector<HTMLImageElement>('#drawing img')?.naturalWidth)
    return await shot(page, CLEAR)
  } finally {
    await context.close()
  }
}

/** Waits until the page of a large board comes with a picture, as it does once the board has rested. */
export async function previewed(url: string, shapes: number): Promise<void> {
  if (shapes < LEAST_PREVIEWED) return
  const from = performance.now()
  while (!(await (await fetch(url)).text()).includes('ardoisePreview')) {
    if (performance.now() - from > PREVIEW_WITHIN_MS)
      throw new Error('The server draws no picture of the board.')
    await new Promise((resolve) => setTimeout(resolve, 1_000))
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
            { figure: 'loadedMs', is: 'at most', value: 3_000 },
            { figure: 'longestTaskMs', is: 'at most', value: 50 },
          ]
        : []
