import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { createBoard } from './board-page'
import { expect, test } from './fixtures'

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
]

async function expectNoViolations(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(
    violations.map(
      ({ id, nodes }) => `${where}: ${id} ${nodes.map(({ target }) => String(target)).join(', ')}`,
    ),
  ).toEqual([])
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`no accessibility violations on any page (${colorScheme})`, async ({ server, newPerson }) => {
    test.info().annotations.push({ type: 'expected-console', description: 'status of 404' })
    const id = await createBoard(server.url, 'Accessible')
    for (const viewport of SIZES) {
      const page = await newPerson({ colorScheme, viewport, reducedMotion: 'reduce' })
      const where = (name: string) => `${name} at ${viewport.width}`
      await page.goto('/')
      await expect(page.getByRole('heading').first()).toBeVisible()
      await expectNoViolations(page, where('home'))
      await page.goto(`/b/${id}`)
      await expect(page.getByText('Saved', { exact: true })).toBeVisible()
      await expectNoViolations(page, where('board'))
      await page.goto('/b/AAAAAAAAAAAAAAAAAAAAAA')
      await expectNoViolations(page, where('not found'))
    }
  })

  test(`no accessibility violations in menus and dialogs (${colorScheme})`, async ({ server, newPerson }) => {
    const id = await createBoard(server.url, 'Dialogs')
    const page = await newPerson({ colorScheme, reducedMotion: 'reduce' })
    await page.goto(`/b/${id}`)
    await expect(page.getByText('Saved', { exact: true })).toBeVisible()
    for (const name of ['Menu', 'Share']) {
      await page.getByRole('button', { name, exact: true }).click()
      await expectNoViolations(page, name)
      await page.keyboard.press('Escape')
    }
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog', { name: 'Keyboard and mouse' })).toBeVisible()
    await expectNoViolations(page, 'help')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('dialog', { name: 'Commands' })).toBeVisible()
    await expectNoViolations(page, 'commands')
  })
}

test('the board’s controls are reached by keyboard and show where they are', async ({
  server,
  newPerson,
}) => {
  const id = await createBoard(server.url, 'Keyboard')
  const page = await newPerson()
  await page.goto(`/b/${id}`)
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
  const reached = new Set<string>()
  for (let step = 0; step < 25; step++) {
    await page.keyboard.press('Tab')
    const focus = await page.evaluate(() => {
      const element = document.activeElement
      if (!element || element === document.body) return null
      const style = getComputedStyle(element)
      const isShown = style.outlineStyle !== 'none' || style.boxShadow !== 'none'
      return { name: element.getAttribute('aria-label') ?? element.textContent ?? '', isShown }
    })
    if (!focus) continue
    expect(focus.isShown, `focus is seen on ${focus.name}`).toBe(true)
    reached.add(focus.name)
  }
  expect([...reached].some((name) => name.includes('Menu'))).toBe(true)
  expect([...reached].some((name) => name.includes('Share'))).toBe(true)
})
