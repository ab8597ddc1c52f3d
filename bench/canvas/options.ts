import { parseArgs } from 'node:util'

export const ROWS = ['pan', 'pan-all', 'zoom', 'pen', 'move', 'remote', 'open', 'memory'] as const
export type RowName = (typeof ROWS)[number]
export const PEERS = ['excalidraw', 'tldraw'] as const
export type PeerName = (typeof PEERS)[number]

export interface Options {
  readonly shapes: readonly number[]
  readonly rows: readonly RowName[]
  readonly peers: readonly PeerName[]
  readonly runs: number
  /** Measure ours and the floor, not only the peers. */
  readonly hasOurs: boolean
  /** Make the table of docs/benchmarks.md anew from what has been measured. */
  readonly isTableWanted: boolean
  /** Measure at all; without it only the table is made. */
  readonly isMeasuring: boolean
}

const SIZES = [1_000, 10_000, 50_000, 100_000, 250_000]
const USAGE = `npm run bench -- canvas [--shapes 1000,10000] [--only ${ROWS.join(',')}] [--peers none|${PEERS.join(',')}] [--peers-only] [--runs 5] [--table] [--table-only]`

function among<T extends string>(given: string, known: readonly T[], option: string): T[] {
  return given.split(',').map((word) => {
    const found = known.find((name) => name === word.trim())
    if (!found) throw new Error(`--${option}: ${word} is none of ${known.join(', ')}.\n${USAGE}`)
    return found
  })
}
function wholeNumber(text: string, option: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${option}: ${text} is no count.\n${USAGE}`)
  return value
}

/** What this run is to measure; without options everything, which takes about an hour and writes the table. */
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
  return {
    shapes: shapes ? shapes.split(',').map((size) => wholeNumber(size, 'shapes')) : SIZES,
    rows: only ? among(only, ROWS, 'only') : ROWS,
    peers: peers === 'none' ? [] : peers ? among(peers, PEERS, 'peers') : PEERS,
    runs: runs ? wholeNumber(runs, 'runs') : 5,
    hasOurs: values['peers-only'] !== true,
    isTableWanted: values.table === true || values['table-only'] === true || argv.length === 0,
    isMeasuring: values['table-only'] !== true,
  }
}
