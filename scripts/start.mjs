import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, isBuilt, root } from './build.mjs'

/** How often the process that started this one is looked for. */
const PARENT_CHECK_MS = 500

if (!isBuilt()) {
  console.log('Building; this takes half a minute, once per version.')
  try {
    await build()
  } catch (error) {
    console.error(`The build failed: ${error.message}`)
    process.exit(1)
  }
}

// npm ends without passing SIGTERM on: when it is gone, nobody waits for this server any more.
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM')
  }, PARENT_CHECK_MS).unref()
}

process.env.NODE_ENV = 'production'
process.setSourceMapsEnabled(true)
await import(pathToFileURL(join(root, 'dist/server.js')).href)
