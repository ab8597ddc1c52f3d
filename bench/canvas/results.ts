import { Kept, type Result } from '../results'
import type { RowName } from './options'
import type { Goal } from './rows/row'
import type { SubjectName } from './stage'

/** What a subject did in a row; its size is the number of shapes. */
export type CanvasResult = Result<RowName, SubjectName>

export const results = new Kept<CanvasResult>('canvas')

/** Share of the floor that counts as reaching it. */
const OF_FLOOR = 0.9

/** Goals that a result misses, in words. */
export function missed(
  result: CanvasResult,
  goals: readonly Goal[],
  floor: CanvasResult | undefined,
): string[] {
  return goals.flatMap(({ figure, is, value, orFloor }) => {
    const got = result.figures[figure] ?? NaN
    const floors = orFloor ? floor?.figures[figure] : undefined
    const bound =
      floors === undefined
        ? value
        : is === 'at least'
          ? Math.min(value, OF_FLOOR * floors)
          : Math.max(value, floors / OF_FLOOR)
    const isReached = is === 'at least' ? got >= bound : got <= bound
    return isReached ? [] : [`${figure} ${got}, ${is} ${Math.round(bound * 10) / 10}`]
  })
}
