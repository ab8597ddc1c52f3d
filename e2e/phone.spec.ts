import { createBoard, expectTypes } from './board-page'
import { expect, test } from './fixtures'

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }
const SMALLEST_TARGET_PX = 44

test('on a phone nothing overflows, every control is large enough, and a finger draws', async ({
  server,
  openBoard,
}) => {
  const id = await createBoard(server.url, 'Phone')
  const ana = await openBoard(id, PHONE)
  const overflow = await ana.page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBe(0)
  const small = await ana.page.evaluate((least) => {
    const boxes = [...document.querySelectorAll('button, a[href], input')].map((element) => ({
      name: element.getAttribute('aria-label') ?? element.textContent,
      box: element.getBoundingClientRect(),
    }))
    return boxes
      .filter(({ box }) => box.width > 0 && box.height > 0)
      .filter(({ box }) => box.width < least || box.height < least)
      .map(({ name, box }) => `${name}: ${Math.round(box.width)} × ${Math.round(box.height)}`)
  }, SMALLEST_TARGET_PX)
  expect(small).toEqual([])
  await ana.page
    .getByRole('button', { name: /^Pen/ })
    .or(ana.page.getByRole('radio', { name: /^Pen/ }))
    .first()
    .tap()
  const cdp = await ana.page.context().newCDPSession(ana.page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: { x: number; y: number }[]) =>
    cdp.send('Input.dispatchTouchEvent', { type, touchPoints })
  await touch('touchStart', [{ x: 100, y: 300 }])
  for (let step = 1; step <= 12; step++) await touch('touchMove', [{ x: 100 + step * 12, y: 300 + step * 6 }])
  await touch('touchEnd', [])
  await expectTypes(server.url, id, ['pen'])
})

test('the home page fits a phone', async ({ newPerson }) => {
  const page = await newPerson(PHONE)
  await page.goto('/')
  await expect(page.getByRole('button', { name: 'Start a board' })).toBeVisible()
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBe(0)
})
