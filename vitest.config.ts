import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      'lib/**/*.test.ts',
      'server/**/*.test.ts',
      'components/**/*.test.{ts,tsx}',
      'scripts/**/*.test.ts',
      '*.test.ts',
    ],
    environment: 'node',
    setupFiles: ['./vitest.setup.ts'],
    pool: 'forks',
    testTimeout: 20_000,
    // ES modules with names that Node alone does not resolve; every bundler does.
    server: { deps: { inline: ['roughjs'] } },
    dangerouslyIgnoreUnhandledErrors: false,
  },
})
