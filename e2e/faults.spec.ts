import { execFileSync } from 'node:child_process'
import AxeBuilder from '@axe-core/playwright'
import { BoardPage, createBoard, drawBox, expectTypes, says } from './board-page'
import { holdDatabase, shapesOnDisk } from './database'
import { expect, test } from './fixtures'
import { TestServer } from './server'
import { openWatched, Witness } from './witness'

/** The largest file that the server may write, in bytes: what is longer fails, as on a disk that is broken or full. */
function limitFiles({ pid }: TestServer, bytes: number | 'unlimited'): void {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`])
}

test('[F05] [F07] the server cannot write: every tab says so within five seconds and drawing goes on; then it is saved by itself', async ({
  newPerson,
}) => {
  const server = await TestServer.start()
  try {
    const id = await createBoard(server.url, 'No room')
    const there = { baseURL: server.url }
    const people = [await newPerson(there), await newPerson(there)] as const
    const { ana, ben, witnesses } = await openWatched(server, id, people)
    limitFiles(server, 1_000)
    await drawBox(ana, 0)
    for (const page of people) await says(page, 'Saving paused', 5_000)
    await expect(ana.page.getByRole('alert').getByText('keeps trying by itself')).toBeVisible()
    // Ben sees it all the same.
    await expect.poll(() => ben.page.evaluate(() => window.ardoise!.count())).toBe(1)
    expect(shapesOnDisk(server, id).size).toBe(0)
    await drawBox(ben, 8, 'o')
    limitFiles(server, 'unlimited')
    for (const page of people) await says(page, 'Saved')
    await expectTypes(server.url, id, ['ellipse', 'rectangle'])
    expect(shapesOnDisk(server, id).size).toBe(2)
    await Promise.all(witnesses.map((witness) => witness.end()))
  } finally {
    await server.kill9()
  }
})

test('[F08] [F09] a disk that takes its time: Saving, amber after five seconds, and nothing is called saved before it is', async ({
  server,
  openBoard,
}) => {
  const id = await createBoard(server.url, 'Slow')
  const ana = await openBoard(id)
  const witness = new Witness(ana.page, server, id, 'rectangle')
  const letGo = holdDatabase(server)
  try {
    await drawBox(ana, 0)
    await says(ana.page, 'Saving…')
    await expect(ana.page.getByRole('status').getByText(/^Sav/)).toHaveText(/Saving…|Saving paused/, {
      timeout: 7_000,
    })
    expect(shapesOnDisk(server, id).size).toBe(0)
  } finally {
    letGo()
  }
  await ana.saved()
  await witness.end()
  expect(witness.said.at(-1)).toBe('Saved')
})

test('[F24] where the browser keeps nothing: it says so, never calls anything kept, and asks before the tab closes', async ({
  server,
  newPerson,
}) => {
  const id = await createBoard(server.url, 'Kept nowhere')
  const page = await newPerson()
  await page.addInitScript(() => {
    Object.defineProperty(window, 'indexedDB', {
      get: () => {
        throw new Error('blocked')
      },
    })
  })
  const ana = new BoardPage(page)
  await ana.open(id)
  const witness = new Witness(page, server, id, 'rectangle')
  const banner = page.getByRole('alert').getByText('Offline saving is not available')
  await expect(banner).toBeHidden()
  await drawBox(ana, 0)
  await expect(banner).toBeVisible()
  await ana.saved()
  expect((await new AxeBuilder({ page }).include('[role=alert]').analyze()).violations).toEqual([])
  await page.getByRole('alert').getByRole('button', { name: 'Close' }).click()
  await expect(banner).toBeHidden()

  await page.context().setOffline(true)
  await drawBox(ana, 1)
  await says(page, 'Offline · 1 change only in this tab')
  await expect(page.getByRole('alert').getByText('Keep this tab open')).toBeVisible()
  const asked = page.waitForEvent('dialog')
  await page.close({ runBeforeUnload: true })
  const question = await asked
  expect(question.type()).toBe('beforeunload')
  await question.dismiss()
  await page.context().setOffline(false)
  await ana.saved()
  await expectTypes(server.url, id, ['rectangle', 'rectangle'])
  await witness.end()
  expect(witness.said.join()).not.toContain('kept on this device')
})
