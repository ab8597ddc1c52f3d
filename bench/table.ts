import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import type { Result } from './results'

const FILE = 'docs/benchmarks.md'
/** Beside a cell of ours that misses a goal. */
const MISSED = '✗'

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [line(head), line(head.map((_, i) => (i === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n')

type AnyResult = Result<string, string>

/** What a cell says: its figures, what was wrong, and whether it reached what it must. */
export function cellOf<R extends AnyResult>(result: R | undefined, print: (result: R) => string): string {
  if (!result) return ''
  const { figures, wrong, misses } = result
  const text = Object.keys(figures).length > 0 ? print(result) : ''
  // Runs may be wrong in the same way by other numbers: one of them says it.
  return [text, wrong[0]].filter(Boolean).join('; ') + (misses.length > 0 ? ` ${MISSED}` : '')
}

/** When, from what and where the results were taken; `browser` where one took part. */
export function takenOn(results: readonly AnyResult[], browser: 'with a browser' | 'without'): string {
  const dates = results.map(({ date }) => date.slice(0, 10)).sort()
  const commits = [...new Set(results.map(({ commit }) => commit))].join(', ')
  const days = [...new Set([dates[0], dates.at(-1)])].join(' to ')
  const memory = Math.round(totalmem() / 1024 ** 3)
  const machine = `${cpus().length} cores (${cpus()[0]!.model.trim()}), ${memory} GB`
  const parts =
    browser === 'without' ? [machine] : [machine, 'no GPU', `Node ${process.version}`, chromium(), 'headless']
  if (browser === 'without') parts.push(`Node ${process.version}`)
  return `Taken ${days} (${commits}) on ${parts.join(', ')}.`
}

function chromium(): string {
  const path = process.env.CHROMIUM_PATH
  return path ? execFileSync(path, ['--version'], { encoding: 'utf8' }).trim() : 'Chromium'
}

/** Replace what stands between a scenario's marks in docs/benchmarks.md. */
export function writeBetweenMarks(scenario: string, parts: readonly string[]): void {
  const [begin, end] = [`<!-- ${scenario}: begin -->`, `<!-- ${scenario}: end -->`]
  const text = readFileSync(FILE, 'utf8')
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || to < 0) throw new Error(`${FILE} has lost its marks ${begin} and ${end}.`)
  const made = [begin, ...parts, end].join('\n\n')
  writeFileSync(FILE, text.slice(0, from) + made + text.slice(to + end.length))
  execFileSync('npx', ['--no-install', 'prettier', '--write', '--log-level=warn', FILE])
}
