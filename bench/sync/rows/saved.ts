import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Measured } from '../../results'
import type { Crowds } from '../crowds'
import { Histogram } from '../histogram'
import type { Subject } from '../subjects'

const HZ = 30
const WARM_SECONDS = 4
const SECONDS = 8
const PATIENCE_MS = 20_000

/** From an edit to the answer that it is on the disk, while so many draw and ask as our client does. */
export async function measureSaved(subject: Subject, { few }: Crowds, people: number): Promise<Measured> {
  const address = await subject.newBoard()
  await few.call('join', [address], people, 100, people)
  await few.call('draw', WARM_SECONDS, HZ, true)
  await few.call('drawn', PATIENCE_MS)
  await few.call('watch')
  await few.call('draw', SECONDS, HZ, true)
  const effort = await few.call('effort')
  const { edits, saved, unsaved } = await few.call('drawn', PATIENCE_MS)
  await few.call('leave')
  const latencies = new Histogram().take(saved)
  return {
    figures: {
      p50Ms: latencies.percentile(0.5),
      p95Ms: latencies.percentile(0.95),
      p99Ms: latencies.percentile(0.99),
      editsPerSecond: edits / SECONDS,
      generatorProcessor: effort.processor * 100,
      generatorLoopP99Ms: effort.loopP99Ms,
    },
    wrong: [
      ...(unsaved > 0 ? [`${unsaved} of ${edits} edits were never said to be saved`] : []),
      ...(edits < people * HZ * SECONDS * 0.9 ? [`only ${edits} edits were made`] : []),
    ],
  }
}

const FLUSHES = 300
const BLOCK = Buffer.alloc(4096, 1)

/** The floor: what flushing 4 KiB to the same disk takes, nothing else. */
export function measureDisk(): Measured {
  const folder = mkdtempSync(join(tmpdir(), 'ardoise-bench-'))
  const file = openSync(join(folder, 'flushed'), 'a')
  const latencies = new Histogram()
  for (let i = 0; i < FLUSHES; i++) {
    const from = performance.now()
    writeSync(file, BLOCK)
    fdatasyncSync(file)
    latencies.add(performance.now() - from)
  }
  closeSync(file)
  rmSync(folder, { recursive: true })
  const [p50Ms, p95Ms, p99Ms] = [0.5, 0.95, 0.99].map((p) => latencies.percentile(p)) as [
    number,
    number,
    number,
  ]
  return { figures: { p50Ms, p95Ms, p99Ms }, wrong: [] }
}
