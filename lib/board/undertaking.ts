import type { ShapeId } from './ids'
import { checked, type EditProblem, type Plan, type Planned } from './plan'
import type { Edit, ShapeRecord } from './shape'

/** Edits looked at between two looks at the clock. */
const STRIDE = 32
/** Shapes in one piece, half of what a transaction may hold: about 10 ms, so that a frame fits beside it. */
const PIECE = 250

/** A change too large to be made at once: it goes on when it is told to, and is over when `advance` says so. */
export interface Undertaking {
  /** Shapes, as far as they are known by now. */
  readonly total: number
  readonly done: number
  /** Nothing else has been done since its last piece. */
  readonly isLatest: boolean
  /** Why nothing was changed. */
  readonly problem: EditProblem | null
  /** Go on until `isTimeUp`, at least by one piece; true when it is over. */
  advance(isTimeUp: () => boolean): boolean
  /** Leave out what is not done yet. */
  stop(): void
}

/** What an undertaking needs of the document: each piece is one transaction. */
export interface PieceWriter {
  readonly get: (id: ShapeId) => ShapeRecord | undefined
  readonly write: (piece: readonly Planned[]) => void
  readonly isLatest: () => boolean
}

/**
 * Edits of any number, written piece by piece. All are looked at before the first is written, so that a refusal leaves
 * the board as it was. What others do meanwhile counts: shapes that they delete are left out, and values that they
 * give under other keys stay.
 */
export class PiecewiseChange implements Undertaking {
  #problem: EditProblem | null = null
  #next = 0
  #isPlanned = false
  #isOver = false
  readonly #edits: Iterator<Edit>

  constructor(
    edits: Iterable<Edit>,
    private readonly plan: Plan,
    private readonly writer: PieceWriter,
    /** Shapes that there are edits for, where that is known. */
    private readonly expected = 0,
  ) {
    this.#edits = edits[Symbol.iterator]()
  }

  get problem(): EditProblem | null {
    return this.#problem
  }
  get total(): number {
    return Math.max(this.expected, this.plan.steps.length)
  }
  get done(): number {
    return this.#next
  }
  get isLatest(): boolean {
    return this.writer.isLatest()
  }

  stop(): void {
    this.#isOver = true
  }

  advance(isTimeUp: () => boolean): boolean {
    while (!this.#isOver) {
      if (this.#isPlanned) this.#writePiece()
      else this.#lookOn()
      if (isTimeUp()) break
    }
    return this.#isOver
  }

  #lookOn(): void {
    for (let i = 0; i < STRIDE; i++) {
      const { value, done } = this.#edits.next() as IteratorResult<Edit, undefined>
      if (done) {
        this.#isPlanned = true
        if (this.plan.isTooMany) this.#refuse({ code: 'too-many' })
        return
      }
      const problem = this.plan.add(value)
      if (problem) return this.#refuse(problem)
    }
  }

  #refuse(problem: EditProblem): void {
    this.#problem = problem
    this.#isOver = true
  }

  #writePiece(): void {
    const { steps } = this.plan
    const piece = steps.slice(this.#next, this.#next + PIECE)
    this.#next += piece.length
    if (piece.length > 0) this.writer.write(piece.flatMap((planned) => this.#asOfNow(planned) ?? []))
    if (this.#next >= steps.length) this.#isOver = true
  }

  /** The same edit of the shape as it is by now; null when there is nothing left to be done. */
  #asOfNow(planned: Planned): Planned | null {
    const { id, edit, before } = planned
    const now = this.writer.get(id)
    if (now === before) return planned
    if (edit.do === 'create' ? now !== undefined : now === undefined) return null
    const after = checked(edit, now)
    return after.ok ? { ...planned, before: now, after: after.value } : null
  }
}
