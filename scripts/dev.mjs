import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from './build.mjs'

/** Next reloads pages and components by itself; tsx restarts the server when its code, or lib's, changes. */
const server = spawn(
  process.execPath,
  [
    join(root, 'node_modules/tsx/dist/cli.mjs'),
    'watch',
    '--clear-screen=false',
    '--include=server/**/*.ts', // also what only the workers import
    join(root, 'server/main.ts'),
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'development', NEXT_TELEMETRY_DISABLED: '1' },
  },
)

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal))
server.on('exit', (code) => process.exit(code ?? 1))
