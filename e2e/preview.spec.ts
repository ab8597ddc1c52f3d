import { expect, test } from './fixtures'
import { prepareBoard, type PreparedShape } from './prepared-board'

/** More than is there at once: boards from 256 KiB on come with a picture. */
const COLUMNS = 80
const FIELD: readonly PreparedShape[] = Array.from({ length: 5_000 }, (_, i) => ({
  id: `box${String(i).padStart(4, '0')}`,
  geo: [(i % COLUMNS) * 40, Math.floor(i / COLUMNS) * 30, 30, 20, 0],
}))
/** In the middle of the field, clear of all bars. */
const MIDDLE = { x: 480, y: 250, width: 480, height: 400 }
/** The server draws a board that has rested for 8 s. */
const DRAWN_WITHIN_MS = 40_000

test('a large board is seen before any code has come, from where it is then drawn, and as it is stored or not at all', async ({
  server,
  openBoard,
  newPerson,
  eye,
}) => {
  test.setTimeout(90_000)
  const id = await prepareBoard(server.url, FIELD)
  const pageText = async () => (await fetch(`${server.url}/b/${id}`)).text()
  const hasPreview = async () => (await pageText()).includes('ardoisePreview')
  expect(await hasPreview()).toBe(false)
  await expect.poll(hasPreview, { timeout: DRAWN_WITHIN_MS }).toBe(true)

  const page = await newPerson()
  let release!: () => void
  const released = new Promise<void>((resolve) => (release = resolve))
  await page.route('**/_next/static/chunks/*.js', async (route) => {
    await released
    await route.continue()
  })
  await page.goto(`/b/${id}`, { waitUntil: 'commit' })
  const picture = page.locator('#drawing img')
  await expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBeGreaterThan(500)
  await expect(page.getByText('Opening the board'), 'said, and not over the picture').toHaveCSS(
    'width',
    '1px',
  )
  const before = await eye.shade(page, MIDDLE)
  const place = await picture.boundingBox()
  expect(before, 'not paper alone').toBeLessThan(240)

  release()
  await page.waitForFunction(() => window.ardoise)
  await page.evaluate(() => window.ardoise!.ready)
  await expect(picture).toHaveCount(0)
  expect(Math.abs((await eye.shade(page, MIDDLE)) - before)).toBeLessThan(8)
  // The drawing lies where the picture of it lay: 16 units around the field.
  const drawn = await page.evaluate(() => window.ardoise!.select(5_000)!.screen)
  const { zoom } = await page.evaluate(() => window.ardoise!.view())
  expect(Math.abs(drawn.x - 16 * zoom - place!.x)).toBeLessThan(2)
  expect(Math.abs(drawn.w + 32 * zoom - place!.width)).toBeLessThan(4)

  // Somebody takes a shape away: the next visitor is not shown it, not for a moment.
  const ana = await openBoard(id)
  await ana.page.evaluate(() => window.ardoise!.select(1))
  await ana.page.keyboard.press('Delete')
  await ana.saved()
  expect(await hasPreview()).toBe(false)
})
