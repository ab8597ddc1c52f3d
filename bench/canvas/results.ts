import { execFileSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { median } from '../harness'
import type { RowName } from './options'
import type { Figures, Goal, Measured } from './rows/row'
import type { SubjectName } from './stage'

/** Git-ignored; one JSON line for each cell measured, the latest of a cell counts. */
const FILE = 'bench/results/canvas.jsonl'

/** One cell: what a subject did in a row at a size. */
export interface Result {
  readonly row: RowName
  readonly shapes: number
  readonly subject: SubjectName
  readonly runs: number
  /** Medians of the runs. */
  readonly figures: Figures
  /** What was wrong in a run, or that it did not finish; a cell with an entry here has reached nothing. */
  readonly wrong: readonly string[]
  /** Goals it misses, in words; only ours has goals. */
  readonly misses: readonly string[]
  /** Share of the machine that others kept busy right before; figures taken beside much else mean little. */
  readonly othersBusy: number
  readonly date: string
  readonly commit: string
}

const commit = (() => {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], {
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim()
  } catch {
    return 'unknown'
  }
})()

/** Medians of what several runs gave. */
export function resultOf(
  row: RowName,
  shapes: number,
  subject: SubjectName,
  runs: readonly Measured[],
  othersBusy: number,
): Result {
  const finished = runs.map(({ figures }) => figures).filter((figures) => Object.keys(figures).length > 0)
  const figures = Object.fromEntries(
    Object.keys(finished[0] ?? {}).map((key) => [
      key,
      Math.round(median(finished.map((figures) => figures[key]!)) * 10) / 10,
    ]),
  )
  const wrong = [...new Set(runs.flatMap(({ wrong }) => wrong))]
  const date = new Date().toISOString()
  const busy = Math.round(othersBusy * 100) / 100
  const about = { runs: finished.length, wrong, misses: [], othersBusy: busy, date, commit }
  return { row, shapes, subject, figures, ...about }
}

export function keep(result: Result): void {
  mkdirSync('bench/results', { recursive: true })
  appendFileSync(FILE, `${JSON.stringify(result)}\n`)
}

/** From here on the machine was not quiet, and figures mean little. */
const NOISY_SHARE = 0.2
export const isNoisy = ({ othersBusy }: Result): boolean => othersBusy > NOISY_SHARE

/** The latest result of every cell that was ever measured here while the machine was quiet. */
export function kept(): Result[] {
  if (!existsSync(FILE)) return []
  const latest = new Map<string, Result>()
  for (const line of readFileSync(FILE, 'utf8').split('\n').filter(Boolean)) {
    const result = JSON.parse(line) as Result
    if (!isNoisy(result)) latest.set(`${result.row} ${result.shapes} ${result.subject}`, result)
  }
  return [...latest.values()]
}

/** Share of the floor that counts as reaching it. */
const OF_FLOOR = 0.9

/** Goals that a result misses, in words. */
export function missed(result: Result, goals: readonly Goal[], floor: Result | undefined): string[] {
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
