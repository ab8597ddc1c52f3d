import { readFile } from 'node:fs/promises'
import { BoardPage, createBoard, drawBox, expectTypes, says } from './board-page'
import { expect, test } from './fixtures'

test('[F39] a board deleted while one is offline: a plain page says so, and offers what was not saved as a file', async ({
  newPerson,
  server,
}) => {
  test.info().annotations.push({ type: 'expected-console', description: 'status of 404' })
  const page = await newPerson()
  await page.goto('/')
  await page.getByRole('button', { name: 'Start a board' }).click()
  const ana = new BoardPage(page)
  await ana.saved()
  const id = new URL(page.url()).pathname.slice('/b/'.length)
  await drawBox(ana, 0)
  await ana.saved()
  await page.context().setOffline(true)
  await drawBox(ana, 1, 'o')
  await says(page, 'Offline · 1 change kept on this device')
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const deleted = await fetch(`${server.url}/api/v1/boards/${id}`, {
    method: 'DELETE',
    headers: { cookie, origin: server.url },
  })
  expect(deleted.status).toBeLessThan(300)

  await page.context().setOffline(false)
  await expect(page.getByRole('heading', { name: 'This board was deleted' })).toBeVisible({ timeout: 3_000 })
  await expect(page.getByText('1 change was not saved.')).toBeVisible()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Keep what you drew as a file' }).click()
  const file = JSON.parse(await readFile(await (await download).path(), 'utf8')) as {
    shapes: { type: string }[]
  }
  expect(file.shapes.map(({ type }) => type)).toEqual(['ellipse'])
})

/** Playwright's stand-in for a WebSocket throws at what is sent after its end; a real one says nothing. */
const STAND_IN = { type: 'expected-console', description: 'WebSocket is already in CLOSING or CLOSED state' }

test(
  '[F27] a page too old for the server says so; what was drawn is kept, and saved after the reload',
  { annotation: STAND_IN },
  async ({ server, newPerson }) => {
    const id = await createBoard(server.url, 'Old page')
    const page = await newPerson()
    let isOld = true
    // A newer server would not take changes from this page any more.
    await page.routeWebSocket(/\/sync\//, (socket) => {
      const onward = socket.connectToServer()
      socket.onMessage((message) => {
        const isBarrier = typeof message !== 'string' && message[0] === 100
        if (isOld && isBarrier) void socket.close({ code: 4426, reason: 'a newer page is needed' })
        else if (!isOld || isHandshake(message)) onward.send(message)
      })
    })
    const ana = new BoardPage(page)
    await ana.open(id)
    await drawBox(ana, 0)
    await expect(page.getByRole('heading', { name: 'This page is out of date' })).toBeVisible()
    await expect(page.getByText('1 change was not saved yet. It is kept on this device')).toBeVisible()
    await expectTypes(server.url, id, [])
    isOld = false
    await page.getByRole('button', { name: 'Reload the page' }).click()
    await ana.saved()
    await expectTypes(server.url, id, ['rectangle'])
  },
)

/** Sync steps 1 and 2, and no update. */
const isHandshake = (message: string | Buffer) =>
  typeof message !== 'string' && message[0] === 0 && message[1] !== 2

test(
  'a refused change: the board is opened again by itself with everything else that was drawn',
  { annotation: STAND_IN },
  async ({ server, newPerson }) => {
    const id = await createBoard(server.url, 'Refused')
    const page = await newPerson()
    let isNext = true
    // The server refuses the first change that it is asked about.
    await page.routeWebSocket(/\/sync\//, (socket) => {
      const onward = socket.connectToServer()
      socket.onMessage((message) => {
        const isBarrier = typeof message !== 'string' && message[0] === 100
        if (isBarrier && isNext) {
          isNext = false
          socket.send(Buffer.from([...message, 2]))
        } else if (!isNext || isHandshake(message)) onward.send(message)
      })
    })
    const ana = new BoardPage(page)
    await ana.open(id)
    await drawBox(ana, 0)
    await expect(page.getByText('The board was opened again', { exact: true })).toBeVisible()
    await ana.saved()
    await expectTypes(server.url, id, ['rectangle'])
    await drawBox(ana, 1, 'o')
    await ana.saved()
    await expectTypes(server.url, id, ['ellipse', 'rectangle'])
  },
)
