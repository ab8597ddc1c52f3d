import type { BoardPage } from './board-page'
import { shapesOf } from './board-page'
import { expect, test } from './fixtures'
import { geosOf, lineUpWithScreen, prepareBoard, type PreparedShape } from './prepared-board'

/** Three in a row, 100 apart, and one that stands in no line with them. */
const ROW: readonly PreparedShape[] = [
  { id: 'left', geo: [200, 300, 100, 80, 0] },
  { id: 'middle', geo: [400, 300, 100, 80, 0] },
  { id: 'loose', geo: [907, 517, 60, 50, 0] },
]
const grip = [937, 542] as const
/** The drag that brings `loose` to x, y. */
const bringTo = (x: number, y: number) => [grip, [x + 30, y + 25]] as const

async function open(
  openBoard: (id: string, options?: object) => Promise<BoardPage>,
  id: string,
  options?: object,
): Promise<BoardPage> {
  const board = await openBoard(id, options)
  await lineUpWithScreen(board.page)
  return board
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`dragged near a line it stands on it, with a guide while it is held (${colorScheme})`, async ({
    server,
    openBoard,
    eye,
  }, info) => {
    const id = await prepareBoard(server.url, ROW)
    const board = await open(openBoard, id, { colorScheme })
    const between = { x: 510, y: 298, width: 80, height: 5 }
    // A press, a turn of the hand, and to a place that is 4 px short of the row and of the next equal space.
    await board.drag([grip, [700, 420], [596 + 30, 304 + 25]], { hold: true })
    await expect.poll(() => eye.ink(board.page, between)).toBeGreaterThan(0.05)
    await board.page.screenshot({ path: info.outputPath(`guides-${colorScheme}.png`) })
    await board.lift()
    await expect.poll(async () => (await geosOf(board.page))['loose']).toEqual([600, 300, 60, 50, 0])
    await expect.poll(() => eye.ink(board.page, between)).toBe(0)
    await board.saved()
    expect((await shapesOf(server.url, id)).find((shape) => shape.id === 'loose')!.geo).toEqual([
      600, 300, 60, 50, 0,
    ])
  })
}

test('between two, spaces become equal, also above and below', async ({ server, openBoard }) => {
  const board = await open(
    openBoard,
    await prepareBoard(server.url, [
      { id: 'top', geo: [300, 150, 120, 61, 0] },
      { id: 'bottom', geo: [310, 451, 120, 83, 0] },
      { id: 'loose', geo: [907, 517, 60, 50, 0] },
    ]),
  )
  // 211 to 451 is 240 high: 95 above and 95 below a shape of 50.
  await board.drag([grip, [700, 420], [348 + 30, 303 + 25]])
  await expect.poll(async () => (await geosOf(board.page))['loose']![1]).toBe(306)
})

test('Ctrl lets a shape stand where it is dropped', async ({ server, openBoard }) => {
  const board = await open(openBoard, await prepareBoard(server.url, ROW))
  await board.page.keyboard.down('Control')
  await board.drag(bringTo(596, 304))
  await board.page.keyboard.up('Control')
  await expect.poll(async () => (await geosOf(board.page))['loose']).toEqual([596, 304, 60, 50, 0])
})

test('a side that is pulled, a new box and a new line snap too', async ({ server, openBoard }) => {
  const board = await open(openBoard, await prepareBoard(server.url, ROW))
  await board.page.mouse.click(...grip)
  // The bottom right corner, to the right side of `middle` and the bottom of the row.
  await board.drag([
    [967, 567],
    [800, 500],
  ])
  await expect.poll(async () => (await geosOf(board.page))['loose']![2]).not.toBe(60)
  await board.page.keyboard.press('Control+z')
  await board.page.mouse.click(450, 340)
  await board.drag([
    [500, 380],
    [904, 514],
  ])
  await expect.poll(async () => (await geosOf(board.page))['middle']).toEqual([400, 300, 507, 217, 0])

  await board.tool('r')
  await board.drag([
    [203, 600],
    [297, 700],
  ])
  await board.tool('l')
  await board.drag([
    [1_100, 303],
    [1_200, 297],
  ])
  await expect.poll(async () => Object.keys(await geosOf(board.page)).length).toBe(5)
  const geos = await geosOf(board.page)
  const made = Object.entries(geos).filter(([id]) => !ROW.some((shape) => shape.id === id))
  expect(made.map(([, geo]) => geo)).toContainEqual([200, 600, 100, 100, 0])
  expect(made.map(([, geo]) => geo)).toContainEqual([1_100, 300, 100, 0, 0])
})

