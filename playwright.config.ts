import { defineConfig } from '@playwright/test'

/** Browser tests on a production build; `npm test` finds the browser and builds first. */
export default defineConfig({
  testDir: 'e2e',
  fullyParallel: false,
  workers: 1, // several browsers and a server already fill two cores; parallel files only add noise
  retries: 0, // flaky is broken
  forbidOnly: !!process.env.CI,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json']],
  use: {
    locale: 'en-US',
    viewport: { width: 1440, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
      args: [
        '--no-sandbox',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
