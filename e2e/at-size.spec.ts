import type { BoardPage } from './board-page'
import { shapesOf } from './board-page'
import { expect, test } from './fixtures'
import { geosOf, lineUpWithScreen, prepareBoard, type PreparedShape } from './prepared-board'

/** A field of small boxes: more than are written at once, and than a live message holds. */
const [COLUMNS, ROWS] = [60, 50]
const FIELD: readonly PreparedShape[] = Array.from({ length: COLUMNS * ROWS }, (_, i) => ({
  id: `box${String(i).padStart(4, '0')}`,
  geo: [300 + (i % COLUMNS) * 12, 120 + Math.floor(i / COLUMNS) * 11, 9, 8, 0],
}))
/** In a box in the middle, away from all handles, and where a drag takes it. */
const GRIP = [664, 399] as const
const BELOW = [724, 439] as const
/** The dots of the paper are this share of an empty place, at most. */
const PAPER = 0.02
/** Where the first box was, and nothing is once all are dragged from there. */
const CORNER = { x: 296, y: 116, width: 40, height: 30 }

type Geos = Record<string, readonly number[]>
const hundredths = (value: number) => Math.round(value * 100) / 100
/** How far all shapes have moved from where they were prepared; null when not all by the same. */
function shiftOf(geos: Geos): readonly number[] | null {
  const all = FIELD.map(({ id, geo: [x, y] }) => {
    const [nowX, nowY] = geos[id]!
    return [hundredths(nowX! - x), hundredths(nowY! - y)].join()
  })
  return new Set(all).size === 1 ? all[0]!.split(',').map(Number) : null
}
const shiftIn = async ({ page }: BoardPage) => shiftOf(await geosOf(page))
const countIn = ({ page }: BoardPage) => page.evaluate(() => window.ardoise!.count())

async function two(openBoard: (id: string) => Promise<BoardPage>, url: string) {
  const id = await prepareBoard(url, FIELD)
  const [ana, ben] = await Promise.all([openBoard(id), openBoard(id)])
  await Promise.all([lineUpWithScreen(ana.page), lineUpWithScreen(ben.page)])
  return { id, ana, ben }
}

test('thousands of shapes are selected and dragged, undone and redone as one; the other sees the same', async ({
  server,
  openBoard,
  eye,
}, info) => {
  const { id, ana, ben } = await two(openBoard, server.url)
  await ana.page.keyboard.press('Control+a')
  await ana.drag([GRIP, BELOW], { hold: true })
  await expect.poll(() => eye.ink(ana.page, CORNER), 'they have left where they were').toBeLessThan(PAPER)
  expect(await eye.ink(ana.page, { x: 400, y: 200, width: 60, height: 40 })).toBeGreaterThan(0.2)
  expect(await shiftIn(ana), 'nothing is written while it is held').toEqual([0, 0])
  await ana.page.screenshot({ path: info.outputPath('held.png') })

  await ana.lift()
  await expect.poll(() => shiftIn(ana)).toEqual([60, 40])
  await expect.poll(() => shiftIn(ben)).toEqual([60, 40])
  expect(await eye.ink(ana.page, CORNER)).toBeLessThan(PAPER)
  await ana.page.keyboard.press('Control+z')
  await expect.poll(() => shiftIn(ben)).toEqual([0, 0])
  await expect.poll(() => eye.ink(ana.page, CORNER)).toBeGreaterThan(0.2)
  await ana.page.keyboard.press('Control+Shift+z')
  await expect.poll(() => shiftIn(ben)).toEqual([60, 40])

  await ana.saved()
  const stored = Object.fromEntries((await shapesOf(server.url, id)).map(({ id, geo }) => [id, geo]))
  expect(shiftOf(stored), 'and so does the disk').toEqual([60, 40])
})

test('Escape in the middle of a drag of thousands leaves all of them where they were', async ({
  server,
  openBoard,
  eye,
}) => {
  const { ana } = await two(openBoard, server.url)
  await ana.page.keyboard.press('Control+a')
  await ana.drag([GRIP, BELOW], { hold: true })
  await expect.poll(() => eye.ink(ana.page, CORNER)).toBeLessThan(PAPER)
  await ana.page.keyboard.press('Escape')
  await expect.poll(() => eye.ink(ana.page, CORNER)).toBeGreaterThan(0.2)
  await ana.lift()
  expect(await shiftIn(ana)).toEqual([0, 0])
})

test('thousands are grouped, dragged as one, taken apart, brought to the front, deleted and brought back', async ({
  server,
  openBoard,
}) => {
  const { ana, ben } = await two(openBoard, server.url)
  const { keyboard } = ana.page
  await keyboard.press('Control+a')
  await keyboard.press('Control+g')
  await expect.poll(() => countIn(ben)).toBe(FIELD.length + 1)
  await expect.poll(() => ana.page.evaluate(() => window.ardoise!.selection().length)).toBe(1)
  await ana.drag([GRIP, BELOW])
  await expect.poll(() => shiftIn(ben)).toEqual([60, 40])
  await keyboard.press('Control+Shift+g')
  await expect.poll(() => countIn(ben)).toBe(FIELD.length)
  expect(await shiftIn(ben)).toEqual([60, 40])

  // A row of them, brought to the front: they keep their order, above all others.
  await expect.poll(() => ana.page.evaluate(() => window.ardoise!.selection().length)).toBe(FIELD.length)
  const row = FIELD.slice(0, COLUMNS).map((shape) => shape.id)
  await ana.page.evaluate((ids) => void window.ardoise!.select(ids), row)
  await keyboard.press('Control+Shift+BracketRight')
  const top = () =>
    ben.page.evaluate(
      (count) =>
        window
          .ardoise!.shapes()
          .sort((a, b) => (a.order < b.order ? -1 : 1))
          .slice(-count)
          .map((shape) => shape.id),
      COLUMNS,
    )
  await expect.poll(top).toEqual(row)

  await keyboard.press('Control+a')
  await keyboard.press('Delete')
  await expect.poll(() => countIn(ben)).toBe(0)
  await keyboard.press('Control+z')
  await expect.poll(() => countIn(ben)).toBe(FIELD.length)
  expect(await top()).toEqual(row)
  await ana.saved()
})