test('snapping to the grid is chosen by key or menu and kept on the device', async ({
  server,
  openBoard,
}) => {
  const id = await prepareBoard(server.url, ROW)
  const board = await open(openBoard, id)
  await board.page.keyboard.press('Alt+s')
  await board.drag(bringTo(596, 304))
  await expect.poll(async () => (await geosOf(board.page))['loose']).toEqual([596, 304, 60, 50, 0])

  await board.page.getByRole('button', { name: 'Menu' }).click()
  await expect(board.page.getByRole('menuitemcheckbox', { name: 'Snap to shapes' })).not.toBeChecked()
  await board.page.getByRole('menuitemcheckbox', { name: 'Snap to the grid' }).click()
  await board.page.reload()
  await lineUpWithScreen(board.page)
  await board.drag([
    [626, 329],
    [706, 409],
  ])
  await expect.poll(async () => (await geosOf(board.page))['loose']).toEqual([672, 384, 60, 50, 0])
  await board.page.keyboard.press("Control+'")
  await board.drag([
    [702, 409],
    [715, 415],
  ])
  await expect.poll(async () => (await geosOf(board.page))['loose']).toEqual([685, 390, 60, 50, 0])
})

test('what is dragged to the edge takes the view along, and stays under the pointer', async ({
  server,
  openBoard,
}) => {
  const board = await open(openBoard, await prepareBoard(server.url, ROW))
  const viewX = () => board.page.evaluate(() => window.ardoise!.view().x)
  await board.drag([grip, [1_200, 600], [1_436, 600]], { hold: true })
  await expect.poll(viewX).toBeGreaterThan(200)
  await board.page.mouse.move(1_200, 600)
  const rested = await viewX()
  await board.page.keyboard.down('Control')
  await board.page.mouse.move(1_201, 601)
  await board.lift()
  await board.page.keyboard.up('Control')
  expect(await viewX()).toBe(rested)
  await expect
    .poll(async () => (await geosOf(board.page))['loose'])
    .toEqual([1_201 + rested - 30, 601 - 25, 60, 50, 0])

  // A box that is swept open scrolls as well; a stroke does not.
  await board.page.keyboard.press('Escape')
  await board.drag(
    [
      [1_000, 200],
      [700, 120],
      [700, 2],
    ],
    { hold: true },
  )
  await expect.poll(() => board.page.evaluate(() => window.ardoise!.view().y)).toBeLessThan(-100)
  await board.page.keyboard.press('Escape')
  await board.lift()
  await board.tool('p')
  const before = await viewX()
  await board.drag([
    [1_000, 600],
    [1_438, 600],
    [1_439, 640],
  ])
  await board.saved()
  expect(await viewX()).toBe(before)
})

test('on a phone a finger snaps and sees its guides', async ({ server, openBoard }, info) => {
  const id = await prepareBoard(server.url, [
    { id: 'a', geo: [40, 200, 100, 80, 0] },
    { id: 'loose', geo: [227, 467, 60, 50, 0] },
  ])
  const board = await open(openBoard, id, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    deviceScaleFactor: 2,
  })
  const cdp = await board.page.context().newCDPSession(board.page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: { x: number; y: number }[]) =>
    cdp.send('Input.dispatchTouchEvent', { type, touchPoints })
  await touch('touchStart', [{ x: 257, y: 492 }])
  for (let step = 1; step <= 10; step++) {
    await touch('touchMove', [{ x: 257 - step * 1, y: 492 - step * 26.4 }])
  }
  await board.page.screenshot({ path: info.outputPath('guides-phone.png') })
  await touch('touchEnd', [])
  await expect.poll(async () => (await geosOf(board.page))['loose']![1]).toBe(200)
})
