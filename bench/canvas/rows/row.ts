import type { RowName } from '../options'
import type { Eye } from '../picture'
import type { Stage, SubjectName } from '../stage'

export type Figures = Readonly<Record<string, number>>

/** What one measurement gave, and what about it was wrong: a page that draws nothing is very fast. */
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

/** A figure of ours that counts: the number itself, or nearly what the floor did in the same run. */
export interface Goal {
  readonly figure: string
  readonly is: 'at least' | 'at most'
  readonly value: number
  /** What comes within 0.9 of the floor is reached too. */
  readonly orFloor?: boolean
}

/** A row of the table that is measured on a page which shows the scene. */
export interface StageRow {
  readonly name: RowName
  readonly title: string
  readonly subjects: readonly SubjectName[]
  /** At 100 000 shapes. */
  readonly goals: readonly Goal[]
  measure(stage: Stage, eye: Eye): Promise<Measured>
}
