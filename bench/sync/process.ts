import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))
const KIB = 1024

/** Processor time that a process has used, all of its threads, in ms. */
export function processorMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The second field is the name in brackets, which may hold blanks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return ((Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND) * 1000
}

/** Resident memory in bytes. */
export function residentBytes(pid: number): number {
  const [, kib] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kib) * KIB
}

/** Share of one core that a process used while `run` ran, all of its threads: 1 is a whole core. */
export async function withProcessor<T>(pid: number, run: () => Promise<T>): Promise<[T, share: number]> {
  const [cpu, at] = [processorMs(pid), performance.now()]
  const value = await run()
  return [value, (processorMs(pid) - cpu) / (performance.now() - at)]
}
