import type { BoardDocument, EditProblem } from '../board/document'
import type { ShapeId } from '../board/ids'
import { MAX_SHAPES_PER_TRANSACTION } from '../board/limits'
import { someMovable } from '../board/operations'
import type { Edit } from '../board/shape'
import type { Drafts, Shift } from './drafts'
import { LongWork, type Busy } from './long-work'
import { putDown, type Frame } from './put-down'

export interface ChangesHost {
  readonly document: BoardDocument
  readonly drafts: Drafts
  isReadOnly(): boolean
  /** The frames of the board, in the order of painting. */
  frames(): readonly Frame[]
  setOf(ids: readonly ShapeId[]): ReadonlySet<ShapeId>
  /** A step of another kind begins: what goes on with the last one does so no longer. */
  begin(): void
  busy(busy: Busy | null): void
  /** What was put down is all written. */
  landed(): void
  /** Told to the person: why nothing was done. */
  refuse(code: EditProblem['code'] | 'busy'): void
}

/**
 * Every way into the document: what changes few shapes is written at once; what changes many is written in pieces,
 * one large change at a time. Small ones may come between its pieces, as steps of their own; a second large one, and
 * anything during an undo in pieces, is refused.
 */
export class Changes {
  readonly #work: LongWork
  #isTravelling = false

  constructor(private readonly host: ChangesHost) {
    this.#work = new LongWork((busy) => host.busy(busy))
  }

  /** Write edits as one step; `then` once they are written. False when they are refused. */
  apply(edits: readonly Edit[], step: 'new' | 'extend' = 'new', then: () => void = () => {}): boolean {
    return edits.length > 0 && this.make(edits, edits.length, { step, then })
  }

  /** The same for edits that are made as they are asked for: `count` shapes, or more. */
  make(
    edits: Iterable<Edit>,
    count: number,
    {
      step = 'new',
      then = () => {},
      fail = () => {},
      written,
    }: {
      readonly step?: 'new' | 'extend'
      readonly then?: (() => void) | undefined
      /** Nothing was written. */
      readonly fail?: () => void
      /** Told of each piece. */
      readonly written?: (ids: readonly ShapeId[]) => void
    } = {},
  ): boolean {
    const { document } = this.host
    if (this.host.isReadOnly()) return false
    const isLarge = count > MAX_SHAPES_PER_TRANSACTION
    if (this.#isTravelling || (isLarge && this.#work.current)) {
      this.host.refuse('busy')
      return false
    }
    this.host.begin()
    let problem: EditProblem | null = null
    const over = (why: EditProblem | null) => {
      problem = why
      if (why) this.host.refuse(why.code)
      if (why) fail()
      else then()
    }
    if (isLarge) this.#work.start(document.undertake(edits, { count, written }), over)
    else {
      const result = document.apply([...edits], { step })
      over(result.ok ? null : result.error)
    }
    return problem === null
  }

  /** How many shapes are in these, groups opened; of very many, only that they are. */
  sizeOf(ids: readonly ShapeId[]): number {
    return Math.max(ids.length, someMovable(this.host.document, ids, MAX_SHAPES_PER_TRANSACTION + 1).length)
  }

  /** Put down what is dragged: its draft stays until all of it is written. */
  putDown(shift: Shift): boolean {
    const { document, drafts } = this.host
    if (drafts.isLanding) {
      this.host.refuse('busy')
      return false
    }
    const landed = new Set<ShapeId>()
    const edits = putDown(document, shift, this.host.setOf(shift.ids), () => this.host.frames())
    const end = (isWritten: boolean) => {
      drafts.end(isWritten)
      this.host.landed()
    }
    drafts.land(landed)
    const isAccepted = this.make(edits, this.sizeOf(shift.ids), {
      then: () => end(true),
      fail: () => end(false),
      written: (ids) => {
        for (const id of ids) landed.add(id)
      },
    })
    if (!isAccepted && drafts.isLanding) end(false)
    return isAccepted
  }

  /** Undo or redo. A large change that is being written and is undone is not written to its end. */
  travel(direction: 'undo' | 'redo'): void {
    const { current } = this.#work
    if (this.#isTravelling || (current && direction === 'redo')) return
    if (current?.isLatest) {
      const isNothingDone = current.done === 0
      this.#work.stop()
      if (isNothingDone) return
    } else if (current) {
      this.host.document.undo()
      return
    }
    const travel = this.host.document.travel(direction)
    if (!travel) return
    this.#isTravelling = true
    this.#work.start(travel, () => (this.#isTravelling = false))
  }
}
