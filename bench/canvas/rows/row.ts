import type { Measured } from '../../results'
import type { RowName } from '../options'
import type { Eye } from '../picture'
import type { Stage, SubjectName } from '../stage'

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
