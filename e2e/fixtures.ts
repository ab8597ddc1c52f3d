import { test as base, type BrowserContextOptions, type Page, type TestInfo } from '@playwright/test'
import { BoardPage } from './board-page'
import { Eye } from './eye'
import { TestServer } from './server'

interface TestFixtures {
  /** Another person: a browser context of their own, whose console must stay clean. */
  newPerson: (options?: BrowserContextOptions) => Promise<Page>
  /** Opens a board for a new person and waits until it can be drawn on. */
  openBoard: (boardId: string, options?: BrowserContextOptions) => Promise<BoardPage>
  eye: Eye
}
interface WorkerFixtures {
  server: TestServer
}

/** What a browser says by itself when the server is killed under it; everything else in a console fails the test. */
const EXPECTED_WHEN_OFFLINE =
  /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_INTERNET_DISCONNECTED|WebSocket connection to .* failed|ERR_EMPTY_RESPONSE|ERR_CONTENT_LENGTH_MISMATCH|ERR_INCOMPLETE_CHUNKED_ENCODING/

/** What each person saw when the test failed, beside its report. */
async function showScreens(pages: readonly Page[], info: TestInfo): Promise<void> {
  for (const [i, page] of pages.entries()) {
    const path = info.outputPath(`person-${i + 1}.png`)
    const isTaken = await page.screenshot({ path }).catch(() => null) // a page that is closed shows nothing
    if (isTaken) await info.attach(`person ${i + 1}`, { path, contentType: 'image/png' })
  }
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  // Playwright's own takes one whenever a context is closed before it knows how the test ended.
  screenshot: ['off', { scope: 'worker' }],
  server: [
    async ({}, use) => {
      const server = await TestServer.start()
      await use(server)
      await server.stop()
    },
    { scope: 'worker' },
  ],
  newPerson: async ({ browser, server, contextOptions }, use, info) => {
    const noise: string[] = []
    const pages: Page[] = []
    await use(async (options) => {
      const context = await browser.newContext({
        baseURL: server.url,
        locale: 'en-US',
        viewport: { width: 1440, height: 900 },
        permissions: ['clipboard-read', 'clipboard-write'],
        ...contextOptions,
        ...options,
      })
      const page = await context.newPage()
      pages.push(page)
      page.on('console', (message) => {
        if (message.type() !== 'error' && message.type() !== 'warning') return
        if (!EXPECTED_WHEN_OFFLINE.test(message.text())) noise.push(`${message.type()}: ${message.text()}`)
      })
      page.on('pageerror', (error) => noise.push(`uncaught: ${error.stack || error.message}`))
      return page
    })
    if (info.status !== info.expectedStatus) await showScreens(pages, info)
    await Promise.all(pages.map((page) => page.context().close()))
    const allowed = info.annotations
      .filter(({ type }) => type === 'expected-console')
      .map(({ description }) => description ?? '')
    const unexpected = noise.filter((line) => !allowed.some((text) => line.includes(text)))
    if (info.status === info.expectedStatus && unexpected.length > 0)
      throw new Error(`The console said:\n${unexpected.join('\n')}`)
  },
  openBoard: async ({ newPerson }, use) => {
    await use(async (boardId, options) => {
      const board = new BoardPage(await newPerson(options))
      await board.open(boardId)
      return board
    })
  },
  eye: async ({ browser }, use) => {
    const context = await browser.newContext()
    await use(new Eye(await context.newPage()))
    await context.close()
  },
})
export { expect } from '@playwright/test'
