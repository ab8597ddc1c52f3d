import { createBoard, expectTypes, shapesOf } from './board-page'
import { expect, test } from './fixtures'

test('text is edited in place and its box grows as it is typed', async ({ server, openBoard }) => {
  const id = await createBoard(server.url, 'Growing text')
  const ana = await openBoard(id)
  await ana.tool('t')
  await ana.page.mouse.click(400, 300)
  await ana.page.keyboard.type('Hello')
  await expect.poll(async () => (await shapesOf(server.url, id))[0]?.text).toBe('Hello')
  const narrow = (await shapesOf(server.url, id))[0]!.geo
  await ana.page.keyboard.type(' and a good deal more\nin two lines')
  await expect
    .poll(async () => (await shapesOf(server.url, id))[0]?.text)
    .toBe('Hello and a good deal more\nin two lines')
  await ana.page.keyboard.press('Escape')
  await expect
    .poll(async () => {
      const wide = (await shapesOf(server.url, id))[0]!.geo
      return wide[2]! > narrow[2]! * 2 && wide[3]! > narrow[3]! * 1.5
    })
    .toBe(true)
})

test('two people type in one text and both survive', async ({ server, openBoard }) => {
  const id = await createBoard(server.url, 'One text')
  const [ana, ben] = [await openBoard(id), await openBoard(id)]
  await ana.tool('n')
  await ana.page.mouse.click(500, 300)
  await ana.page.keyboard.type('Ana')
  await expectTypes(server.url, id, ['note'])
  await expect.poll(async () => (await shapesOf(server.url, id))[0]?.text).toBe('Ana')
  await ben.page.mouse.dblclick(500, 300)
  await expect(ben.page.getByRole('textbox', { name: 'Text', exact: true })).toHaveValue('Ana')
  await ben.page.keyboard.press('Control+End')
  await ben.page.keyboard.type(' Ben')
  await expect.poll(async () => (await shapesOf(server.url, id))[0]?.text).toBe('Ana Ben')
  await ana.page.keyboard.press('Control+Home')
  await Promise.all([ana.page.keyboard.type('xx'), ben.page.keyboard.type('yy')])
  await expect.poll(async () => (await shapesOf(server.url, id))[0]?.text).toBe('xxAna Benyy')
})

test('a closed shape holds text', async ({ server, openBoard }) => {
  const id = await createBoard(server.url, 'Label')
  const ana = await openBoard(id)
  await ana.tool('o')
  await ana.drag([
    [400, 300],
    [640, 460],
  ])
  await ana.page.mouse.dblclick(520, 380)
  await ana.page.keyboard.type('Inside')
  await ana.page.keyboard.press('Escape')
  await expect
    .poll(async () => (await shapesOf(server.url, id)).map(({ type, text }) => [type, text]))
    .toEqual([['ellipse', 'Inside']])
})

test('a text left empty leaves nothing behind', async ({ server, openBoard }) => {
  const id = await createBoard(server.url, 'Empty text')
  const ana = await openBoard(id)
  await ana.tool('t')
  await ana.page.mouse.click(400, 300)
  await ana.page.keyboard.press('Escape')
  await ana.tool('r')
  await ana.drag([
    [300, 500],
    [400, 560],
  ])
  await expectTypes(server.url, id, ['rectangle'])
})
