import type { BoardPage } from './board-page'
import { expect, test } from './fixtures'
import { lineUpWithScreen, prepareBoard, type PreparedShape } from './prepared-board'

const SHAPES: readonly PreparedShape[] = [
  { id: 'a', geo: [300, 300, 60, 60, 0] },
  { id: 'b', type: 'ellipse', geo: [420, 300, 60, 60, 0] },
  { id: 'c', geo: [540, 300, 60, 60, 0] },
  { id: 'd', geo: [700, 500, 60, 60, 0] },
]
/** Around the first three, leaving out the middle one from below. */
const U_TURN = [
  [280, 280],
  [620, 280],
  [620, 400],
  [520, 400],
  [510, 290],
  [400, 290],
  [390, 400],
  [270, 390],
] as const

const selected = (board: BoardPage) => board.page.evaluate(() => [...window.ardoise!.selection()].sort())

test('a loop selects what it goes around, live, and Shift adds', async ({ server, openBoard }, info) => {
  const board = await openBoard(await prepareBoard(server.url, SHAPES))
  await lineUpWithScreen(board.page)
  await board.tool('s')
  await board.drag(U_TURN, { hold: true })
  await expect.poll(() => selected(board)).toEqual(['a', 'c'])
  await board.page.screenshot({ path: info.outputPath('loop.png') })
  await board.lift()
  expect(await selected(board)).toEqual(['a', 'c'])

  // The select tool is back, and what was selected is dragged by it.
  await board.tool('s')
  await board.page.keyboard.down('Shift')
  await board.drag([
    [680, 480],
    [780, 480],
    [780, 580],
    [680, 580],
  ])
  await board.page.keyboard.up('Shift')
  await expect.poll(() => selected(board)).toEqual(['a', 'c', 'd'])
  await board.page.keyboard.press('Delete')
  await expect.poll(() => board.page.evaluate(() => window.ardoise!.count())).toBe(1)
})

test('Alt draws a loop with the select tool, Escape gives it up', async ({ server, openBoard }) => {
  const board = await openBoard(await prepareBoard(server.url, SHAPES))
  await lineUpWithScreen(board.page)
  await board.page.mouse.click(730, 530)
  await board.page.keyboard.down('Alt')
  await board.drag(U_TURN, { hold: true })
  await expect.poll(() => selected(board)).toEqual(['a', 'c'])
  await board.page.keyboard.up('Alt')
  await board.page.keyboard.press('Escape')
  await board.lift()
  await expect.poll(() => selected(board)).toEqual([])
  await board.page.keyboard.down('Alt')
  await board.drag(U_TURN)
  await board.page.keyboard.up('Alt')
  await expect.poll(() => selected(board)).toEqual(['a', 'c'])
})

test('a group is taken when all of it is inside', async ({ server, openBoard }) => {
  const board = await openBoard(await prepareBoard(server.url, SHAPES))
  await lineUpWithScreen(board.page)
  await board.drag([
    [410, 290],
    [490, 340],
  ])
  await board.page.keyboard.down('Shift')
  await board.page.mouse.click(570, 330)
  await board.page.keyboard.up('Shift')
  await board.page.keyboard.press('Control+g')
  const [group] = await selected(board)
  await board.tool('s')
  await board.drag(U_TURN)
  await expect.poll(() => selected(board)).toEqual(['a'])
  await board.tool('s')
  await board.drag([
    [400, 280],
    [620, 280],
    [620, 380],
    [400, 380],
  ])
  await expect.poll(() => selected(board)).toEqual([group])
})
