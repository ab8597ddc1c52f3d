import { cellOf, table, takenOn, writeBetweenMarks } from '../table'
import type { RowName } from './options'
import type { SyncResult } from './results'
import type { SubjectName } from './subjects'

const SUBJECTS: readonly (SubjectName | 'disk')[] = [
  'ours',
  'relay-16ms',
  'relay',
  'stock',
  'hocuspocus',
  'disk',
]
const NAMES: Readonly<Record<SubjectName | 'disk', string>> = {
  ours: 'Ardoise',
  'relay-16ms': 'relay, 16 ms',
  relay: 'relay',
  stock: '@y/websocket-server',
  hocuspocus: 'Hocuspocus',
  disk: 'flushing 4 KiB',
}

const NOTHING = 'No run on a quiet machine has been kept yet.'

const count = (size: number) => size.toLocaleString('en')
const ms = (value: number | undefined) =>
  value === undefined ? '–' : value < 100 ? `${value} ms` : `${Math.round(value).toLocaleString('en')} ms`
const share = (value: number | undefined) => `${Math.round(value ?? NaN)} %`

/** From here on it is the people of the bench who are late, not the server. */
const BUSY_GENERATOR = { processor: 90, loopP99Ms: 50 }
const isGeneratorsLimit = ({ figures }: SyncResult) =>
  figures.generatorProcessor! > BUSY_GENERATOR.processor ||
  figures.generatorLoopP99Ms! > BUSY_GENERATOR.loopP99Ms

interface Printed {
  readonly row: RowName
  readonly title: (size: string) => string
  readonly lines: readonly {
    readonly title: string
    mustReach(size: number): string
    cell(result: SyncResult): string
  }[]
}

const PRINTED: readonly Printed[] = [
  {
    row: 'fan-out',
    title: (size) => `One room of ${size}, five of them drawing at 30 Hz`,
    lines: [
      {
        title: 'send to receipt: p50, p95, p99',
        mustReach: (size) => (size === 1_000 ? 'p99 ≤ 1.3 × relay, 16 ms' : ''),
        cell: (result) =>
          [result.figures.p50Ms, result.figures.p95Ms, result.figures.p99Ms].map(ms).join(', ') +
          (isGeneratorsLimit(result) ? ' (generator)' : ''),
      },
      {
        title: 'p99 of a few who are listened to: the server alone',
        mustReach: (size) => (size === 2_000 ? '≤ 100 ms' : ''),
        cell: ({ figures }) => ms(figures.serverP99Ms),
      },
      {
        title: 'processor of the server, edits delivered a second',
        mustReach: (size) => (size === 1_000 ? '≤ 1.5 × relay, 16 ms' : ''),
        cell: ({ figures }) =>
          `${share(figures.processor)}, ${Math.round(figures.deliveredPerSecond! / 1000)} k`,
      },
    ],
  },
  {
    row: 'cold',
    title: (size) => `A cold board of ${size} shapes`,
    lines: [
      {
        title: 'all bytes there',
        mustReach: () => '≤ 300 ms',
        cell: ({ figures }) => `${ms(figures.bytesThereMs)} (${figures.megabytes} MB)`,
      },
      {
        title: 'ten at once: all bytes there, p99 of the others meanwhile',
        mustReach: () => '≤ 1.5 s, ≤ 50 ms',
        cell: ({ figures }) => `${ms(figures.tenThereMs)}, ${ms(figures.othersP99Ms)}`,
      },
      {
        title: 'first load after a restart',
        mustReach: () => '≤ 1.5 s',
        cell: ({ figures }) =>
          figures.afterRestartMs === undefined ? 'keeps nothing' : ms(figures.afterRestartMs),
      },
    ],
  },
  {
    row: 'return',
    title: (size) => `${size} people come back to a board of 100,000 shapes after a restart`,
    lines: [{ title: 'all in step', mustReach: () => '≤ 15 s', cell: ({ figures }) => ms(figures.inStepMs) }],
  },
  {
    row: 'saved',
    title: (size) => `${size} people drawing at 30 Hz`,
    lines: [
      {
        title: 'edit to saved: p50, p95, p99',
        mustReach: () => 'p95 ≤ 50 ms, p99 ≤ 150 ms',
        cell: ({ figures }) => [figures.p50Ms, figures.p95Ms, figures.p99Ms].map(ms).join(', '),
      },
    ],
  },
  {
    row: 'rooms',
    title: (size) => `${size} rooms of four`,
    lines: [
      {
        title: 'resident memory a connection, altogether',
        mustReach: () => '≤ 16 kB',
        cell: ({ figures }) =>
          `${(figures.bytesPerConnection! / 1000).toFixed(1)} kB, ${Math.round(figures.residentMb!)} MB`,
      },
    ],
  },
  {
    row: 'churn',
    title: (size) => `${size} connections a second for a minute`,
    lines: [
      {
        title: 'resident memory in the middle, at the end',
        mustReach: () => '≤ 10 % more',
        cell: ({ figures }) =>
          `${Math.round(figures.middleMb!)} MB, ${Math.round(figures.lastMb!)} MB (${share(figures.growthPercent)})`,
      },
    ],
  },
]

/** The generated part of docs/benchmarks.md that is about sync servers. */
export function writeTable(results: readonly SyncResult[]): void {
  const subjects = SUBJECTS.filter((name) => results.some(({ subject }) => subject === name))
  const tables = PRINTED.flatMap((printed) => {
    const own = results.filter(({ row }) => row === printed.row)
    const sizes = [...new Set(own.map(({ size }) => size))].sort((a, b) => a - b)
    return sizes.map((size) => {
      const here = own.filter((result) => result.size === size)
      const shown = subjects.filter((name) => here.some(({ subject }) => subject === name))
      const rows = printed.lines.map(({ title, mustReach, cell }) => [
        title,
        mustReach(size),
        ...shown.map((name) =>
          cellOf(
            here.find(({ subject }) => subject === name),
            cell,
          ),
        ),
      ])
      return table([printed.title(count(size)), 'must reach', ...shown.map((name) => NAMES[name])], rows)
    })
  })
  const parts = results.length > 0 ? [takenOn(results, 'without'), ...tables] : [NOTHING]
  writeBetweenMarks('sync', parts)
}
