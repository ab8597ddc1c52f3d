import AxeBuilder from '@axe-core/playwright'
import { createBoard, expectTypes, type BoardPage } from './board-page'
import { expect, test } from './fixtures'

const NOTES = [
  [300, 250, 'The first plan'],
  [700, 250, 'Plân, and PLAN again'],
  [300, 550, 'Nothing here'],
] as const

async function boardWithNotes(url: string, openBoard: (id: string) => Promise<BoardPage>) {
  const id = await createBoard(url, 'Find')
  const board = await openBoard(id)
  for (const [x, y, text] of NOTES) {
    await board.tool('n')
    await board.page.mouse.click(x, y)
    await board.page.keyboard.type(text)
    await board.page.keyboard.press('Escape')
  }
  await expectTypes(url, id, ['note', 'note', 'note'])
  return { id, board }
}

test('text is found whatever its accents, gone through with Enter, brought into view and outlined', async ({
  server,
  openBoard,
}) => {
  const { board } = await boardWithNotes(server.url, (id) => openBoard(id, { reducedMotion: 'reduce' }))
  const { page } = board
  await page.mouse.wheel(5_000, 5_000)
  await page.keyboard.press('Control+f')
  const bar = page.getByRole('search', { name: 'Find on the board' })
  await expect(bar.getByLabel('Find text')).toBeFocused()
  await page.keyboard.type('plan')
  await expect(bar.getByText('1 of 3', { exact: true })).toBeVisible()
  await expect(bar.getByRole('status')).toHaveText(/^1 of 3: Sticky note “The first plan”/)
  const mark = page.locator('[data-found] > div')
  await expect(mark).toBeInViewport()
  const first = (await mark.boundingBox())!
  expect(first.width).toBeGreaterThan(20)

  await page.keyboard.press('Enter')
  await expect(bar.getByText('2 of 3', { exact: true })).toBeVisible()
  await expect.poll(async () => (await mark.boundingBox())!.x).toBeGreaterThan(first.x + 200)
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.press('Shift+Enter')
  await expect(bar.getByText('3 of 3', { exact: true })).toBeVisible()
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id }) => id)).toEqual([])

  await page.keyboard.type('z')
  await expect(bar.getByText('Nothing found').first()).toBeVisible()
  await page.keyboard.press('Backspace')
  await expect(bar.getByText(/of 3$/).first()).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(bar).toBeHidden()
  await expect(page.getByRole('application', { name: 'Drawing' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(
    page.getByRole('textbox', { name: 'Text', exact: true }),
    'what was found can be typed in at once',
  ).toBeFocused()
})

test('what others type while one searches is found too', async ({ server, openBoard }) => {
  const { id, board } = await boardWithNotes(server.url, (id) => openBoard(id, { reducedMotion: 'reduce' }))
  const ben = await openBoard(id)
  await board.page.keyboard.press('Control+f')
  await board.page.keyboard.type('zebra')
  const bar = board.page.getByRole('search')
  await expect(bar.getByText('Nothing found').first()).toBeVisible()
  await ben.tool('t')
  await ben.page.mouse.click(720, 700)
  await ben.page.keyboard.type('A zebra')
  await expect(bar.getByText('1 of 1', { exact: true })).toBeVisible()
})

test('on a phone it is reached by the menu and fits', async ({ server, openBoard }) => {
  const id = await createBoard(server.url, 'Find on a phone')
  const { page } = await openBoard(id, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  })
  await page.getByRole('button', { name: 'Menu', exact: true }).tap()
  await page.getByRole('menuitem', { name: /^Find text/ }).tap()
  const bar = page.getByRole('search')
  await expect(bar.getByLabel('Find text')).toBeFocused()
  const box = (await bar.boundingBox())!
  expect(box.x).toBeGreaterThanOrEqual(0)
  expect(box.x + box.width).toBeLessThanOrEqual(390)
  for (const button of await bar.getByRole('button').all())
    expect((await button.boundingBox())!.height).toBeGreaterThanOrEqual(44)
})
