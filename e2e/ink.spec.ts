import type { Page } from '@playwright/test'
import { createBoard, expectTypes, shapesOf } from './board-page'
import { expect, test } from './fixtures'

const PAPER = { x: 300, y: 150, width: 800, height: 500 }

/** A line as a hand draws it, and the picture of it just before and just after the pointer lifts. */
async function drawnAndKept(page: Page, places: readonly (readonly [number, number])[]) {
  const shot = () => page.screenshot({ clip: PAPER, animations: 'disabled' })
  await page.mouse.move(...places[0]!)
  await page.mouse.down()
  for (const place of places.slice(1)) await page.mouse.move(...place)
  await painted(page)
  const drawn = await shot()
  await page.mouse.up()
  await painted(page)
  return { drawn, kept: await shot() }
}
/** Two frames: one that paints, one that shows it. */
const painted = (page: Page) =>
  page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(undefined)))),
  )

const wave = (n: number, y: number, step = 6) =>
  Array.from({ length: n }, (_, i) => [340 + i * step, y + 60 * Math.sin(i / 5)] as const)
const zigzag = Array.from({ length: 13 }, (_, i) => [360 + i * 55, i % 2 === 0 ? 220 : 560] as const)

for (const [tool, key] of [
  ['pen', 'p'],
  ['marker', 'm'],
] as const) {
  test(`${tool}: nothing moves when the pointer lifts`, async ({ server, openBoard, eye }) => {
    const id = await createBoard(server.url, `No jump, ${tool}`)
    const ana = await openBoard(id)
    for (const places of [wave(110, 400), zigzag]) {
      await ana.tool(key)
      const { drawn, kept } = await drawnAndKept(ana.page, places)
      expect(await eye.difference(drawn, kept)).toBeLessThan(0.0005)
    }
    await expectTypes(server.url, id, [tool, tool])
  })
}

test('a dot stays where the pointer touched', async ({ server, openBoard, eye }) => {
  const id = await createBoard(server.url, 'Dot')
  const ana = await openBoard(id)
  await ana.tool('p')
  await ana.page.mouse.click(500, 400)
  await expectTypes(server.url, id, ['pen'])
  await ana.page.mouse.move(900, 200)
  expect(await eye.ink(ana.page, { x: 490, y: 390, width: 20, height: 20 })).toBeGreaterThan(0.02)
  await ana.page.keyboard.press('Control+z')
  await expectTypes(server.url, id, [])
})

test('a stroke of more points than a shape holds has no joint to be seen, and is one step of undo', async ({
  server,
  openBoard,
  eye,
}) => {
  const id = await createBoard(server.url, 'Long')
  const ana = await openBoard(id)
  await ana.tool('p')
  const points = 10_060
  await scribble(ana.page, points)
  await expectTypes(server.url, id, ['pen', 'pen'])
  const [first, second] = (await shapesOf(server.url, id)).sort((a, b) => b.points!.length - a.points!.length)
  expect(first!.points!.length).toBe(10_000)
  // The end of the first and the beginning of the second are one place, and equally wide.
  const at = (shape: typeof first, i: number) => {
    const [x, y, pressure] = shape!.points!.at(i)!
    return [x! + shape!.geo[0]!, y! + shape!.geo[1]!, pressure]
  }
  expect(at(second, 0).slice(0, 2)).toEqual(at(first, -1).slice(0, 2))
  // On the empty board the origin of the page is in the middle of the window.
  const [x, y] = at(first, -1) as [number, number]
  const widths = await eye.thickness(ana.page, { x: x + 720 - 20, y: y + 450 - 5, width: 40, height: 10 })
  expect(Math.max(...widths) - Math.min(...widths)).toBe(0)
  expect(Math.min(...widths)).toBeGreaterThan(1)
  await ana.page.keyboard.press('Control+z')
  await expectTypes(server.url, id, [])
})

test('strokes one after the other are seen as they are when the board is opened again', async ({
  server,
  openBoard,
  eye,
}) => {
  const id = await createBoard(server.url, 'Writing')
  const ana = await openBoard(id)
  const shot = () => ana.page.screenshot({ clip: PAPER, animations: 'disabled' })
  // At rest a picture stands in for the canvas; what is drawn then is laid over it.
  const resting = () =>
    expect
      .poll(() =>
        ana.page.evaluate(() =>
          document.querySelector('#drawing canvas')!.checkVisibility({ visibilityProperty: true }),
        ),
      )
      .toBe(false)
  await ana.tool('p')
  await ana.drag([[360, 300], [900, 420]]) // prettier-ignore
  await resting()
  for (const [x, y] of [
    [380, 250],
    [520, 300],
    [760, 200],
  ] as const) {
    await ana.tool('p')
    await ana.drag([[x, y], [x + 90, y + 260]]) // prettier-ignore
    await painted(ana.page)
    await resting()
  }
  await ana.saved()
  await ana.page.keyboard.press('Escape')
  const written = await shot()
  await ana.page.reload()
  await ana.saved()
  // Where the edge of a repaired place crosses a line some pixels differ a little; each stroke has six hundred.
  await expect.poll(async () => eye.difference(written, await shot())).toBeLessThan(0.0005)
})

