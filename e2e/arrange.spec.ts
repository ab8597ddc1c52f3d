import { createBoard, expectTypes, shapesOf, type BoardPage } from './board-page'
import { expect, test } from './fixtures'
import { geosOf, lineUpWithScreen, prepareBoard } from './prepared-board'

/** How far above a selected shape its turning handle is. */
const TURN_HANDLE_PX = 27

async function rectangle(board: BoardPage, x: number, y: number): Promise<void> {
  await board.tool('r')
  await board.drag([
    [x, y],
    [x + 100, y + 80],
  ])
}
const geoOf = async (url: string, id: string) => (await shapesOf(url, id))[0]!.geo

test('resize keeps the ratio with Shift and the centre with Alt; rotate turns by 15 degrees with Shift', async ({
  server,
  openBoard,
}) => {
  const id = await createBoard(server.url, 'Handles')
  const board = await openBoard(id)
  await rectangle(board, 500, 300)
  await expectTypes(server.url, id, ['rectangle'])
  const before = await geoOf(server.url, id)

  await board.page.keyboard.down('Shift')
  await board.drag([
    [600, 380],
    [700, 400],
  ])
  await board.page.keyboard.up('Shift')
  await expect.poll(async () => (await geoOf(server.url, id))[2]).toBeGreaterThan(before[2]! + 20)
  const wider = await geoOf(server.url, id)
  expect(wider[2]! / wider[3]!).toBeCloseTo(before[2]! / before[3]!, 2)

  const centre = [wider[0]! + wider[2]! / 2, wider[1]! + wider[3]! / 2]
  await board.page.keyboard.down('Alt')
  await board.drag([
    [500 + wider[2]!, 300 + wider[3]!],
    [540 + wider[2]!, 330 + wider[3]!],
  ])
  await board.page.keyboard.up('Alt')
  await expect.poll(async () => (await geoOf(server.url, id))[2]).toBeGreaterThan(wider[2]! + 40)
  const grown = await geoOf(server.url, id)
  expect(grown[0]! + grown[2]! / 2).toBeCloseTo(centre[0]!, 0)
  expect(grown[1]! + grown[3]! / 2).toBeCloseTo(centre[1]!, 0)

  // The handle above the top edge, brought to the right of the centre: about a quarter turn, in steps of 15°.
  const box = { left: 500 - (grown[2]! - wider[2]!) / 2, top: 300 - (grown[3]! - wider[3]!) / 2 }
  const middle = { x: box.left + grown[2]! / 2, y: box.top + grown[3]! / 2 }
  await board.page.keyboard.down('Shift')
  await board.drag([
    [middle.x, box.top - TURN_HANDLE_PX],
    [middle.x + 120, middle.y - 60],
    [middle.x + 160, middle.y + 10],
  ])
  await board.page.keyboard.up('Shift')
  await expect.poll(async () => (await geoOf(server.url, id))[4]).toBeGreaterThan(1)
  const turned = ((await geoOf(server.url, id))[4]! * 180) / Math.PI
  expect(turned / 15).toBeCloseTo(Math.round(turned / 15), 5)
})

test('cut, copy and paste carry shapes between boards and browsers through the clipboard', async ({
  server,
  openBoard,
}) => {
  const [first, second] = [await createBoard(server.url, 'From'), await createBoard(server.url, 'To')]
  const ana = await openBoard(first)
  await rectangle(ana, 400, 300)
  await rectangle(ana, 600, 300)
  await ana.page.keyboard.press('Control+a')
  await ana.page.keyboard.press('Control+c')
  const copied = await ana.page.evaluate(() => navigator.clipboard.readText())
  expect(copied).toContain('ardoise')
  const ben = await openBoard(second)
  await ben.page.evaluate((text) => navigator.clipboard.writeText(text), copied)
  await ben.page.keyboard.press('Control+v')
  await expectTypes(server.url, second, ['rectangle', 'rectangle'])
  await ana.page.keyboard.press('Control+x')
  await expectTypes(server.url, first, [])
})

