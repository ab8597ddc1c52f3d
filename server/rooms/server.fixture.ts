import { createInterface } from 'node:readline'
import { openStage } from './stage.fixture'

/** A process with rooms over the folder it is told, for tests that kill it; says its address and serves. */
const stage = await openStage({ dataDir: process.argv[2]! })
process.stdout.write(`${stage.url}\n`)
createInterface(process.stdin).on('line', () => {
  ;(globalThis as unknown as { gc(): void }).gc()
  const { heapUsed, external } = process.memoryUsage()
  process.stdout.write(`${heapUsed + external}\n`)
})
