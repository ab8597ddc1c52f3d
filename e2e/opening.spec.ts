import { createBoard } from './board-page'
import { expect, test } from './fixtures'
import { prepareBoard } from './prepared-board'

test('a board is asked for before any code has come, once, and is drawn before the interface is there', async ({
  server,
  openBoard,
  newPerson,
}) => {
  const id = await createBoard(server.url)
  const ana = await openBoard(id)
  await ana.tool('r')
  await ana.drag([
    [300, 300],
    [600, 500],
  ])
  await ana.saved()

  const page = await newPerson()
  const sockets: string[] = []
  page.on('websocket', (socket) => sockets.push(new URL(socket.url()).pathname))
  let release!: () => void
  const released = new Promise<void>((resolve) => (release = resolve))
  await page.route('**/_next/static/chunks/*.js', async (route) => {
    await released
    await route.continue()
  })
  // In the page, from its beginning: whether the drawing was ever seen without the interface.
  await page.addInitScript(() => {
    const seen = { isDrawnFirst: false }
    Object.assign(window, { seen })
    new MutationObserver((_, observer) => {
      if (!document.querySelector('#drawing canvas')) return
      seen.isDrawnFirst = document.querySelector('[role=toolbar]') === null
      observer.disconnect()
    }).observe(document, { childList: true, subtree: true })
  })
  await page.goto(`/b/${id}`, { waitUntil: 'commit' })
  await expect.poll(() => sockets).toEqual([`/sync/${id}`])
  await expect(page.getByText('Opening the board')).toBeVisible()
  release()
  await page.waitForFunction(() => window.ardoise)
  await page.evaluate(() => window.ardoise!.ready)
  expect(await page.evaluate(() => window.ardoise!.count())).toBe(1)
  await expect(page.getByRole('toolbar').first()).toBeVisible()
  await expect(page.getByText('Opening the board')).toBeHidden()
  expect(await page.evaluate(() => (window as unknown as { seen: object }).seen)).toEqual({
    isDrawnFirst: true,
  })
  // The session channel is Socket.IO's; the document came over the connection of the page itself.
  expect(sockets.filter((path) => path.startsWith('/sync/'))).toHaveLength(1)

  // What is drawn here goes out over the same connection.
  await page.keyboard.press('o')
  await page.mouse.move(700, 300)
  await page.mouse.down()
  await page.mouse.move(800, 400, { steps: 4 })
  await page.mouse.up()
  await expect.poll(() => ana.page.evaluate(() => window.ardoise!.count())).toBe(2)
})

const MANY_SHAPES = 5_000

test('[SY14] a large board is fetched before any code has come, and is connected to for what comes since', async ({
  server,
  newPerson,
  openBoard,
}) => {
  const shapes = Array.from({ length: MANY_SHAPES }, (_, i) => ({
    id: `shape${String(i).padStart(8, '0')}`,
    geo: [(i % 80) * 130, Math.floor(i / 80) * 100, 100, 70, 0] as const,
  }))
  const id = await prepareBoard(server.url, shapes)
  const page = await newPerson()
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  const sockets: URL[] = []
  page.on('websocket', (socket) => sockets.push(new URL(socket.url())))
  let release!: () => void
  const released = new Promise<void>((resolve) => (release = resolve))
  await page.route('**/_next/static/chunks/*.js', async (route) => {
    await released
    await route.continue()
  })
  await page.goto(`/b/${id}`, { waitUntil: 'commit' })
  await expect.poll(() => asked).toContain(`/sync/${id}/opening`)
  expect(sockets).toEqual([])
  // Somebody draws before the page can.
  const ben = await openBoard(id)
  await ben.tool('r')
  await ben.drag([
    [300, 300],
    [600, 500],
  ])
  await ben.saved()
  release()
  await page.waitForFunction(() => window.ardoise)
  await page.evaluate(() => window.ardoise!.ready)
  expect(await page.evaluate(() => window.ardoise!.count())).toBe(MANY_SHAPES + 1)
  const [socket, ...others] = sockets.filter(({ pathname }) => pathname.startsWith('/sync/'))
  expect(socket!.searchParams.get('at')).toMatch(/^\d+\.\d+$/)
  expect(others).toEqual([])
})
