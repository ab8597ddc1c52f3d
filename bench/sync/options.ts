import { parseArgs } from 'node:util'
import { FLOORS, PEERS, SUBJECTS, type SubjectName } from './subjects'

export const ROWS = ['fan-out', 'cold', 'return', 'saved', 'rooms', 'churn'] as const
export type RowName = (typeof ROWS)[number]

export interface Options {
  readonly rows: readonly RowName[]
  /** In turn, so that what else the machine does meets all. */
  readonly subjects: readonly SubjectName[]
  readonly runs: number
  /** Sizes other than those of the row. */
  readonly sizes: readonly number[] | null
  /** Make the table of docs/benchmarks.md anew from what has been measured. */
  readonly isTableWanted: boolean
  /** Measure at all; without it only the table is made. */
  readonly isMeasuring: boolean
}

const USAGE = `npm run bench -- sync [--only ${ROWS.join(',')}] [--subjects ${SUBJECTS.join(',')}] [--sizes 100,1000] [--runs 3] [--table] [--table-only]`

function among<T extends string>(given: string, known: readonly T[], option: string): T[] {
  return given.split(',').map((word) => {
    const found = known.find((name) => name === word.trim())
    if (!found) throw new Error(`--${option}: ${word} is none of ${known.join(', ')}.\n${USAGE}`)
    return found
  })
}
function count(text: string, option: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${option}: ${text} is no count.\n${USAGE}`)
  return value
}

/** What this run is to measure; without options everything, which takes about 40 minutes and writes the table. */
export function readOptions(argv: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      only: { type: 'string' },
      subjects: { type: 'string' },
      sizes: { type: 'string' },
      runs: { type: 'string' },
      table: { type: 'boolean' },
      'table-only': { type: 'boolean' },
    },
  })
  const { only, subjects, sizes, runs } = values
  return {
    rows: only ? among(only, ROWS, 'only') : ROWS,
    subjects: subjects ? among(subjects, SUBJECTS, 'subjects') : ['ours', ...FLOORS, ...PEERS],
    runs: runs ? count(runs, 'runs') : 3,
    sizes: sizes?.split(',').map((size) => count(size, 'sizes')) ?? null,
    isTableWanted: values.table === true || values['table-only'] === true || argv.length === 0,
    isMeasuring: values['table-only'] !== true,
  }
}
