import { execFileSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { median } from './harness'

export type Figures = Readonly<Record<string, number>>

/** What one measurement gave, and what about it was wrong: whoever does nothing is very fast. */
export interface Measured {
  readonly figures: Figures
  readonly wrong: readonly string[]
}

/** What was measured took longer than it may. */
export class Unfinished extends Error {
  constructor(limitMs: number) {
    super(`does not finish in ${limitMs / 1000} s`)
  }
}

/** A measurement that ended in an error: it has no figures, and says why. */
export const failed = (error: unknown): Measured => ({
  figures: {},
  wrong: [error instanceof Unfinished ? error.message : `fails: ${String(error).split('\n')[0]!}`],
})

/** Rejects with `Unfinished` when `work` takes longer than it may. */
export const within = <T>(ms: number, work: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Unfinished(ms)), ms)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })

/** One cell of a table: what a subject did in a row at a size. */
export interface Result<Row extends string, Subject extends string> {
  readonly row: Row
  readonly size: number
  readonly subject: Subject
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
export function resultOf<Row extends string, Subject extends string>(
  row: Row,
  size: number,
  subject: Subject,
  runs: readonly Measured[],
  othersBusy: number,
): Result<Row, Subject> {
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
  return {
    row,
    size,
    subject,
    runs: finished.length,
    figures,
    wrong,
    misses: [],
    othersBusy: busy,
    date,
    commit,
  }
}

/** From here on the machine was not quiet, and figures mean little. */
const NOISY_SHARE = 0.2
export const isNoisy = ({ othersBusy }: { readonly othersBusy: number }): boolean => othersBusy > NOISY_SHARE

/** Results of a scenario in `bench/results`, which git ignores: one JSON line for each cell measured. */
export class Kept<R extends Result<string, string>> {
  readonly #file: string
  constructor(scenario: string) {
    this.#file = `bench/results/${scenario}.jsonl`
  }

  keep(result: R): void {
    mkdirSync('bench/results', { recursive: true })
    appendFileSync(this.#file, `${JSON.stringify(result)}\n`)
  }

  /** The latest of every cell that was ever measured here while the machine was quiet. */
  get latest(): R[] {
    if (!existsSync(this.#file)) return []
    const latest = new Map<string, R>()
    for (const line of readFileSync(this.#file, 'utf8').split('\n').filter(Boolean)) {
      const result = JSON.parse(line) as R
      if (!isNoisy(result)) latest.set(`${result.row} ${result.size} ${result.subject}`, result)
    }
    return [...latest.values()]
  }
}
