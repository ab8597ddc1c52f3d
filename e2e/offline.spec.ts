import type { Page } from '@playwright/test'
import { BoardPage, createBoard, drawBox as draw, expectTypes, says, shapesOf } from './board-page'
import { shapesOnDisk } from './database'
import { expect, test } from './fixtures'
import { TestServer } from './server'
import { openWatched, Witness } from './witness'

const idsIn = (page: Page) =>
  page.evaluate(() =>
    window
      .ardoise!.shapes()
      .map(({ id }) => id)
      .sort(),
  )

test('[F15] the network is pulled and put back while two people draw: what the state says is so, and both have it all', async ({
  server,
  newPerson,
}) => {
  const id = await createBoard(server.url, 'Pulled')
  const { ana, ben, witnesses } = await openWatched(server, id, [await newPerson(), await newPerson()])
  await draw(ana, 0)
  await ana.saved()

  await ana.page.context().setOffline(true)
  await says(ana.page, 'Offline')
  await draw(ana, 1)
  await says(ana.page, 'Offline · 1 change kept on this device')
  await draw(ana, 2)
  await draw(ben, 8, 'o')
  await ben.saved()
  await says(ana.page, 'Offline · 2 changes kept on this device')
  expect(await shapesOf(server.url, id)).toHaveLength(2)

  const back = Date.now()
  await ana.page.context().setOffline(false)
  await ana.saved()
  expect(Date.now() - back).toBeLessThan(3_000)
  await expectTypes(server.url, id, ['ellipse', 'rectangle', 'rectangle', 'rectangle'])
  await expect.poll(() => idsIn(ben.page)).toEqual(await idsIn(ana.page))
  await Promise.all(witnesses.map((witness) => witness.end()))
  expect(witnesses[0].said.filter((words) => words.startsWith('Offline'))).toEqual([
    'Offline',
    'Offline · 1 change kept on this device',
    'Offline · 2 changes kept on this device',
  ])
  expect(witnesses[1].said.filter((words) => words.startsWith('Offline'))).toEqual([])
})

test('[F01] the server is killed and started while two people draw: nothing that was Saved is gone, nothing is there twice', async ({
  newPerson,
}) => {
  const server = await TestServer.start()
  try {
    const id = await createBoard(server.url, 'Killed')
    const there = { baseURL: server.url }
    const people = [await newPerson(there), await newPerson(there)] as const
    const { ana, ben, witnesses } = await openWatched(server, id, people)
    await Promise.all([draw(ana, 0), draw(ben, 8, 'o')])
    // Whatever is on its way at this moment.
    await server.kill9()
    const before = shapesOnDisk(server, id)
    await Promise.all(people.map((page) => says(page, /^Offline/, 12_000)))
    await draw(ana, 1)
    await draw(ben, 9, 'o')
    await draw(ben, 10, 'o')
    for (const page of people) await says(page, /^Offline · \d changes? kept/)
    await server.up()
    await Promise.all(people.map((page) => says(page, 'Saved', 10_000)))
    await expectTypes(server.url, id, ['ellipse', 'ellipse', 'ellipse', 'rectangle', 'rectangle'])
    const after = shapesOnDisk(server, id)
    for (const shape of before) expect(after.has(shape)).toBe(true)
    await expect.poll(() => idsIn(ana.page)).toEqual([...after].sort())
    await expect.poll(() => idsIn(ben.page)).toEqual([...after].sort())
    await Promise.all(witnesses.map((witness) => witness.end()))
  } finally {
    await server.kill9()
  }
})

test('[F21] [F22] of two tabs of one person one is closed while offline: the other brings what it had, once, and a third finds nothing left', async ({
  server,
  openBoard,
}) => {
  const id = await createBoard(server.url, 'Two tabs')
  const first = await openBoard(id)
  const context = first.page.context()
  // A tab opened by another has a copy of its session storage, as a duplicated one has.
  const [page] = await Promise.all([
    context.waitForEvent('page'),
    first.page.evaluate(() => void window.open(location.href)),
  ])
  const second = new BoardPage(page)
  await second.saved()
  await expect(page.getByRole('button', { name: /^1 person|^2 people/ })).toBeVisible()

  await context.setOffline(true)
  await draw(first, 0)
  await draw(second, 8, 'o')
  await says(first.page, 'Offline · 1 change kept on this device')
  await says(page, 'Offline · 1 change kept on this device')
  // Nothing would be lost, so nobody is asked.
  await Promise.all([first.page.waitForEvent('close'), first.page.close({ runBeforeUnload: true })])
  const witness = new Witness(page, server, id, 'ellipse')
  await context.setOffline(false)
  await second.saved()
  await expectTypes(server.url, id, ['ellipse', 'rectangle'])
  await witness.end()
  const third = new BoardPage(await context.newPage())
  await third.open(id)
  await third.saved()
  expect(await idsIn(third.page)).toHaveLength(2)
})

test('[F19] [F20] [K23] a laptop that slept: others see it go, and on waking it is there again with what was drawn before', async ({
  server,
  openBoard,
}) => {
  const id = await createBoard(server.url, 'Asleep')
  const [ana, ben] = [await openBoard(id), await openBoard(id)]
  await expect(ben.page.getByRole('button', { name: '2 people on this board' })).toBeVisible()
  const { page } = ana
  const cdp = await page.context().newCDPSession(page)
  await page.context().setOffline(true)
  await draw(ana, 0)
  await says(page, 'Offline · 1 change kept on this device')
  await cdp.send('Page.setWebLifecycleState', { state: 'frozen' })
  await draw(ben, 8, 'o')
  await ben.saved()
  await expect(ben.page.getByRole('button', { name: '1 person on this board' })).toBeVisible({
    timeout: 12_000,
  })

  await page.context().setOffline(false)
  const woke = Date.now()
  await cdp.send('Page.setWebLifecycleState', { state: 'active' })
  await ana.saved()
  expect(Date.now() - woke).toBeLessThan(3_000)
  await expectTypes(server.url, id, ['ellipse', 'rectangle'])
  await expect(ben.page.getByRole('button', { name: '2 people on this board' })).toBeVisible()
  await expect.poll(() => idsIn(ben.page)).toEqual(await idsIn(page))
})
