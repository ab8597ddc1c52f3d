import type { Page } from '@playwright/test'
import { createBoard, shapesOf } from './board-page'
import { expect, test } from './fixtures'
import { TestServer } from './server'

/** A square of `count` boxes, 100 units apart, from the origin. */
const boxes = (count: number) => {
  const side = Math.ceil(Math.sqrt(count))
  const shapes = Array.from({ length: count }, (_, i) => ({
    id: `box-${i}`,
    type: 'rectangle',
    order: `a${String(i).padStart(4, '0')}1`,
    geo: [(i % side) * 100, Math.floor(i / side) * 100, 60, 40, 0],
    style: {},
  }))
  return JSON.stringify({ type: 'ardoise', version: 1, board: { name: 'Boxes' }, shapes })
}
async function importBoxes(url: string, count: number): Promise<string> {
  const answer = await fetch(`${url}/api/v1/boards/import?name=boxes.ardoise.json`, {
    method: 'POST',
    body: boxes(count),
  })
  return ((await answer.json()) as { id: string }).id
}

/** Opens a page as a program does: nothing but the interface tells when it may go on. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await page.waitForFunction(() => window.ardoise)
  await page.evaluate(() => window.ardoise!.ready)
}

test('a script waits until the board is there, looks around and reads what is on it', async ({
  server,
  newPerson,
}) => {
  const id = await importBoxes(server.url, 400)
  const page = await newPerson()
  await open(page, `/b/${id}`)
  expect(await page.evaluate(() => window.ardoise!.count())).toBe(400)

  const all = await page.evaluate(() => window.ardoise!.shapes())
  expect(all).toEqual(await shapesOf(server.url, id))
  expect(await page.evaluate(() => window.ardoise!.shapes(['box-7', 'box-2']).map(({ id }) => id))).toEqual([
    'box-7',
    'box-2',
  ])

  const there = { x: 120, y: -40, zoom: 0.5 }
  expect(await page.evaluate((to) => window.ardoise!.view(to), there)).toEqual(there)
  expect(await page.evaluate(() => window.ardoise!.view({ zoom: 2 }))).toEqual({ ...there, zoom: 2 })
  expect(await page.evaluate(() => window.ardoise!.zoom())).toBe(2)
  const all400 = await page.evaluate(() => window.ardoise!.fit())
  expect(all400.x).toBeLessThan(0)
  expect(all400.zoom).toBeLessThan(0.5)
  expect(await page.evaluate(() => window.ardoise!.view())).toEqual(all400)
})

test('what a script selects it is told the place of, on the page and on the screen', async ({
  server,
  newPerson,
}) => {
  const id = await importBoxes(server.url, 25)
  const page = await newPerson()
  await open(page, `/b/${id}`)
  await page.evaluate(() => window.ardoise!.view({ x: -100, y: -100, zoom: 2 }))
  const bounds = await page.evaluate(() => window.ardoise!.select(['box-0', 'box-6']))
  expect(bounds).toEqual({ x: 0, y: 0, w: 160, h: 140, screen: { x: 200, y: 200, w: 320, h: 280 } })
  expect(await page.evaluate(() => window.ardoise!.selection())).toEqual(['box-0', 'box-6'])

  const { x, y, w, h } = bounds!.screen
  await page.mouse.move(x + w / 2, y + h / 2)
  await page.mouse.down()
  await page.mouse.move(x + w / 2 + 100, y + h / 2 + 60, { steps: 4 })
  await page.mouse.up()
  expect(await page.evaluate(() => window.ardoise!.shapes(['box-6'])[0]!.geo.slice(0, 2))).toEqual([150, 130])

  // Of a number the nearest to the middle of the view are taken: page (480, 350) here.
  await page.evaluate(() => window.ardoise!.view({ x: -240, y: -100, zoom: 1 }))
  await page.evaluate(() => window.ardoise!.select(1))
  expect(await page.evaluate(() => window.ardoise!.selection())).toEqual(['box-19'])
  expect(await page.evaluate(() => window.ardoise!.select(0))).toBeNull()
  await page.evaluate(() => window.ardoise!.select(1_000))
  expect(await page.evaluate(() => window.ardoise!.selection().length)).toBe(25)
})

test('a script takes a tool in hand, and waits until nothing is left to paint', async ({
  server,
  newPerson,
  eye,
}) => {
  const id = await createBoard(server.url)
  const page = await newPerson()
  await open(page, `/b/${id}`)
  expect(await page.evaluate(() => window.ardoise!.tool())).toBe('select')
  expect(await page.evaluate(() => window.ardoise!.tool('rectangle'))).toBe('rectangle')
  await page.mouse.move(400, 300)
  await page.mouse.down()
  await page.mouse.move(800, 600, { steps: 4 })
  await page.mouse.up()
  await page.evaluate(() => window.ardoise!.select(0))
  await page.evaluate(() => window.ardoise!.settled())
  expect(await eye.ink(page, { x: 380, y: 280, width: 440, height: 340 })).toBeGreaterThan(0.005)
  expect(await page.evaluate(() => window.ardoise!.count())).toBe(1)
})

test('wrong arguments are told so, and change nothing', async ({ server, newPerson }) => {
  const id = await importBoxes(server.url, 4)
  const page = await newPerson()
  await open(page, `/b/${id}`)
  const before = await page.evaluate(() => window.ardoise!.view())
  for (const [call, answer] of [
    ['view({ x: NaN })', 'TypeError: view: x has to be a finite number, not NaN'],
    ['view({ zoom: "2" })', 'TypeError: view: zoom has to be a positive number, not "2"'],
    ['view({ zoom: 0 })', 'TypeError: view: zoom has to be a positive number, not 0'],
    ['tool("hammer")', 'TypeError: tool: "hammer" is none of select, lasso, hand, pen'],
    ['select(["nobody"])', 'RangeError: select: "nobody" is not on the board'],
    ['select(1.5)', 'RangeError: select: wants a whole number of shapes, not 1.5'],
    ['shapes("box-1")', 'TypeError: shapes: wants a list of ids, not "box-1"'],
  ] as const) {
    await expect(page.evaluate(`ardoise.${call}`), call).rejects.toThrow(answer)
  }
  expect(await page.evaluate(() => window.ardoise!.view())).toEqual(before)
  expect(await page.evaluate(() => window.ardoise!.tool())).toBe('select')
  expect(await page.evaluate(() => window.ardoise!.selection())).toEqual([])
})

test('a board that may only be looked at offers the same, except drawing', async ({ newPerson }) => {
  const server = await TestServer.start({ DEFAULT_LINK_ROLE: 'view' })
  try {
    const id = await createBoard(server.url, 'Look')
    const page = await newPerson({ baseURL: server.url })
    await open(page, `/b/${id}`)
    expect(await page.evaluate(() => window.ardoise!.count())).toBe(0)
    expect(await page.evaluate(() => window.ardoise!.tool('hand'))).toBe('hand')
    const refused = 'Error: tool: pen is not offered: the board is read-only'
    await expect(page.evaluate('ardoise.tool("pen")')).rejects.toThrow(refused)
  } finally {
    await server.stop()
  }
})
