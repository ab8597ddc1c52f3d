import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright'
import { lookAtAll, type Stage } from '../stage'
import { heapsOf } from '../heap'
import type { Measured } from '../../results'
import type { Goal } from './row'

const MB = 1024 * 1024

/** Resident megabytes of the renderer process of a page that has a browser of its own; NaN where /proc is not. */
async function residentMb(browser: Browser): Promise<number> {
  const cdp = await browser.newBrowserCDPSession()
  const { processInfo } = (await cdp.send('SystemInfo.getProcessInfo')) as {
    processInfo: { type: string; id: number; cpuTime: number }[]
  }
  await cdp.detach()
  const sizes = await Promise.all(
    processInfo
      .filter(({ type }) => type === 'renderer')
      .map(async ({ id }) => {
        const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '')
        return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? NaN) / 1024
      }),
  )
  return Math.max(...sizes)
}

/** Heaps after garbage collection, main thread and workers, and the process, after everything was shown. */
export async function measureMemory(browser: Browser, stage: Stage): Promise<Measured> {
  await lookAtAll(stage)
  const renderer = await residentMb(browser)
  const heaps = await heapsOf(stage.cdp)
  const sum = (of: 'usedSize' | 'backingStorageSize') =>
    heaps.reduce((total, heap) => total + heap[of], 0) / MB
  return {
    figures: { heapMb: sum('usedSize'), buffersMb: sum('backingStorageSize'), rendererMb: renderer },
    wrong: heaps[0]!.usedSize > MB ? [] : ['the heap was not read'],
  }
}

export const memoryGoals: readonly Goal[] = [
  { figure: 'heapMb', is: 'at most', value: 400 },
  { figure: 'rendererMb', is: 'at most', value: 900 },
]
