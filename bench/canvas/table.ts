import type { Figures } from '../results'
import { cellOf, table, takenOn, writeBetweenMarks } from '../table'
import type { RowName } from './options'
import type { CanvasResult } from './results'
import type { SubjectName } from './stage'

const SUBJECTS: readonly SubjectName[] = ['ours', 'floor', 'excalidraw', 'tldraw']
const NAMES: Readonly<Record<SubjectName, string>> = {
  ours: 'Ardoise',
  floor: 'floor',
  excalidraw: 'Excalidraw',
  tldraw: 'tldraw',
}

interface Printed {
  readonly row: RowName
  readonly title: string
  /** Up to 100 000 shapes. */
  mustReach(shapes: number): string
  cell(figures: Figures): string
}

const NOTHING =
  'No run on a quiet machine has been kept yet; what was measured so far is in the [README](../README.md#how-it-compares).'

const ms = (value: number | undefined) => `${Math.round(value ?? NaN).toLocaleString('en')} ms`
const rate = ({ drawnPerSecond, mainMsPerFrame }: Figures) =>
  `${drawnPerSecond} (${Math.round(mainMsPerFrame! * 10) / 10} ms)`
const seconds = (value: number | undefined) => `${((value ?? NaN) / 1000).toFixed(2)} s`

const PRINTED: readonly Printed[] = [
  { row: 'pan', title: 'pan at 100 %', mustReach: () => '≥ 55, ≤ 8 ms', cell: rate },
  { row: 'pan-all', title: 'pan with everything in view', mustReach: () => '≥ 55', cell: rate },
  {
    row: 'zoom',
    title: 'zoom from 100 % to everything and back: drawn/s, longest gap, sharp after',
    mustReach: () => '≥ 45, ≤ 100 ms, ≤ 500 ms',
    cell: (f) => `${f.drawnPerSecond}, ${ms(f.longestGapMs)}, ${ms(f.sharpAfterMs)}`,
  },
  {
    row: 'pen',
    title: 'pen, event to paint: p50, p95, longest gap',
    mustReach: () => '≤ 14, ≤ 20, ≤ 50 ms',
    // Where no ink was seen there is nothing to tell.
    cell: (f) => `${f.p50Ms ?? '–'}, ${f.p95Ms ?? '–'}, ${ms(f.longestGapMs)}`,
  },
  {
    row: 'move',
    title: 'move 500 selected: drawn/s, longest gap',
    mustReach: () => '≥ 45',
    cell: (f) => `${f.drawnPerSecond}, ${ms(f.longestGapMs)}`,
  },
  {
    row: 'remote',
    title: '200 remote edits a second while panning: drawn/s, longest gap',
    mustReach: () => '≥ 50',
    cell: (f) => `${f.drawnPerSecond}, ${ms(f.longestGapMs)}`,
  },
  {
    row: 'open',
    title: 'open: first shapes, complete picture, loaded, sharp (longest task)',
    mustReach: (shapes) => (shapes <= 10_000 ? 'complete ≤ 1 s' : '≤ 0.8, ≤ 3, ≤ 3 s (≤ 50 ms)'),
    // What the server drew is complete before it is loaded; nothing else has such a picture.
    cell: (f) =>
      [f.firstMs, f.completeMs, f.loadedMs ?? f.completeMs, f.sharpMs ?? f.completeMs]
        .map(seconds)
        .join(', ') + (f.longestTaskMs === undefined ? '' : ` (${ms(f.longestTaskMs)})`),
  },
  {
    row: 'memory',
    title: 'memory: heap, renderer',
    mustReach: () => '≤ 400 MB, ≤ 900 MB',
    cell: (f) => `${Math.round(f.heapMb!)} MB, ${Math.round(f.rendererMb!)} MB`,
  },
]

/** The generated part of docs/benchmarks.md: every row at the sizes `comparedAt`, then the rows that have others too. */
export function writeTable(results: readonly CanvasResult[], comparedAt: readonly number[]): void {
  const of = (row: RowName, shapes: number, subject: SubjectName) =>
    results.find((result) => result.row === row && result.size === shapes && result.subject === subject)
  const subjectsOf = (some: readonly CanvasResult[]) =>
    SUBJECTS.filter((name) => some.some(({ subject }) => subject === name))
  const compared = comparedAt.flatMap((size) => {
    const here = results.filter((result) => result.size === size)
    const subjects = subjectsOf(here)
    const rows = PRINTED.filter(({ row }) => here.some((result) => result.row === row)).map((printed) => [
      printed.title,
      printed.mustReach(size),
      ...subjects.map((subject) =>
        cellOf(of(printed.row, size, subject), ({ figures }) => printed.cell(figures)),
      ),
    ])
    const head = [`${size.toLocaleString('en')} shapes`, 'must reach', ...subjects.map((name) => NAMES[name])]
    return rows.length > 0 ? [table(head, rows)] : []
  })
  const bySize = PRINTED.flatMap((printed) => {
    const own = results.filter(({ row }) => row === printed.row)
    const sizes = [...new Set(own.map(({ size }) => size))].sort((a, b) => a - b)
    if (sizes.every((size) => comparedAt.includes(size))) return []
    const subjects = subjectsOf(own)
    const rows = sizes.map((shapes) => [
      shapes === 0 ? 'empty' : shapes.toLocaleString('en'),
      ...subjects.map((subject) =>
        cellOf(of(printed.row, shapes, subject), ({ figures }) => printed.cell(figures)),
      ),
    ])
    return [`**${printed.title}**`, table(['shapes', ...subjects.map((name) => NAMES[name])], rows)]
  })
  const isAnything = results.length > 0
  const parts = isAnything ? [takenOn(results, 'with a browser'), ...compared, ...bySize] : [NOTHING]
  writeBetweenMarks('canvas', parts)
}