/** A line of so many samples, as a pen of a thousand a second sends them: many in each event. */
const scribble = (page: Page, count: number) =>
  page.evaluate((count) => {
    const host = document.querySelector<HTMLElement>('[role=application]')!
    host.setPointerCapture = () => {}
    const place = (i: number) => ({ clientX: 330 + (i % 700), clientY: 200 + Math.floor(i / 700) * 28 })
    const made = (type: string, i: number, coalescedEvents: PointerEvent[] = []) =>
      new PointerEvent(type, {
        bubbles: true,
        pointerId: 77,
        pointerType: 'mouse',
        button: type === 'pointermove' ? -1 : 0,
        buttons: 1,
        coalescedEvents,
        ...place(i),
      })
    host.dispatchEvent(made('pointerdown', 0))
    for (let i = 1; i < count; i += 50) {
      const many = Array.from({ length: Math.min(50, count - i) }, (_, k) => made('pointermove', i + k))
      host.dispatchEvent(made('pointermove', Math.min(count - 1, i + 49), many))
    }
    host.dispatchEvent(made('pointerup', count - 1))
  }, count)

test('the whole-shape eraser takes what it passes; others see it go before the pointer lifts', async ({
  server,
  openBoard,
  eye,
}) => {
  const id = await createBoard(server.url, 'Erase shapes')
  const ana = await openBoard(id)
  const ben = await openBoard(id)
  await ana.tool('p')
  await ana.drag([[400, 300], [800, 300]]) // prettier-ignore
  await ana.saved()
  const area = { x: 420, y: 280, width: 360, height: 40 }
  await ana.tool('e')
  await ana.drag([[600, 200], [600, 400]], { hold: true }) // prettier-ignore
  await expect.poll(() => eye.darkest(ben.page, area)).toBeGreaterThan(120)
  await ana.page.keyboard.press('Escape')
  await ana.lift()
  await expect.poll(() => eye.darkest(ben.page, area)).toBeLessThan(90)
  await ana.drag([[600, 200], [600, 400]]) // prettier-ignore
  await expectTypes(server.url, id, [])
})

test('the ink eraser splits a stroke where it passes, in one step of undo, and is remembered', async ({
  server,
  openBoard,
  eye,
}) => {
  const id = await createBoard(server.url, 'Erase ink')
  const ana = await openBoard(id)
  await ana.tool('p')
  await ana.drag([[400, 300], [800, 300]]) // prettier-ignore
  await ana.tool('r')
  await ana.drag([[560, 340], [640, 420]]) // prettier-ignore
  await ana.tool('e')
  await ana.page.getByRole('radio', { name: 'Ink it touches' }).click()
  await ana.page.getByRole('radio', { name: 'Large' }).click()
  const middle = { x: 580, y: 290, width: 40, height: 20 }
  await ana.drag([[600, 200], [600, 400]], { hold: true }) // prettier-ignore
  // Dots of the grid are left.
  await expect.poll(() => eye.ink(ana.page, middle)).toBeLessThan(0.02)
  await ana.lift()
  await expectTypes(server.url, id, ['pen', 'pen', 'rectangle'])
  const pens = (await shapesOf(server.url, id)).filter(({ type }) => type === 'pen')
  // 400 px of ink without twice the radius of 32 and the half width of the pen.
  const ink = pens.reduce((sum, { geo }) => sum + geo[2]!, 0)
  expect(ink).toBeGreaterThan(400 - 2 * 34 - 2)
  expect(ink).toBeLessThan(400 - 2 * 34 + 2)
  await ana.page.keyboard.press('Control+z')
  await expectTypes(server.url, id, ['pen', 'rectangle'])
  await ana.page.reload()
  await expect(ana.page.getByText('Saved', { exact: true })).toBeVisible()
  await ana.tool('e')
  await expect(ana.page.getByRole('radio', { name: 'Ink it touches' })).toBeChecked()
})
