import { cpus } from 'node:os'

const SAMPLE_MS = 500
/** What the browser and the server of the bench do by themselves while nobody asks for anything. */
const CALM_SHARE = 0.1
const PATIENCE_MS = 10_000

/** Busy and total processor time so far, all cores. */
function processorTimes(): readonly [busy: number, total: number] {
  let [busy, total] = [0, 0]
  for (const { times } of cpus()) {
    const all = Object.values(times).reduce((sum, time) => sum + time, 0)
    total += all
    busy += all - times.idle
  }
  return [busy, total]
}

/** Wait until the machine is at rest, a bounded time; returns which share (0 to 1) of it others kept busy. */
export async function calmMachine(): Promise<number> {
  const until = performance.now() + PATIENCE_MS
  for (;;) {
    const [busyBefore, totalBefore] = processorTimes()
    await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS))
    const [busy, total] = processorTimes()
    const share = (busy - busyBefore) / Math.max(1, total - totalBefore)
    if (share <= CALM_SHARE || performance.now() > until) return share
  }
}
