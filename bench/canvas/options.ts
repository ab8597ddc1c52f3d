import { parseArgs } from 'node:util'

export const ROWS = ['pan', 'pan-all', 'zoom', 'pen', 'move', 'remote', 'open', 'memory'] as const
export type RowName = (typeof ROWS)[number]
export const PEERS = ['excalidraw', 'tldraw'] as const
export type PeerName = (typeof PEERS)[number]

export interface Options {
  /** Sizes that a subject shows. */
  sizesOf(subject: 'ours' | PeerName): readonly number[]
  /** Rows that are measured at a size. */
  rowsAt(size: number): readonly RowName[]
  readonly peers: readonly PeerName[]
  readonly runs: number
  /** Measure ours and the floor, not only the peers. */
  readonly hasOurs: boolean
  /** Make the table of docs/benchmarks.md anew from what has been measured. */
  readonly isTableWanted: boolean
  /** Measure at all; without it only the table is made. */
  readonly isMeasuring: boolean
}

/**
 * A whole run takes about half an hour: each peer at the sizes it is known to show. tldraw needs minutes for a row at
 * 100 000 shapes.
 */
const SIZES: Readonly<Record<'ours' | PeerName, readonly number[]>> = {
  ours: [0, 1_000, 10_000, 50_000, 100_000, 250_000],
  excalidraw: [0, 10_000, 100_000],
  tldraw: [0, 10_000],
}
/** Where a whole run measures every row; at the other sizes it has to open and to pan, and to say how fast. */
export const COMPARED_AT: readonly number[] = [100_000, 10_000]
const ROWS_ELSEWHERE: readonly RowName[] = ['open', 'pan', 'pan-all', 'memory']
/** An empty board can only be opened. */
const ROWS_OF_NOTHING: readonly RowName[] = ['open']
const USAGE = `npm run bench -- canvas [--shapes 1000,10000] [--only ${ROWS.join(',')}] [--peers none|${PEERS.join(',')}] [--peers-only] [--runs 3] [--table] [--table-only]`

function among<T extends string>(given: string, known: readonly T[], option: string): T[] {
  return given.split(',').map((word) => {
    const found = known.find((name) => name === word.trim())
    if (!found) throw new Error(`--${option}: ${word} is none of ${known.join(', ')}.\n${USAGE}`)
    return found
  })
}
function wholeNumber(text: string, option: string, least: number): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < least)
    throw new Error(`--${option}: ${text} is no count.\n${USAGE}`)
  return value
}

/** What this run is to measure; without options everything, which takes half an hour and writes the table. */
export function readOptions(argv: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      shapes: { type: 'string' },
      only: { type: 'string' },
      peers: { type: 'string' },
      'peers-only': { type: 'boolean' },
      runs: { type: 'string' },
      table: { type: 'boolean' },
      'table-only': { type: 'boolean' },
    },
  })
  const { shapes, only, peers, runs } = values
  const sizes = shapes?.split(',').map((size) => wholeNumber(size, 'shapes', 0))
  const rows = only ? among(only, ROWS, 'only') : null
  return {
    sizesOf: (subject) => sizes ?? SIZES[subject],
    rowsAt(size) {
      const possible = size === 0 ? ROWS_OF_NOTHING : ROWS
      const usual = size === 0 || COMPARED_AT.includes(size) ? possible : ROWS_ELSEWHERE
      return rows ? possible.filter((row) => rows.includes(row)) : usual
    },
    peers: peers === 'none' ? [] : peers ? among(peers, PEERS, 'peers') : PEERS,
    runs: runs ? wholeNumber(runs, 'runs', 1) : 3,
    hasOurs: values['peers-only'] !== true,
    isTableWanted: values.table === true || values['table-only'] === true || argv.length === 0,
    isMeasuring: values['table-only'] !== true,
  }
}