test('duplicate, group, ungroup, order, nudge, select all, delete', async ({ server, openBoard }) => {
  const id = await createBoard(server.url, 'Arrange')
  const ana = await openBoard(id)
  await rectangle(ana, 400, 300)
  await ana.page.keyboard.press('Control+d')
  await expectTypes(server.url, id, ['rectangle', 'rectangle'])
  await ana.page.keyboard.press('Control+a')
  await ana.page.keyboard.press('Control+g')
  await expectTypes(server.url, id, ['group', 'rectangle', 'rectangle'])
  const group = (await shapesOf(server.url, id)).find(({ type }) => type === 'group')!
  expect((await shapesOf(server.url, id)).filter(({ parent }) => parent === group.id)).toHaveLength(2)
  const before = (await shapesOf(server.url, id))
    .filter(({ type }) => type === 'rectangle')
    .map(({ geo }) => geo[0]!)
  await ana.page.keyboard.press('ArrowRight')
  await ana.page.keyboard.press('Shift+ArrowRight')
  await expect
    .poll(async () =>
      (await shapesOf(server.url, id)).filter(({ type }) => type === 'rectangle').map(({ geo }) => geo[0]!),
    )
    .toEqual(before.map((x) => x + 11))
  await ana.page.keyboard.press('Control+Shift+g')
  await expectTypes(server.url, id, ['rectangle', 'rectangle'])
  await ana.page.keyboard.press('Control+a')
  await ana.page.keyboard.press('Delete')
  await expectTypes(server.url, id, [])
  await ana.page.keyboard.press('Control+z')
  await expectTypes(server.url, id, ['rectangle', 'rectangle'])
})

test('undo during a drag takes back the drag and nothing else', async ({ server, openBoard }) => {
  const id = await createBoard(server.url, 'Undo')
  const ana = await openBoard(id)
  const { page } = ana
  await rectangle(ana, 400, 300)
  await expectTypes(server.url, id, ['rectangle'])
  const before = await geoOf(server.url, id)
  await page.mouse.move(400, 340)
  await page.mouse.down()
  await page.mouse.move(500, 440, { steps: 4 })
  await page.keyboard.press('Control+z')
  await page.mouse.up()
  await page.evaluate(() => window.ardoise!.settled())
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
  expect(await geoOf(server.url, id)).toEqual(before)
})

test('the eraser takes whole shapes it passes over', async ({ server, openBoard }) => {
  const id = await createBoard(server.url, 'Eraser')
  const ana = await openBoard(id)
  await rectangle(ana, 400, 300)
  await rectangle(ana, 600, 300)
  await expectTypes(server.url, id, ['rectangle', 'rectangle'])
  await ana.tool('e')
  await ana.drag([
    [360, 340],
    [450, 345],
  ])
  await expectTypes(server.url, id, ['rectangle'])
})

test('align, distribute and flip: by key, from the bar and from the menu, each one step', async ({
  server,
  openBoard,
}, info) => {
  const id = await prepareBoard(server.url, [
    { id: 'a', geo: [300, 300, 100, 80, 0] },
    { id: 'b', geo: [470, 340, 60, 50, 0] },
    { id: 'c', geo: [800, 360, 100, 40, 0] },
  ])
  const board = await openBoard(id)
  await lineUpWithScreen(board.page)
  const xs = async () => Object.values(await geosOf(board.page)).map(([x]) => x)
  const ys = async () => Object.values(await geosOf(board.page)).map(([, y]) => y)
  await board.page.keyboard.press('Control+a')
  await board.page.keyboard.press('Control+Shift+ArrowUp')
  await expect.poll(ys).toEqual([300, 300, 300])
  await board.page.keyboard.press('Control+z')
  await expect.poll(ys).toEqual([300, 340, 360])

  const bar = board.page.getByRole('toolbar', { name: 'Selection' })
  await bar.getByRole('button', { name: 'Align and flip' }).click()
  const panel = board.page.getByRole('dialog', { name: 'Align and flip' })
  await panel.getByRole('button', { name: 'Distribute horizontally' }).click()
  await expect.poll(xs).toEqual([300, 570, 800])
  await panel.getByRole('button', { name: 'Align middle' }).click()
  await expect.poll(ys).toEqual([310, 325, 330])
  await board.page.screenshot({ path: info.outputPath('align.png') })
  await board.page.keyboard.press('Escape')

  await board.page.mouse.click(350, 340, { button: 'right' })
  await board.page.getByRole('menuitem', { name: 'Align and flip' }).hover()
  await board.page.getByRole('menuitem', { name: 'Flip horizontally' }).click()
  await expect.poll(xs).toEqual([800, 570, 300])
  await board.saved()
  expect((await shapesOf(server.url, id)).map(({ geo }) => geo[0])).toEqual([800, 570, 300])
})
