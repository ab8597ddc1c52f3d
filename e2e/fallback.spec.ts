import type { Page } from '@playwright/test'
import { BoardPage, createBoard, expectTypes, shapesOf } from './board-page'
import { expect, test } from './fixtures'
import { TestProxy, type Upgrades } from './proxy'
import { TestServer } from './server'

/** What a browser says about a proxy that lets no WebSocket through. */
const EXPECTED = ['WebSocket connection to', 'the server responded with a status of', 'net::ERR_']

test.beforeEach(({}, info) => {
  for (const description of EXPECTED) info.annotations.push({ type: 'expected-console', description })
})

/** The line of the connection's details. */
const detail = (page: Page, name: string) =>
  page
    .getByRole('region', { name: 'Connection' })
    .getByRole('definition')
    .nth(['Transport', 'Round trip', 'Connected since'].indexOf(name))

/** Milliseconds until the board is there. */
async function openedIn(board: BoardPage, id: string): Promise<number> {
  await board.open(id)
  return board.page.evaluate(() => performance.now())
}

async function behind(server: TestServer, upgrades: Upgrades): Promise<TestProxy> {
  const proxy = await TestProxy.start(server.url)
  proxy.upgrades = upgrades
  return proxy
}

for (const upgrades of ['strip', 'swallow'] as const)
  test(`[F36] where a proxy ${upgrades}s upgrades the board is there five seconds later at most, Saved survives kill -9, and the details say how it travels`, async ({
    newPerson,
  }) => {
    const server = await TestServer.start()
    const proxy = await behind(server, upgrades)
    try {
      const id = await createBoard(server.url, 'Requests only')
      const directMs = await openedIn(new BoardPage(await newPerson({ baseURL: server.url })), id)
      const page = await newPerson({ baseURL: proxy.url })
      const ana = new BoardPage(page)
      const tookMs = await openedIn(ana, id)
      expect(proxy.upgradesSeen).toBeGreaterThan(0)
      expect(tookMs - directMs).toBeLessThan(5_000)

      await page.getByRole('button', { name: /^State of the board/ }).click()
      await expect(detail(page, 'Transport')).toHaveText('Long polling')
      await expect(detail(page, 'Round trip')).toHaveText(/^\d+ ms$/)
      await expect(detail(page, 'Connected since')).toHaveText(/\d:\d\d/)
      await page.keyboard.press('Escape')

      await ana.tool('r')
      await ana.drag([
        [300, 300],
        [500, 420],
      ])
      await ana.saved()
      await server.kill9()
      await expect(page.getByRole('button', { name: /Offline/ })).toBeVisible()
      await server.up()
      expect((await shapesOf(server.url, id)).map(({ type }) => type)).toEqual(['rectangle'])
      await ana.saved()
    } finally {
      await proxy.stop()
      await server.kill9()
    }
  })

test('one behind such a proxy and one without draw together, and the first goes back to a WebSocket when one works', async ({
  server,
  newPerson,
  openBoard,
}) => {
  const proxy = await behind(server, 'strip')
  const id = await createBoard(server.url, 'Two ways')
  const ana = new BoardPage(await newPerson({ baseURL: proxy.url }))
  await ana.open(id)
  const ben = await openBoard(id)
  await ana.tool('r')
  await ana.drag([
    [300, 300],
    [500, 420],
  ])
  await ben.tool('o')
  await ben.drag([
    [700, 300],
    [900, 420],
  ])
  await ana.saved()
  await ben.saved()
  await expectTypes(server.url, id, ['rectangle', 'ellipse'])

  await ana.page.getByRole('button', { name: /^State of the board/ }).click()
  await expect(detail(ana.page, 'Transport')).toHaveText('Long polling')
  proxy.upgrades = 'pass'
  await ana.page.evaluate(() => dispatchEvent(new Event('online')))
  await expect(detail(ana.page, 'Transport')).toHaveText('WebSocket')
  await ana.page.keyboard.press('Escape')
  await ana.tool('d')
  await ana.drag([
    [300, 600],
    [500, 700],
  ])
  await ana.saved()
  await expectTypes(server.url, id, ['rectangle', 'ellipse', 'diamond'])
  await proxy.stop()
})
