import { defineConfig } from '@playwright/test'

/** These wait most of the time, for silence or for a bad network, so it costs the others little to run beside them. */
const SILENT = ['stock-client.spec.ts', 'network.spec.ts']

/** Browser tests on a production build; `npm test` finds the browser and builds first. */
export default defineConfig({
  testDir: 'e2e',
  fullyParallel: false,
  workers: 2,
  projects: [
    { name: 'silent', testMatch: SILENT, workers: 1 },
    // Several browsers and a server already fill two cores; parallel files only add noise.
    { name: 'chromium', testIgnore: SILENT, workers: 1 },
  ],
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
    trace: 'off', // keeping one costs a third of the time; to see what happened: `npm run test:e2e -- --trace on`
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
