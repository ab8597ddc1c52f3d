import { chromium, type Browser, type BrowserContext } from 'playwright'
import { spawnSync } from 'node:child_process'
import { TestServer } from '../e2e/server'
import { isBuilt } from '../scripts/build.mjs'

export const VIEWPORT = { width: 1440, height: 900 }

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
export const percentile = (values: readonly number[], p: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * p))]!

/** A headless browser without a GPU: what somebody without a graphics card gets. */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    ...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
    ],
  })

/** Build if needed, start the server, run, and end it whatever happens. */
export async function withServer<T>(run: (server: TestServer) => Promise<T>): Promise<T> {
  if (!isBuilt() && spawnSync('node', ['scripts/build.mjs'], { stdio: 'inherit' }).status !== 0)
    throw new Error('The build failed.')
  const server = await TestServer.start()
  try {
    return await run(server)
  } finally {
    await server.stop()
  }
}

/** The same with a browser. */
export const withBoardServer = <T>(run: (server: TestServer, browser: Browser) => Promise<T>): Promise<T> =>
  withServer(async (server) => {
    const browser = await launchBrowser()
    try {
      return await run(server, browser)
    } finally {
      await browser.close()
    }
  })

export async function newContext(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: VIEWPORT, locale: 'en-US' })
  // tsx names functions through a helper that a function sent into the page does not bring along.
  await context.addInitScript('globalThis.__name = (named) => named')
  return context
}

/** Make a board from an `.ardoise.json` text; returns its id. */
export async function importBoard(server: TestServer, file: string): Promise<string> {
  const answer = await fetch(`${server.url}/api/v1/boards/import?name=scene.ardoise.json`, {
    method: 'POST',
    body: file,
  })
  if (answer.status !== 201) throw new Error(`The import answered ${answer.status}: ${await answer.text()}`)
  const { id } = (await answer.json()) as { id: string }
  return id
}

/** One line of JSON per result, and the exit code says whether every figure was reached. */
export function report(scenario: string, rows: readonly Record<string, unknown>[], reached: boolean): void {
  for (const row of rows) console.log(JSON.stringify({ scenario, ...row }))
  console.log(reached ? 'reached' : 'NOT REACHED')
  if (!reached) process.exitCode = 1
}
