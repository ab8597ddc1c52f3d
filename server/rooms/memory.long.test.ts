import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { BoardId } from '../../lib/board/ids'
import { BuiltServer } from '../built-server.fixture'
import { BARRIER, drawShape, RawClient, updateOf } from './stage.fixture'

const MIB = 1024 * 1024
const CONNECTIONS_PER_SECOND = 100
const SECONDS = 60
/** Boards that come and go with their rooms. */
const BOARDS = 20
/** Growth that is none: the measure of the requirement, and what an allocator moves by itself. */
const allowed = (baseline: number) => baseline * 1.1 + 16 * MIB
const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Bytes of memory that a process holds. */
const residentBytes = (pid: number) =>
  Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1024

test.skipIf(process.platform !== 'linux')(
  `[L5] memory is flat after ${SECONDS} s of ${CONNECTIONS_PER_SECOND} connections a second`,
  async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'ardoise-memory-'))
    onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
    const server = await BuiltServer.on(dataDir)
    onTestFinished(async () => void (await server.end('SIGKILL')))
    // Collects as soon as it is worth it, so that what stays is what is held.
    await server.start({ NODE_OPTIONS: '--max-semi-space-size=4' }).open
    const boards: BoardId[] = []
    while (boards.length < BOARDS) boards.push(await server.newBoard())
    const url = `${server.url.replace('http', 'ws')}/sync`
    let [done, failed] = [0, 0]
    const visit = async (board: BoardId, n: number) => {
      const client = await RawClient.open(`${url}/${board}`)
      client.ws.send(Uint8Array.of(0, 0, 1, 0))
      client.update(updateOf((doc) => drawShape(doc, `s${n % 50}`, n)))
      const answer = await Promise.race([client.barrier(1), client.closed])
      if (answer === BARRIER.durable) done++
      else failed++
      client.ws.close()
      await client.closed
    }
    const churn = async (seconds: number) => {
      const visits: Promise<void>[] = []
      const begin = performance.now()
      for (let n = 0; n < seconds * CONNECTIONS_PER_SECOND; n++) {
        const wait = begin + (n * 1_000) / CONNECTIONS_PER_SECOND - performance.now()
        if (wait > 0) await after(wait)
        visits.push(visit(boards[n % BOARDS]!, n).catch(() => void failed++))
      }
      await Promise.all(visits)
    }
    await churn(20) // code is compiled, caches are filled
    await after(5_000)
    const baseline = residentBytes(server.pid)
    await churn(SECONDS)
    await after(5_000)
    const now = residentBytes(server.pid)
    process.stdout.write(`[L5] ${done} connections saved, ${failed} not; ${Math.round(baseline / MIB)} MiB before, ${Math.round(now / MIB)} MiB after\n`) // prettier-ignore
    expect(now).toBeLessThan(allowed(baseline))
    expect(failed).toBe(0)
  },
)
