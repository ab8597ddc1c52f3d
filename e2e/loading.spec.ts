import AxeBuilder from '@axe-core/playwright'
import { BoardPage, createBoard } from './board-page'
import { expect, test } from './fixtures'
import { prepareBoard } from './prepared-board'
import { TestProxy } from './proxy'

const SHAPES = 8_000
/** A part of what they are sent in. */
const THIN_BYTES = 280_000

test('a large board says how much of it is there, and that it is loaded; a small one says nothing', async ({
  server,
  newPerson,
}) => {
  const shapes = Array.from({ length: SHAPES }, (_, i) => ({
    id: `shape${String(i).padStart(8, '0')}`,
    geo: [(i % 80) * 130, Math.floor(i / 80) * 100, 100, 70, 0] as const,
  }))
  const id = await prepareBoard(server.url, shapes)
  const proxy = await TestProxy.start(server.url)
  proxy.allow(THIN_BYTES)
  const page = await newPerson({ baseURL: proxy.url })
  await page.goto(`/b/${id}`)
  const bar = page.getByRole('progressbar', { name: 'Loading the board' })
  const percent = async () => Number(await bar.getAttribute('aria-valuenow'))
  await expect.poll(percent).toBeGreaterThan(0)
  const early = await percent()
  await expect(page.getByRole('status').getByText('Loading the board')).toBeAttached()
  expect((await new AxeBuilder({ page }).include('[role=progressbar]').analyze()).violations).toEqual([])
  proxy.allow(THIN_BYTES)
  await expect.poll(percent).toBeGreaterThan(early)
  expect(await percent()).toBeLessThan(100)
  proxy.allow(Infinity)
  const ana = new BoardPage(page)
  await ana.saved()
  await expect(bar).toHaveCount(0)
  await expect(page.getByText('The board is loaded')).toBeAttached()
  expect(await page.evaluate(() => window.ardoise!.count())).toBe(SHAPES)
  await page.close()
  await proxy.stop()

  const small = new BoardPage(await newPerson())
  await small.open(await createBoard(server.url))
  await expect(small.page.getByText('The board is loaded')).not.toBeAttached()
})
