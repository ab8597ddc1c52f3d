import { BoardPage, expectTypes } from './board-page'
import { expect, test } from './fixtures'

const boardIdOf = (url: string) => /\/b\/([A-Za-z0-9_-]{22})/.exec(url)?.[1] ?? ''

test('one click from the home page to a stroke on a board of one’s own, found again at home', async ({
  server,
  newPerson,
}) => {
  const page = await newPerson()
  await page.goto('/')
  await page.getByRole('button', { name: 'Start a board' }).click()
  await page.waitForURL(/\/b\//)
  const board = new BoardPage(page)
  await board.saved()
  await board.tool('p')
  await board.drag([
    [400, 300],
    [520, 420],
    [640, 300],
  ])
  await expectTypes(server.url, boardIdOf(page.url()), ['pen'])
  await board.saved()
  await page.goto('/')
  await expect(page.locator(`a[href*="/b/"]`)).toHaveCount(1)
})

test('boards are renamed, found by name, opened and deleted', async ({ newPerson }) => {
  const page = await newPerson()
  for (const name of ['Alpha', 'Beta', 'Delta', 'Epsilon', 'Zeta']) {
    await page.goto('/')
    const made = await page.evaluate(
      async (boardName) =>
        (
          await fetch('/api/v1/boards', {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ name: boardName }),
          })
        ).status,
      name,
    )
    expect(made).toBe(201)
  }
  await page.goto('/')
  await expect(page.getByRole('link', { name: /Alpha/ })).toBeVisible()
  await page.getByRole('button', { name: 'Actions for Alpha' }).click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await page.getByRole('textbox', { name: 'Name of the board' }).fill('Gamma')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('link', { name: /Gamma/ })).toBeVisible()
  await page.getByRole('searchbox').fill('gam')
  await expect(page.getByRole('link', { name: /Beta/ })).toHaveCount(0)
  await expect(page.getByRole('link', { name: /Gamma/ })).toBeVisible()
  await page.getByRole('searchbox').fill('')
  await page.getByRole('button', { name: 'Actions for Gamma' }).click()
  await page.getByRole('menuitem', { name: /Delete/ }).click()
  await page.getByRole('button', { name: 'Delete board' }).click()
  await expect(page.getByRole('link', { name: /Gamma/ })).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('link', { name: /Beta/ })).toBeVisible()
  await expect(page.getByRole('link', { name: /Gamma/ })).toHaveCount(0)
})

test('[F39] deleting a board tells the people on it, and what they send later cannot bring it back', async ({
  server,
  newPerson,
}) => {
  const owner = await newPerson()
  await owner.goto('/')
  const id = await owner.evaluate(async () => {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch('/api/v1/boards', { method: 'POST', headers, body: '{"name":"Doomed"}' })
    return ((await answer.json()) as { id: string }).id
  })
  const guest = new BoardPage(await newPerson())
  await guest.open(id)
  const answer = await owner.evaluate(
    async (board) => (await fetch(`/api/v1/boards/${board}`, { method: 'DELETE' })).status,
    id,
  )
  expect(answer).toBe(204)
  await expect(guest.page.getByRole('heading', { name: 'This board was deleted' })).toBeVisible()
  // Nothing of it is left to be seen, and nothing says that it is being opened.
  await expect(guest.page.locator('#drawing canvas')).toHaveCount(0)
  await expect(guest.page.getByText('Opening the board')).toBeHidden()
  expect((await fetch(`${server.url}/api/v1/boards/${id}`)).status).toBe(404)
})

test('the pages speak the browser’s language, and another when asked', async ({ newPerson }) => {
  const page = await newPerson({ locale: 'fr-FR' })
  await page.goto('/')
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr')
  await expect(page.getByRole('button', { name: 'Start a board' })).toHaveCount(0)
  await page.context().addCookies([{ name: 'ardoise-language', value: 'en', url: page.url() }])
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
})

test('a theme can be pinned and is there from the first paint', async ({ newPerson }) => {
  const page = await newPerson({ colorScheme: 'dark' })
  await page.goto('/')
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  expect(await background()).toBe('rgb(32, 41, 43)')
  await page.emulateMedia({ colorScheme: 'light' })
  expect(await background()).toBe('rgb(251, 250, 246)')
})
