import AxeBuilder from '@axe-core/playwright'
import { BoardPage, createBoard } from './board-page'
import { expect, test } from './fixtures'
import { prepareBoard } from './prepared-board'

const SHAPES = 5_000

test('a large board says how much of it is there, and that it is loaded; a small one says nothing', async ({
  server,
  newPerson,
}) => {
  const shapes = Array.from({ length: SHAPES }, (_, i) => ({
    id: `shape${String(i).padStart(8, '0')}`,
    geo: [(i % 80) * 130, Math.floor(i / 80) * 100, 100, 70, 0] as const,
  }))
  const id = await prepareBoard(server.url, shapes)
  const page = await newPerson()
  // A thin line: each piece waits until it is let through.
  let letThrough: (() => void)[] = []
  let isThin = true
  await page.routeWebSocket(/\/sync\//, (socket) => {
    const onward = socket.connectToServer()
    let before = Promise.resolve()
    onward.onMessage((message) => {
      const turn = isThin ? new Promise<void>((resolve) => letThrough.push(resolve)) : Promise.resolve()
      before = before.then(() => turn).then(() => socket.send(message))
    })
  })
  const next = async (count: number) => {
    await expect.poll(() => letThrough.length).toBeGreaterThanOrEqual(count)
    for (const open of letThrough.splice(0, count)) open()
  }
  await page.goto(`/b/${id}`)
  const bar = page.getByRole('progressbar', { name: 'Loading the board' })
  const percent = async () => Number(await bar.getAttribute('aria-valuenow'))
  await next(4)
  await expect.poll(percent).toBeGreaterThan(0)
  const early = await percent()
  await expect(page.getByRole('status').getByText('Loading the board')).toBeAttached()
  expect((await new AxeBuilder({ page }).include('[role=progressbar]').analyze()).violations).toEqual([])
  await next(2)
  await expect.poll(percent).toBeGreaterThan(early)
  expect(await percent()).toBeLessThan(100)
  isThin = false
  for (const open of letThrough) open()
  letThrough = []
  const ana = new BoardPage(page)
  await ana.saved()
  await expect(bar).toHaveCount(0)
  await expect(page.getByText('The board is loaded')).toBeAttached()
  expect(await page.evaluate(() => window.ardoise!.count())).toBe(SHAPES)

  const small = new BoardPage(await newPerson())
  await small.open(await createBoard(server.url))
  await expect(small.page.getByText('The board is loaded')).not.toBeAttached()
})
