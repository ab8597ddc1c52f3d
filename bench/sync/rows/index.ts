import type { Measured } from '../../results'
import type { Crowds } from '../crowds'
import type { RowName } from '../options'
import type { SubjectName, Subject } from '../subjects'
import { measureCold, measureReturn } from './cold'
import { measureFanOut } from './fan-out'
import { measureChurn, measureRooms } from './memory'
import { measureSaved } from './saved'

/** A figure of ours that counts: at most so much, or at most so many times what a floor did in the same run. */
export interface Goal {
  readonly figure: string
  readonly atMost: number
  readonly times?: SubjectName
}

export interface Row {
  readonly name: RowName
  /** What the size is a number of. */
  readonly sizes: readonly number[]
  readonly subjects: readonly SubjectName[]
  /** A board to put on every server is made first, with so many shapes. */
  boardShapes(size: number): number | null
  goals(size: number): readonly Goal[]
  measure(subject: Subject, crowds: Crowds, size: number, file: string | null): Promise<Measured>
}

const ALL: readonly SubjectName[] = ['ours', 'relay-16ms', 'relay', 'stock', 'hocuspocus']
const DOCUMENT_SERVERS: readonly SubjectName[] = ['ours', 'stock', 'hocuspocus']
const noBoard = () => null
/** The board that a thousand come back to. */
const RETURN_SHAPES = 100_000
const CHURN_SECONDS = 60

export const rows: readonly Row[] = [
  {
    name: 'fan-out',
    sizes: [100, 1_000, 2_000],
    subjects: ALL,
    boardShapes: noBoard,
    goals: (clients) => [
      ...(clients === 1_000
        ? [
            { figure: 'p99Ms', atMost: 1.3, times: 'relay-16ms' as const },
            { figure: 'processor', atMost: 1.5, times: 'relay-16ms' as const },
          ]
        : []),
      ...(clients === 2_000 ? [{ figure: 'serverP99Ms', atMost: 100 }] : []),
    ],
    measure: measureFanOut,
  },
  {
    name: 'cold',
    sizes: [10_000, 100_000],
    subjects: DOCUMENT_SERVERS,
    boardShapes: (shapes) => shapes,
    // Those of 100 000 shapes, so of fewer too.
    goals: () => [
      { figure: 'bytesThereMs', atMost: 300 },
      { figure: 'tenThereMs', atMost: 1_500 },
      { figure: 'othersP99Ms', atMost: 50 },
      { figure: 'afterRestartMs', atMost: 1_500 },
    ],
    measure: (subject, crowds, shapes, file) => measureCold(subject, crowds, shapes, file),
  },
  {
    name: 'return',
    sizes: [1_000],
    // The stock server keeps nothing.
    subjects: ['ours', 'hocuspocus'],
    boardShapes: () => RETURN_SHAPES,
    goals: () => [{ figure: 'inStepMs', atMost: 15_000 }],
    measure: (subject, crowds, people, file) => measureReturn(subject, crowds, RETURN_SHAPES, people, file),
  },
  {
    name: 'saved',
    sizes: [50],
    // Nobody else says when something is on the disk.
    subjects: ['ours'],
    boardShapes: noBoard,
    goals: () => [
      { figure: 'p95Ms', atMost: 50 },
      { figure: 'p99Ms', atMost: 150 },
    ],
    measure: measureSaved,
  },
  {
    name: 'rooms',
    sizes: [1_000],
    subjects: ['ours', 'relay', 'stock', 'hocuspocus'],
    boardShapes: noBoard,
    goals: () => [{ figure: 'bytesPerConnection', atMost: 16_000 }],
    measure: measureRooms,
  },
  {
    name: 'churn',
    sizes: [100],
    subjects: ['ours', 'relay', 'stock', 'hocuspocus'],
    boardShapes: noBoard,
    goals: () => [{ figure: 'growthPercent', atMost: 10 }],
    measure: (subject, crowds, perSecond) => measureChurn(subject, crowds, CHURN_SECONDS, perSecond),
  },
]
