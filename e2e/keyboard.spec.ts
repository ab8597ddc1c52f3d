import type { Page } from '@playwright/test'
import { createBoard, expectTypes, shapesOf, type ExportedShape } from './board-page'
import { expect, test } from './fixtures'

/** What a screen reader says of one's own steps, and of the others'. */
const heard = (page: Page, whose: 'own' | 'others' = 'own') => page.locator(`[data-says=${whose}]`)
const drawing = (page: Page) => page.getByRole('application', { name: 'Drawing' })

async function shapeOf(url: string, id: string, type: string): Promise<ExportedShape> {
  return (await shapesOf(url, id)).find((shape) => shape.type === type)!
}

test('a drawing is made by keyboard alone, and every step is said', async ({ server, openBoard }) => {
  const id = await createBoard(server.url, 'By keyboard')
  const { page } = await openBoard(id, { reducedMotion: 'reduce' })
  const press = (key: string) => page.keyboard.press(key)
  await drawing(page).focus()

  await press('r')
  await press('Enter')
  await expect(heard(page)).toHaveText(/^Rectangle, \d+ by \d+$/)
  await expectTypes(server.url, id, ['rectangle'])
  const placed = (await shapeOf(server.url, id, 'rectangle')).geo

  await press('ArrowRight')
  await press('Shift+ArrowDown')
  await expect(heard(page)).toHaveText(/^Moved to -?\d+, -?\d+$/)
  await press('Alt+Shift+ArrowRight')
  await press('Alt+ArrowUp')
  await expect(heard(page)).toHaveText(`${placed[2]! + 10} by ${placed[3]! - 1}`)
  await press('Alt+KeyR')
  await expect(heard(page)).toHaveText('Turned to 15 degrees')
  await expect
    .poll(async () =>
      (await shapeOf(server.url, id, 'rectangle')).geo.map((value) => Math.round(value * 100)),
    )
    .toEqual(
      expect.arrayContaining([
        Math.round((placed[2]! + 10) * 100),
        Math.round((placed[3]! - 1) * 100),
        Math.round((Math.PI / 12) * 100),
      ]),
    )

  await press('Enter')
  await page.keyboard.type('Start')
  await press('Escape')
  await expect.poll(async () => (await shapeOf(server.url, id, 'rectangle')).text).toBe('Start')

  await press('o')
  await press('Enter')
  await expectTypes(server.url, id, ['ellipse', 'rectangle'])
  await expect(heard(page)).toHaveText(/^Ellipse, /)
  const [rectangle, ellipse] = [
    await shapeOf(server.url, id, 'rectangle'),
    await shapeOf(server.url, id, 'ellipse'),
  ]
  expect(ellipse.geo[0], 'beside the shape that was selected').toBeGreaterThan(
    rectangle.geo[0]! + rectangle.geo[2]!,
  )

  await press('Shift+Tab')
  await expect(heard(page)).toHaveText(/^Rectangle “Start”, \d+ by \d+, 1 of 2$/)
  await press('c')
  await expect(heard(page)).toHaveText(/^Arrow from Rectangle “Start”: Tab /)
  await press('Tab')
  await press('Enter')
  await expect(heard(page)).toHaveText('Arrow from Rectangle “Start” to Ellipse')
  await expect
    .poll(async () => (await shapeOf(server.url, id, 'arrow'))?.data)
    .toMatchObject({ start: { shape: rectangle.id }, end: { shape: ellipse.id } })

  await press('Delete')
  await expect(heard(page)).toHaveText('1 shape deleted')
  await press('Control+z')
  await expect(heard(page)).toHaveText('1 shape added')
  await expectTypes(server.url, id, ['arrow', 'ellipse', 'rectangle'])
})

test('another shape beside one, connected, is one press; several moved together are said as several', async ({
  server,
  openBoard,
}) => {
  const id = await createBoard(server.url, 'Chain')
  const { page } = await openBoard(id, { reducedMotion: 'reduce' })
  await drawing(page).focus()
  await page.keyboard.press('d')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+ArrowRight')
  await page.keyboard.press('Control+ArrowDown')
  await expectTypes(server.url, id, ['arrow', 'arrow', 'diamond', 'diamond', 'diamond'])
  await page.keyboard.press('Control+a')
  await expect(heard(page)).toHaveText('5 shapes selected')
  await page.keyboard.press('ArrowRight')
  await expect(heard(page)).toHaveText(/^5 shapes moved to -?\d+, -?\d+$/)
})

test('Tab walks in reading order and brings into view; Escape, then Tab leaves the drawing', async ({
  server,
  openBoard,
}) => {
  const id = await createBoard(server.url, 'Walk')
  const { page } = await openBoard(id, { reducedMotion: 'reduce' })
  for (const [x, y] of [
    [1000, 300],
    [400, 310],
    [400, 600],
  ] as const) {
    await page.keyboard.press('n')
    await page.mouse.click(x, y)
    await page.keyboard.type(`${x} ${y}`)
    await page.keyboard.press('Escape')
  }
  await expectTypes(server.url, id, ['note', 'note', 'note'])
  await page.keyboard.press('Control+0')
  await page.mouse.click(720, 200)
  const said: string[] = []
  for (let step = 1; step <= 3; step++) {
    await page.keyboard.press('Tab')
    await expect(heard(page)).toHaveText(new RegExp(`, ${step} of 3$`))
    said.push(/“(.*)”/.exec((await heard(page).textContent())!)![1]!)
  }
  expect(said).toEqual(['400 310', '1000 300', '400 600'])

  await page.mouse.wheel(0, 4_000)
  await page.keyboard.press('Shift+Tab')
  await expect(heard(page)).toHaveText(/1000 300/)
  await expect(page.getByRole('toolbar', { name: 'Selection' })).toBeInViewport()

  await page.keyboard.press('Escape')
  await expect(heard(page)).toHaveText('Nothing selected')
  await page.keyboard.press('Tab')
  await expect(drawing(page)).not.toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await expect(drawing(page)).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(heard(page)).toHaveText(/of 3$/)
})

test('what another person does is said, with the name and how much it is, and not to them', async ({
  server,
  openBoard,
}) => {
  const id = await createBoard(server.url, 'Together')
  const ben = await openBoard(id)
  for (const x of [300, 500, 700]) {
    await ben.tool('r')
    await ben.drag([
      [x, 300],
      [x + 100, 400],
    ])
  }
  await ben.saved()
  const ana = await openBoard(id)
  await expect(ben.page.getByRole('button', { name: '2 people on this board' })).toBeVisible()
  await expect(heard(ana.page, 'others')).toHaveText('')
  await ben.page.keyboard.press('Control+a')
  await ben.page.keyboard.press('Control+d')
  await expect(heard(ana.page, 'others')).toHaveText(/^Guest( \d+)? added 3 shapes\.$/)
  await expect(heard(ben.page)).toHaveText('3 shapes selected')
  await expect(heard(ben.page, 'others')).toHaveText('')
})
