import { BoardPage, createBoard, drawBox, expectTypes, says, shapesOf } from './board-page'
import { expect, test } from './fixtures'
import { TestProxy, type Upgrades } from './proxy'
import { TestServer } from './server'

/** What a browser says by itself about networks as these. */
test.beforeEach(({}, info) => {
  for (const description of ['WebSocket connection to', 'the server responded with a status of', 'net::ERR_'])
    info.annotations.push({ type: 'expected-console', description })
})

/** Both sides notice a dead connection within this, and say so. */
const NOTICED_MS = 12_000
/** What a busy machine and a poll of the test add. */
const GRACE_MS = 3_000

test('a page connects once for its document and once for its people, however long that takes', async ({
  server,
  newPerson,
}) => {
  const proxy = await TestProxy.start(server.url)
  // Longer than the page takes to be complete.
  proxy.weather = { delayMs: 400 }
  const page = await newPerson({ baseURL: proxy.url })
  const ana = new BoardPage(page)
  await ana.open(await createBoard(server.url))
  await expect(page.getByRole('button', { name: '1 person on this board' })).toBeVisible()
  expect(proxy.upgradesSeen).toBe(2)
  await page.close()
  await proxy.stop()
})

test('[F15, F38] half-open connections are noticed by both sides within 12 s, whichever way they went; idle ones stay', async ({
  server,
  newPerson,
  openBoard,
}) => {
  const id = await createBoard(server.url, 'Half open')
  const proxies: TestProxy[] = []
  const openBehind = async (upgrades: Upgrades) => {
    const proxy = await TestProxy.start(server.url)
    proxies.push(proxy)
    proxy.upgrades = upgrades
    const board = new BoardPage(await newPerson({ baseURL: proxy.url }))
    await board.open(id)
    return { proxy, page: board.page }
  }
  const ben = await openBoard(id)
  const ana = await openBehind('pass')
  const cleo = await openBehind('strip')
  const dora = await openBehind('pass')
  const people = (count: number) => ben.page.getByRole('button', { name: `${count} people on this board` })
  await expect(people(4)).toBeVisible()

  // Shorter than any load balancer's patience, and longer than the silence of an idle board.
  dora.proxy.weather = { idleMs: 8_000 }
  const upgradesOfDora = dora.proxy.upgradesSeen
  const cut = [ana, cleo]
  for (const { proxy } of cut) proxy.hold()
  const heldAt = Date.now()
  for (const [n, person] of cut.entries()) await drawBox(person, n)
  await Promise.all([
    ...cut.map(({ page }) => says(page, /^Offline · 1 change kept on this device/, NOTICED_MS + GRACE_MS)),
    expect(people(2)).toBeVisible({ timeout: NOTICED_MS + GRACE_MS }),
  ])
  expect(Date.now() - heldAt).toBeLessThan(NOTICED_MS + GRACE_MS)
  expect(dora.proxy.upgradesSeen).toBe(upgradesOfDora)

  for (const { proxy } of cut) proxy.release()
  for (const { page } of cut) await says(page, 'Saved', 20_000)
  await expectTypes(server.url, id, ['rectangle', 'rectangle'])
  await expect(people(4)).toBeVisible()
  for (const proxy of proxies) await proxy.stop()
})

test('[F16] over two seconds there and back, with one message in twenty lost, people draw by either way, stay connected, and have the same in the end', async ({
  server,
  newPerson,
}) => {
  const id = await createBoard(server.url, 'Far away')
  const people: { board: BoardPage; proxy: TestProxy; upgrades: number }[] = []
  for (const upgrades of ['pass', 'strip'] as const) {
    const proxy = await TestProxy.start(server.url)
    proxy.upgrades = upgrades
    const board = new BoardPage(await newPerson({ baseURL: proxy.url }))
    await board.open(id)
    people.push({ board, proxy, upgrades: proxy.upgradesSeen })
  }
  for (const { proxy } of people) proxy.weather = { delayMs: 1_000, lossShare: 0.05, resendMs: 1_500 }
  for (let n = 0; n < 4; n++)
    for (const [i, { board }] of people.entries()) await drawBox(board, 2 * n + i, i === 0 ? 'r' : 'o')
  const drawnAt = Date.now()
  for (const { board } of people) await says(board.page, 'Saved', 15_000)
  expect(Date.now() - drawnAt).toBeGreaterThan(1_500)
  const types = Array.from({ length: 8 }, (_, n) => (n % 2 === 0 ? 'rectangle' : 'ellipse'))
  await expectTypes(server.url, id, types)
  for (const { board } of people)
    await expect.poll(() => board.page.evaluate(() => window.ardoise!.count()), { timeout: 15_000 }).toBe(8)
  expect(Date.now() - drawnAt).toBeLessThan(15_000)
  expect(people[0]!.proxy.upgradesSeen).toBe(people[0]!.upgrades)
  for (const { proxy } of people) await proxy.stop()
})

test('[F25] a server that is restarted while people draw: nothing acknowledged is lost, both ways come back by themselves', async ({
  newPerson,
}) => {
  const server = await TestServer.start()
  const id = await createBoard(server.url, 'Upgrade')
  const proxies: TestProxy[] = []
  const people: BoardPage[] = []
  for (const upgrades of ['pass', 'strip'] as const) {
    const proxy = await TestProxy.start(server.url)
    proxies.push(proxy)
    proxy.upgrades = upgrades
    const board = new BoardPage(await newPerson({ baseURL: proxy.url }))
    await board.open(id)
    people.push(board)
  }
  const [ana, ben] = people as [BoardPage, BoardPage]
  await drawBox(ana, 0)
  await ana.saved()
  const isAcknowledged = await shapesOf(server.url, id)
  // In the middle of a gesture of one, and just after one of the other.
  await ana.tool('r')
  await ana.drag(
    [
      [300, 400],
      [400, 500],
    ],
    { hold: true },
  )
  await drawBox(ben, 1, 'o')
  const endedAt = Date.now()
  await server.end()
  expect(Date.now() - endedAt).toBeLessThan(20_000)
  await ana.lift()
  await server.up()
  expect(await shapesOf(server.url, id)).toEqual(expect.arrayContaining(isAcknowledged))
  for (const { page } of people) await says(page, 'Saved', 20_000)
  await expectTypes(server.url, id, ['rectangle', 'rectangle', 'ellipse'])
  for (const proxy of proxies) await proxy.stop()
  await server.stop()
})
