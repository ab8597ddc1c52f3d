import type { Page } from '@playwright/test'
import { createBoard, expectTypes } from './board-page'
import { expect, test } from './fixtures'

const view = (page: Page) => page.evaluate(() => window.ardoise!.view())
const settled = (page: Page) => page.evaluate(() => window.ardoise!.settled())

/** A board with shapes that are `across` units apart. */
async function wideBoard(url: string, across: number): Promise<string> {
  const id = await createBoard(url, 'Wide')
  const shapes = [0, across].map((x, n) => ({
    id: `shape-${n}`,
    type: 'rectangle',
    geo: [x, 0, 400, 300, 0],
    style: { fill: 'blue' },
    order: `a${n}`,
    parent: null,
    data: {},
  }))
  const file = JSON.stringify({ type: 'ardoise', version: 1, board: { name: 'Wide' }, shapes })
  const answer = await fetch(`${url}/api/v1/boards/${id}/import?name=wide.ardoise.json`, {
    method: 'POST',
    body: file,
  })
  expect(answer.status, await answer.text()).toBeLessThan(300)
  await expectTypes(url, id, ['rectangle', 'rectangle'])
  return id
}

test('zooming is seen on its way, a hand stops it where it is, and it ends where it was to go', async ({
  server,
  openBoard,
}) => {
  const id = await wideBoard(server.url, 3_000)
  const { page } = await openBoard(id)
  await settled(page)
  const before = (await view(page)).zoom
  /** The zoom of each frame until nothing moves, after a key; a press after so many frames. */
  const zooms = (key: string, pressAfter = Infinity) =>
    page.evaluate(
      async ([digit, least]) => {
        const host = document.querySelector('[role=application]')!
        const seen: number[] = []
        host.dispatchEvent(
          new KeyboardEvent('keydown', {
            key: digit,
            code: `Digit${digit}`,
            ctrlKey: digit === '0',
            shiftKey: digit === '1',
            bubbles: true,
          }),
        )
        for (let still = 0, frame = 0; still < 8; frame++) {
          await new Promise(requestAnimationFrame)
          const zoom = window.ardoise!.zoom()
          still = zoom === seen.at(-1) ? still + 1 : 0
          seen.push(zoom)
          if (frame >= least && still === 0) {
            host.dispatchEvent(new WheelEvent('wheel', { deltaX: 0.001, bubbles: true, cancelable: true }))
            return [
              ...seen,
              ...(await new Promise<number[]>((done) =>
                setTimeout(() => done([window.ardoise!.zoom()]), 300),
              )),
            ]
          }
        }
        return seen
      },
      [key, pressAfter] as const,
    )
  const way = await zooms('0')
  expect(way.at(-1)).toBe(1)
  expect(new Set(way).size, 'drawn between').toBeGreaterThan(2)
  expect(way).toEqual([...way].sort((a, b) => a - b))
  const stopped = await zooms('1', 1)
  expect(stopped.at(-1), 'where the hand came').toBe(stopped.at(-2))
  expect(stopped.at(-1)).toBeGreaterThan(before)
  await page.keyboard.press('Shift+Digit1')
  await settled(page)
  expect((await view(page)).zoom).toBeCloseTo(before, 9)
})

test('four presses of zoom in double the picture, without motion for those who want none', async ({
  server,
  openBoard,
}) => {
  const id = await createBoard(server.url, 'Steps')
  const ana = await openBoard(id)
  for (let press = 0; press < 4; press++) await ana.page.keyboard.press('Control+Equal')
  await settled(ana.page)
  expect((await view(ana.page)).zoom).toBeCloseTo(2, 6)
  const ben = await openBoard(id, { reducedMotion: 'reduce' })
  await ben.page.keyboard.press('Control+Equal')
  expect((await view(ben.page)).zoom).toBeCloseTo(2 ** 0.25, 6)
})

test('a board nearly a million units wide is seen whole, and its zoom is told in figures', async ({
  server,
  openBoard,
  eye,
}) => {
  const id = await wideBoard(server.url, 950_000)
  const { page } = await openBoard(id)
  await page.keyboard.press('Shift+Digit1')
  await settled(page)
  const { x, zoom } = await view(page)
  expect(x).toBeLessThan(0)
  expect(x + 1440 / zoom).toBeGreaterThan(950_400)
  await expect(page.getByRole('button', { name: /^Zoom 0\.1\d %/ })).toBeVisible()
  const middle = -(await page.evaluate(() => window.ardoise!.view().y * window.ardoise!.zoom()))
  const left = { x: -x * zoom - 6, y: middle - 6, width: 12, height: 12 }
  expect(await eye.ink(page, left), 'a shape of less than a pixel is still to be seen').toBeGreaterThan(0)
})

test('a board opens where one was on this device; a first visit shows everything', async ({
  server,
  newPerson,
}) => {
  const id = await wideBoard(server.url, 20_000)
  const page = await newPerson({ reducedMotion: 'reduce' })
  const open = async () => {
    await page.goto(`/b/${id}`)
    await expect(page.getByText('Saved', { exact: true })).toBeVisible()
    await page.evaluate(() => window.ardoise!.ready)
  }
  await open()
  expect((await view(page)).zoom).toBeLessThan(0.1)
  await page.evaluate(() => window.ardoise!.view({ x: 19_500, y: -200, zoom: 0.75 }))
  const left = await view(page)
  await open()
  const back = await view(page)
  expect(back.zoom).toBe(0.75)
  expect(Math.abs(back.x - left.x)).toBeLessThan(2)
  expect(Math.abs(back.y - left.y)).toBeLessThan(2)
  const stranger = await newPerson({ reducedMotion: 'reduce' })
  await stranger.goto(`/b/${id}`)
  await expect(stranger.getByText('Saved', { exact: true })).toBeVisible()
  expect((await view(stranger)).zoom).toBeLessThan(0.1)
})

test('a page that is thrown by two fingers goes on, and comes to rest', async ({ server, openBoard }) => {
  const id = await wideBoard(server.url, 3_000)
  const { page } = await openBoard(id, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  })
  await settled(page)
  const cdp = await page.context().newCDPSession(page)
  // The events say when they happened, so that a busy machine does not make a slow hand of a quick one.
  let time = Date.now() / 1000
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at: readonly (readonly [number, number])[]) =>
    cdp.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: at.map(([x, y]) => ({ x, y })),
      timestamp: (time += 0.016),
    })
  const before = await view(page)
  await touch('touchStart', [[200, 400], [260, 400]]) // prettier-ignore
  for (let step = 1; step <= 8; step++)
    await touch('touchMove', [[200 - step * 12, 400], [260 - step * 12, 400]]) // prettier-ignore
  await touch('touchEnd', [])
  const carried = before.x + (8 * 12) / before.zoom
  await expect.poll(async () => (await view(page)).x).toBeGreaterThan(carried + 20)
  await settled(page)
  const rest = (await view(page)).x
  await page.evaluate(() => new Promise(requestAnimationFrame))
  expect((await view(page)).x).toBe(rest)
})
