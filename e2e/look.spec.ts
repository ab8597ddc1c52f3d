import AxeBuilder from '@axe-core/playwright'
import { BoardPage, createBoard, shapesOf } from './board-page'
import { expect, test } from './fixtures'

const DRAWING = JSON.stringify({
  type: 'excalidraw',
  version: 2,
  elements: [{ id: 'box', type: 'rectangle', x: 5_000, y: 5_000, width: 100, height: 60 }],
})

test('a pinned theme is there from the first frame, and nothing jumps while a page loads', async ({
  server,
  newPerson,
}) => {
  const id = await createBoard(server.url)
  const page = await newPerson({ colorScheme: 'light' })
  await page.context().addCookies([{ name: 'ardoise-theme', value: 'slate', url: server.url }])
  await page.addInitScript(() => {
    const seen = { shift: 0, canvases: new Set<string>() }
    Object.assign(window, { seen })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.shift += (entry as unknown as { value: number }).value
    }).observe({ type: 'layout-shift', buffered: true })
    const look = () => {
      if (document.body) seen.canvases.add(getComputedStyle(document.body).backgroundColor)
      requestAnimationFrame(look)
    }
    look()
  })
  for (const [path, settled] of [
    ['/', page.getByRole('heading').first()],
    [`/b/${id}`, page.getByText('Saved', { exact: true })],
  ] as const) {
    await page.goto(path)
    await expect(settled).toBeVisible()
    const seen = await page.evaluate(() => {
      const { shift, canvases } = (window as unknown as { seen: { shift: number; canvases: Set<string> } })
        .seen
      return { shift, canvases: [...canvases] }
    })
    expect(seen, path).toEqual({ shift: 0, canvases: ['rgb(32, 41, 43)'] })
  }
})

test('guests are called in the language of the reader, in the list and beside the cursor', async ({
  server,
  openBoard,
  newPerson,
}) => {
  const id = await createBoard(server.url)
  const ana = await openBoard(id)
  const page = await newPerson({ locale: 'fr-FR' })
  await page.goto(`/b/${id}`)
  await page.getByRole('button', { name: '2 personnes sur ce tableau' }).click()
  const people = page.getByRole('dialog', { name: 'Sur ce tableau' }).getByRole('listitem')
  await expect(people).toHaveText([/Invité 2.*vous/, /Invité$/])
  await page.keyboard.press('Escape')
  await ana.page.mouse.move(600, 400)
  await expect(page.locator('.person-cursor')).toHaveText('Invité')
  await page.mouse.move(500, 300)
  await expect(ana.page.locator('.person-cursor')).toHaveText('Guest 2')
})

test('a dropped file is placed around where it is dropped', async ({ server, newPerson }) => {
  const id = await createBoard(server.url)
  const board = new BoardPage(await newPerson())
  await board.open(id)
  const file = await board.page.evaluateHandle((text) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([text], 'Plan.excalidraw', { type: 'application/json' }))
    return transfer
  }, DRAWING)
  for (const kind of ['dragenter', 'drop'])
    await board.page.dispatchEvent('main', kind, { dataTransfer: file, clientX: 300, clientY: 250 })
  await expect(board.page.getByText('1 shape added')).toBeVisible()
  await board.saved()
  const [shape] = await shapesOf(server.url, id)
  // What is drawn by hand from the same place tells which page point that was.
  await board.page.keyboard.press('Escape')
  await board.tool('r')
  await board.drag([
    [300, 250],
    [400, 310],
  ])
  await expect.poll(async () => (await shapesOf(server.url, id)).length).toBe(2)
  const drawn = (await shapesOf(server.url, id)).find((other) => other.id !== shape!.id)!
  expect(shape!.geo[0]! + shape!.geo[2]! / 2).toBeCloseTo(drawn.geo[0]!, 0)
  expect(shape!.geo[1]! + shape!.geo[3]! / 2).toBeCloseTo(drawn.geo[1]!, 0)
})

test('no accessibility violations in what opens over a board', async ({ server, newPerson }) => {
  const id = await createBoard(server.url)
  const board = new BoardPage(await newPerson({ reducedMotion: 'reduce' }))
  const { page } = board
  await board.open(id)
  const check = async (where: string) => {
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(
      violations.map(
        ({ id, nodes }) => `${where}: ${id} ${nodes.map(({ target }) => String(target)).join()}`,
      ),
    ).toEqual([])
  }
  await board.tool('r')
  await board.drag([
    [500, 300],
    [700, 420],
  ])
  for (const name of ['Colour', 'Text', 'More']) {
    await page
      .getByRole('toolbar', { name: 'Selection', exact: true })
      .getByRole('button', { name, exact: true })
      .click()
    await expect(page.locator('[role=dialog], [role=menu]')).toBeVisible()
    await check(name)
    await page.keyboard.press('Escape')
    await expect(page.locator('[role=dialog], [role=menu]')).toBeHidden()
  }
  await page.mouse.click(900, 600, { button: 'right' })
  await expect(page.getByRole('menu')).toBeVisible()
  await check('context menu')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Pen', exact: true }).hover()
  await expect(page.getByRole('tooltip')).toBeVisible()
  await check('tooltip')
})
