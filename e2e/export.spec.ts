import { readFile } from 'node:fs/promises'
import type { Download, Page } from '@playwright/test'
import { createBoard, shapesOf } from './board-page'
import { expect, test } from './fixtures'

/** Width and height as the header of a PNG says. */
const sizeOfPng = (bytes: Buffer): [w: number, h: number] => [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
const contentOf = async (download: Download) => readFile(await download.path())

async function save(page: Page): Promise<Download> {
  const coming = page.waitForEvent('download')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  return coming
}

test('a person saves the board as PNG and the selection as SVG, and copies a picture', async ({
  openBoard,
  server,
}) => {
  const board = await openBoard(await createBoard(server.url, 'Plan: A/B'))
  const { page } = board
  await board.tool('r')
  await board.drag([[300, 250], [500, 350]]) // prettier-ignore
  await board.tool('o')
  await board.drag([[700, 250], [900, 450]]) // prettier-ignore
  await page.keyboard.press('Escape')

  await page.keyboard.press('Control+Shift+E')
  const dialog = page.getByRole('dialog', { name: 'Export picture' })
  await expect(dialog.getByRole('figure')).toBeVisible()
  await expect(dialog.getByRole('status')).toHaveText(/^[\d,]+ × [\d,]+ px$/)
  const png = await save(page)
  expect(png.suggestedFilename()).toBe('Plan A B.png')
  const [w, h] = sizeOfPng(await contentOf(png))
  // 600 by 200 units with margins of 16 and half a line, twice as large.
  expect(w).toBeGreaterThan(2 * 632)
  expect(w).toBeLessThan(2 * 640)
  expect(h).toBeLessThan(2 * 240)
  await expect(dialog).toBeHidden()

  await page.mouse.click(300, 300)
  await page.keyboard.press('Control+Shift+E')
  await expect(dialog.getByRole('radio', { name: 'Selection' })).toBeChecked()
  await dialog.getByRole('radio', { name: 'SVG' }).click()
  await dialog.getByRole('radio', { name: 'Slate' }).click()
  const svg = (await contentOf(await save(page))).toString()
  expect(svg).toContain('fill="#20292B"')
  expect(svg.split('<path')).toHaveLength(2)

  await page.keyboard.press('Control+Shift+E')
  await dialog.getByRole('button', { name: 'Copy' }).click()
  await expect(page.getByText('Picture copied')).toBeVisible()
  const types = await page.evaluate(async () =>
    (await navigator.clipboard.read()).flatMap(({ types }) => types),
  )
  expect(types).toEqual(['image/png'])
})

test('the letters of a saved SVG are in it, whatever fonts the other computer has', async ({
  openBoard,
  server,
}) => {
  const board = await openBoard(await createBoard(server.url))
  const { page } = board
  await board.tool('t')
  await page.mouse.click(500, 300)
  await page.keyboard.type('Żółw')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+Shift+E')
  await page.getByRole('dialog').getByRole('radio', { name: 'SVG' }).click()
  const svg = (await contentOf(await save(page))).toString()
  expect(svg).toContain('Żółw')
  expect(svg.split('@font-face')).toHaveLength(3) // Latin and Latin Extended
  expect(svg).toMatch(/font-family:'Shantell Sans Variable'.*base64,[\w+/]{1000}/)
})

test('a shape is drawn by hand when told so, and so is the next one', async ({ openBoard, server }) => {
  const id = await createBoard(server.url)
  const board = await openBoard(id)
  const { page } = board
  await board.tool('r')
  await board.drag([[300, 250], [500, 350]]) // prettier-ignore
  await page.locator('[aria-haspopup=dialog][aria-label=Line]').click()
  await page.getByRole('radio', { name: 'By hand', exact: true }).click()
  await page.keyboard.press('Escape')
  await expect.poll(async () => (await shapesOf(server.url, id))[0]?.style['roughness']).toBe(1)
  await page.keyboard.press('Escape')
  await board.tool('d')
  await board.drag([[700, 250], [900, 350]]) // prettier-ignore
  await expect
    .poll(async () => (await shapesOf(server.url, id)).map(({ style }) => style['roughness']))
    .toEqual([1, 1])
})

test('on a phone the dialog is a sheet with everything in reach', async ({ openBoard, server }) => {
  const board = await openBoard(await createBoard(server.url), {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
  })
  const { page } = board
  await board.tool('r')
  await board.drag([[100, 250], [300, 400]]) // prettier-ignore
  await page.keyboard.press('Control+Shift+E')
  const dialog = page.getByRole('dialog', { name: 'Export picture' })
  for (const name of ['Copy', 'Save']) {
    const button = dialog.getByRole('button', { name })
    // The sheet grows into its place.
    await expect.poll(async () => (await button.boundingBox())!.height).toBeGreaterThanOrEqual(44)
    const { y, height } = (await button.boundingBox())!
    expect(y + height).toBeLessThanOrEqual(844)
  }
  await dialog.getByRole('radio', { name: 'None' }).click()
  await expect(dialog.getByRole('radio', { name: 'None' })).toBeChecked()
})
