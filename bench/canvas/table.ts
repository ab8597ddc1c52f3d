import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import type { RowName } from './options'
import type { Figures } from '../results'
import type { CanvasResult } from './results'
import type { SubjectName } from './stage'

const FILE = 'docs/benchmarks.md'
const [BEGIN, END] = ['<!-- canvas: begin -->', '<!-- canvas: end -->']
const SUBJECTS: readonly SubjectName[] = ['ours', 'floor', 'excalidraw', 'tldraw']
const NAMES: Readonly<Record<SubjectName, string>> = {
  ours: 'Ardoise',
  floor: 'floor',
  excalidraw: 'Excalidraw',
  tldraw: 'tldraw',
}

/** Beside a cell of ours that misses a goal. */
const MISSED = '✗'

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

function cellOf(printed: Printed, result: CanvasResult | undefined): string {
  if (!result) return ''
  const { figures, wrong, misses } = result
  const text = Object.keys(figures).length > 0 ? printed.cell(figures) : ''
  // Runs may be wrong in the same way by other numbers: one of them says it.
  return [text, wrong[0]].filter(Boolean).join('; ') + (misses.length > 0 ? ` ${MISSED}` : '')
}

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [line(head), line(head.map((_, i) => (i === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n')

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
      ...subjects.map((subject) => cellOf(printed, of(printed.row, size, subject))),
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
      ...subjects.map((subject) => cellOf(printed, of(printed.row, shapes, subject))),
    ])
    return [`**${printed.title}**`, table(['shapes', ...subjects.map((name) => NAMES[name])], rows)]
  })
  const dates = results.map(({ date }) => date.slice(0, 10)).sort()
  const commits = [...new Set(results.map(({ commit }) => commit))].join(', ')
  const taken = `Taken ${[...new Set([dates[0], dates.at(-1)])].join(' to ')} (${commits}) on ${machine()}.`
  const parts = results.length > 0 ? [taken, ...compared, ...bySize] : [NOTHING]
  const made = [BEGIN, ...parts, END].join('\n\n')
  const text = readFileSync(FILE, 'utf8')
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (from < 0 || to < 0) throw new Error(`${FILE} has lost its marks ${BEGIN} and ${END}.`)
  writeFileSync(FILE, text.slice(0, from) + made + text.slice(to + END.length))
  execFileSync('npx', ['--no-install', 'prettier', '--write', '--log-level=warn', FILE])
}

function machine(): string {
  const chromium = process.env.CHROMIUM_PATH
  const version = chromium ? execFileSync(chromium, ['--version'], { encoding: 'utf8' }).trim() : 'Chromium'
  const memory = Math.round(totalmem() / 1024 ** 3)
  return `${cpus().length} cores (${cpus()[0]!.model.trim()}), ${memory} GB, no GPU, Node ${process.version}, ${version}, headless`
}
