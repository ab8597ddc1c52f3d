import { err, ok, type Result, type ShapeId } from './ids'
import { MAX_SHAPES } from './limits'
import { patchRecord } from './patch'
import type { BoardView, Edit, ShapeRecord } from './shape'
import { cleanText } from './text-diff'
import { validateShape } from './validate'

export interface EditProblem {
  /** `too-new`: the board was written by a newer version and is read-only here. */
  readonly code: 'invalid' | 'too-large' | 'too-many' | 'exists' | 'too-new'
  readonly id?: ShapeId
}

/** A checked edit and the record it leads to. */
export interface Planned {
  readonly id: ShapeId
  readonly edit: Edit
  readonly before: ShapeRecord | undefined
  readonly after: ShapeRecord | null
  readonly caret?: number
}

/** Edits, each checked against the board and those before it. Edits of shapes that are not there are left out. */
export class Plan {
  readonly steps: Planned[] = []
  readonly #drafted = new Map<ShapeId, ShapeRecord | null>()
  #growth = 0

  constructor(
    private readonly board: BoardView,
    /** Whether something is stored under an id, be it a shape or not. */
    private readonly isTaken: (id: ShapeId) => boolean,
  ) {}

  /** Take in one edit; why not, when it may not be made. */
  add(edit: Edit): EditProblem | null {
    const id = edit.do === 'create' ? edit.shape.id : edit.id
    const held = this.#drafted.get(id)
    const before = held === undefined ? this.board.get(id) : (held ?? undefined)
    if (edit.do === 'create') {
      if (before || (held === undefined && this.isTaken(id))) return { code: 'exists', id }
    } else if (!before) return null
    const after = checked(edit, before)
    if (!after.ok) return after.error
    this.#growth += Number(after.value !== null) - Number(before !== undefined)
    this.#drafted.set(id, after.value)
    this.steps.push({ id, edit, before, after: after.value })
    return null
  }

  /** Whether the board would hold more than a board may; fewer than before are always right. */
  get isTooMany(): boolean {
    return this.#growth > 0 && this.board.size + this.#growth > MAX_SHAPES
  }
}

/** The record that an edit leads to, `null` for none. */
export function checked(
  edit: Edit,
  before: ShapeRecord | undefined,
): Result<ShapeRecord | null, EditProblem> {
  if (edit.do === 'remove') return ok(null)
  const next = edit.do === 'create' ? edit.shape : patchRecord(before!, edit.patch)
  const result = validateShape(next.text === undefined ? next : { ...next, text: cleanText(next.text) })
  return result.ok ? result : err({ code: result.error.code, id: next.id })
}
