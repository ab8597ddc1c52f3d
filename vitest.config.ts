import { availableParallelism } from 'node:os'
import { defaultExclude, defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    environment: 'node',
    setupFiles: ['./vitest.setup.ts'],
    pool: 'forks',
    // Vitest leaves one processor out, and most of what servers are tested for is waiting.
    maxWorkers: availableParallelism(),
    testTimeout: 20_000,
    // `npm run test:long`
    exclude: [...defaultExclude, '**/*.long.test.ts'],
    // ES modules with names that Node alone does not resolve; every bundler does.
    server: { deps: { inline: ['roughjs'] } },
    dangerouslyIgnoreUnhandledErrors: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'shared',
          include: ['lib/**/*.test.ts', 'components/**/*.test.{ts,tsx}', '*.test.ts'],
          // Modules without a state of their own: loading them anew for each file takes as long as the tests.
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: 'server', include: ['server/**/*.test.ts', 'scripts/**/*.test.ts'] },
      },
    ],
  },
})
