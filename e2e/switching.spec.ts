import { BoardPage, createBoard, drawBox, shapesOf } from './board-page'
import { expect, test } from './fixtures'

const TIMES = 6

test('[K30] [K31] going from board to board over a slow line, back and forth: nothing of one ever comes to the other', async ({
  server,
  newPerson,
}) => {
  const boards = [await createBoard(server.url, 'Boxes'), await createBoard(server.url, 'Rings')] as const
  const tools = ['r', 'o'] as const
  const page = await newPerson()
  // So slow that a board is left before it has said everything.
  const cdp = await page.context().newCDPSession(page)
  const line = { offline: false, latency: 300, downloadThroughput: -1, uploadThroughput: -1 }
  await cdp.send('Network.emulateNetworkConditions', line)
  const ana = new BoardPage(page)
  for (let n = 0; n < TIMES; n++) {
    // By its address, and by going back, as often as the other.
    if (n % 4 === 3) await page.goBack({ waitUntil: 'commit' })
    else await page.goto(`/b/${boards[n % 2]!}`, { waitUntil: 'commit' })
    const at = boards.indexOf(new URL(page.url()).pathname.slice('/b/'.length))
    await expect(page.getByRole('toolbar').first()).toBeVisible()
    await drawBox(ana, n, tools[at])
  }
  for (const at of [0, 1]) {
    await page.goto(`/b/${boards[at]!}`)
    await ana.saved()
    const types = new Set((await shapesOf(server.url, boards[at]!)).map(({ type }) => type))
    expect([...types]).toEqual([['rectangle', 'ellipse'][at]])
  }
  // And nothing is lost on the way: what was drawn when it was left too early came along the next time.
  const all = await Promise.all(boards.map((id) => shapesOf(server.url, id)))
  expect(all.flat()).toHaveLength(TIMES)
})
