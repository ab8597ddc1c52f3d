import { createBoard, expectTypes, shapesOf } from './board-page'
import { expect, test } from './fixtures'
import { TestServer } from './server'

test('what was drawn is there after a reload', async ({ server, openBoard }) => {
  const id = await createBoard(server.url, 'Reload')
  const ana = await openBoard(id)
  await ana.tool('r')
  await ana.drag([
    [300, 300],
    [500, 420],
  ])
  await expectTypes(server.url, id, ['rectangle'])
  await ana.saved()
  const before = await shapesOf(server.url, id)
  await ana.page.reload()
  await ana.saved()
  expect(await shapesOf(server.url, id)).toEqual(before)
})

test('[F01] nothing that was Saved is missing after kill -9 between two edits, and what was not arrives later', async ({
  newPerson,
}) => {
  const server = await TestServer.start()
  try {
    const id = await createBoard(server.url, 'Killed')
    const ana = await newPerson({ baseURL: server.url })
    await ana.goto(`/b/${id}`)
    const saved = ana.getByText('Saved', { exact: true })
    await expect(saved).toBeVisible()
    for (let round = 0; round < 2; round++) {
      await ana.keyboard.press('r')
      await ana.mouse.move(200 + round * 240, 300)
      await ana.mouse.down()
      await ana.mouse.move(340 + round * 240, 420, { steps: 4 })
      await ana.mouse.up()
      await expect(saved).toBeVisible()
      await server.kill9()
      await expect(ana.getByRole('button', { name: /Offline/ })).toBeVisible()
      // Drawn while the server is dead: kept here, merged when it is back.
      await ana.keyboard.press('o')
      await ana.mouse.move(200 + round * 240, 500)
      await ana.mouse.down()
      await ana.mouse.move(340 + round * 240, 600, { steps: 4 })
      await ana.mouse.up()
      await expect(
        ana.getByRole('status').getByText(/^Offline · \d+ changes? kept on this device/),
      ).toBeVisible()
      await server.up()
      await expect(saved).toBeVisible({ timeout: 20_000 })
      const types = (await shapesOf(server.url, id)).map(({ type }) => type)
      expect(types.filter((type) => type === 'rectangle')).toHaveLength(round + 1)
      expect(types.filter((type) => type === 'ellipse')).toHaveLength(round + 1)
    }
  } finally {
    await server.kill9()
  }
})

test('[F20] [F21] a change made offline survives the crash of its tab', async ({ server, newPerson }) => {
  const id = await createBoard(server.url, 'Crashed tab')
  const page = await newPerson()
  await page.goto(`/b/${id}`)
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
  await page.context().setOffline(true)
  await page.keyboard.press('r')
  await page.mouse.move(300, 300)
  await page.mouse.down()
  await page.mouse.move(450, 420, { steps: 4 })
  await page.mouse.up()
  await expect(page.getByRole('status').getByText('Offline · 1 change kept on this device')).toBeVisible()
  const context = page.context()
  const crashed = page.waitForEvent('crash')
  await page.goto('chrome://crash').catch(() => {})
  await crashed
  await page.close()
  await context.setOffline(false)
  const again = await context.newPage()
  await again.goto(`/b/${id}`)
  await expect(again.getByText('Saved', { exact: true })).toBeVisible()
  await expectTypes(server.url, id, ['rectangle'])
})
