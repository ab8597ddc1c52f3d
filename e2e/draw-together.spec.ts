import { createBoard, expectTypes, shapesOf } from './board-page'
import { expect, test } from './fixtures'

/** Where nothing of the interface floats at 1440 × 900. */
const COLUMNS = [220, 460, 700, 940, 1180]
const ROWS = [220, 400, 580]

test('two people draw with every tool and each sees what the other made', async ({
  server,
  openBoard,
  eye,
}) => {
  const id = await createBoard(server.url, 'Every tool')
  const [ana, ben] = [await openBoard(id), await openBoard(id)]
  const tools = [
    ['p', 'pen'],
    ['m', 'marker'],
    ['r', 'rectangle'],
    ['o', 'ellipse'],
    ['d', 'diamond'],
    ['l', 'line'],
    ['a', 'arrow'],
    ['n', 'note'],
    ['t', 'text'],
    ['f', 'frame'],
  ] as const
  const made: string[] = []
  for (const [index, [key, type]] of tools.entries()) {
    const person = index % 2 === 0 ? ana : ben
    const other = person === ana ? ben : ana
    const [x, y] = [COLUMNS[index % 5]!, ROWS[Math.floor(index / 5)]!]
    await person.page.keyboard.press('Escape')
    await person.tool(key)
    if (type === 'text') {
      await person.page.mouse.click(x, y)
      await person.page.keyboard.type('Hello')
      await person.page.keyboard.press('Escape')
    } else {
      await person.drag([
        [x, y],
        [x + 60, y + 40],
        [x + 120, y + 90],
      ])
      if (type === 'note') await person.page.keyboard.press('Escape')
    }
    made.push(type)
    await expectTypes(server.url, id, made)
    await expect
      .poll(() => eye.ink(other.page, { x: x - 20, y: y - 20, width: 170, height: 140 }))
      .toBeGreaterThan(0.002)
  }
  await ana.saved()
  await ben.saved()
})

test('a stroke is seen while it is drawn, and is not in the document until the pen lifts', async ({
  server,
  openBoard,
  eye,
}) => {
  const id = await createBoard(server.url, 'Live ink')
  const [ana, ben] = [await openBoard(id), await openBoard(id)]
  const area = { x: 300, y: 110, width: 420, height: 140 } // above the invitation of an empty board
  const blank = await eye.ink(ben.page, area)
  await ana.tool('p')
  await ana.drag(
    [
      [320, 130],
      [500, 230],
      [700, 130],
    ],
    { hold: true },
  )
  await expect.poll(() => eye.ink(ben.page, area)).toBeGreaterThan(blank + 0.005)
  expect(await shapesOf(server.url, id)).toEqual([])
  await ana.lift()
  await expectTypes(server.url, id, ['pen'])
  expect(await eye.ink(ben.page, area)).toBeGreaterThan(blank + 0.005)
})

test('a shape being dragged moves at the other while it is dragged', async ({ server, openBoard, eye }) => {
  const id = await createBoard(server.url, 'Live drag')
  const [ana, ben] = [await openBoard(id), await openBoard(id)]
  await ana.tool('r')
  await ana.drag([
    [300, 300],
    [420, 400],
  ])
  await expectTypes(server.url, id, ['rectangle'])
  const [before] = await shapesOf(server.url, id)
  const target = { x: 860, y: 260, width: 220, height: 200 }
  const blank = await eye.ink(ben.page, target)
  await ana.drag(
    [
      [330, 300], // its outline, away from the handles
      [600, 300],
      [930, 300],
    ],
    { hold: true },
  )
  await expect.poll(() => eye.ink(ben.page, target)).toBeGreaterThan(blank + 0.002)
  expect((await shapesOf(server.url, id))[0]!.geo).toEqual(before!.geo)
  await ana.lift()
  await expect
    .poll(async () => (await shapesOf(server.url, id))[0]!.geo[0])
    .toBeCloseTo(before!.geo[0]! + 600, 0)
})

test('undo takes back my own work and never another person’s', async ({ server, openBoard }) => {
  const id = await createBoard(server.url, 'Undo')
  const [ana, ben] = [await openBoard(id), await openBoard(id)]
  await ana.tool('r')
  await ana.drag([
    [300, 300],
    [420, 400],
  ])
  await expectTypes(server.url, id, ['rectangle'])
  await ben.tool('o')
  await ben.drag([
    [600, 300],
    [720, 400],
  ])
  await expectTypes(server.url, id, ['ellipse', 'rectangle'])
  await ana.page.keyboard.press('Control+z')
  await expectTypes(server.url, id, ['ellipse'])
  await ana.page.keyboard.press('Control+z')
  await ana.page.keyboard.press('Control+Shift+z')
  await expectTypes(server.url, id, ['ellipse', 'rectangle'])
})

test('an arrow stays attached to the shapes it touches', async ({ server, openBoard }) => {
  const id = await createBoard(server.url, 'Arrow')
  const ana = await openBoard(id)
  for (const [x, y] of [
    [300, 300],
    [800, 300],
  ] as const) {
    await ana.tool('r')
    await ana.drag([
      [x, y],
      [x + 120, y + 100],
    ])
  }
  await ana.tool('a')
  await ana.drag([
    [360, 350],
    [600, 350],
    [860, 350],
  ])
  await expectTypes(server.url, id, ['arrow', 'rectangle', 'rectangle'])
  const arrow = (await shapesOf(server.url, id)).find(({ type }) => type === 'arrow')!
  expect(arrow.data.start).toHaveProperty('shape')
  expect(arrow.data.end).toHaveProperty('shape')
})
