import { Kept, type Result } from '../results'
import type { RowName } from './options'
import type { Goal } from './rows'
import type { SubjectName } from './subjects'

export type SyncResult = Result<RowName, SubjectName | 'disk'>

export const results = new Kept<SyncResult>('sync')

/** Goals that a result of ours misses, in words; `others` are of the same row, size and run. */
export function missed(result: SyncResult, goals: readonly Goal[], others: readonly SyncResult[]): string[] {
  return goals.flatMap(({ figure, atMost, times }) => {
    const floor = times && others.find(({ subject }) => subject === times)?.figures[figure]
    if (times && floor === undefined) return [] // it was not asked to run
    const bound = atMost * (floor ?? 1)
    const got = result.figures[figure] ?? NaN
    return got <= bound ? [] : [`${figure} ${got}, at most ${Math.round(bound * 10) / 10}`]
  })
}
