import * as Y from 'yjs'
import { History } from './history'
import { err, ok, type Result, type ShapeId } from './ids'
import { MAX_SHAPES_PER_TRANSACTION } from './limits'
import { readVersion } from './migrations'
import { Plan, type EditProblem, type Planned } from './plan'
import type { BoardChange, BoardView, Edit, ShapePatch, ShapeRecord } from './shape'
import { writeChanges, writeShape } from './shape-map'
import { PiecewiseChange, type Undertaking } from './undertaking'
import { boardName, isShapeMap, isText, readShape } from './validate'
import { RecordView } from './view'

export type { EditProblem } from './plan'

/** Origin of every transaction that `apply` makes; undo and redo have the undo manager's own. */
export const LOCAL_ORIGIN = Symbol('edit of this tab')
/** A rest of this length ends a step of typing, as in text editors. */
const TYPING_PAUSE_MS = 1_000

export interface BoardMeta {
  readonly name: string
  /** A colour, or `null` for the theme's own. */
  readonly background: string | null
}
export interface DocumentOptions {
  /** Servers keep no undo stacks. */
  readonly history?: boolean
  /** Milliseconds of a clock that only goes forward; tests hand in their own. */
  readonly now?: () => number
}

export interface UndertakeOptions {
  readonly count?: number
  readonly written?: ((ids: readonly ShapeId[]) => void) | undefined
}

/**
 * A board as a Y document on one side and as immutable records on the other. Readers see batches, one for each
 * transaction; writers hand in edits, which are checked as a whole before anything is written.
 */
export class BoardDocument implements BoardView {
  readonly #shapes: Y.Map<unknown>
  readonly #board: Y.Map<unknown>
  #records: RecordView | null = null
  readonly #history: History | null
  readonly #listeners = new Set<(change: BoardChange) => void>()
  readonly #metaListeners = new Set<(meta: BoardMeta) => void>()
  readonly #now: () => number
  #typing: { readonly id: ShapeId; readonly at: number } | null = null

  constructor(
    readonly doc: Y.Doc,
    options: DocumentOptions = {},
  ) {
    this.#shapes = doc.getMap('shapes')
    this.#board = doc.getMap('board')
    this.#now = options.now ?? Date.now
    this.#history = options.history === false ? null : new History(this.#shapes, LOCAL_ORIGIN, this.#view)
    this.#shapes.observeDeep(this.#onShapes)
    this.#board.observe(this.#onBoard)
  }

  /** Read when it is first asked for: a server that renames a large board needs none of its shapes. */
  get #view(): RecordView {
    return (this.#records ??= new RecordView(recordsIn(this.#shapes)))
  }

  dispose(): void {
    this.#shapes.unobserveDeep(this.#onShapes)
    this.#board.unobserve(this.#onBoard)
    this.#history?.dispose()
    this.#listeners.clear()
    this.#metaListeners.clear()
  }

  get(id: ShapeId): ShapeRecord | undefined {
    return this.#view.get(id)
  }
  get size(): number {
    return this.#view.size
  }
  all(): Iterable<ShapeRecord> {
    return this.#view.all()
  }
  childrenOf(parent: ShapeId | null): readonly ShapeId[] {
    return this.#view.childrenOf(parent)
  }
  parentOf(id: ShapeId): ShapeId | null {
    return this.#view.parentOf(id)
  }
  arrowsAt(target: ShapeId): readonly ShapeId[] {
    return this.#view.arrowsAt(target)
  }
  originOf(id: ShapeId): { readonly x: number; readonly y: number } {
    return this.#view.originOf(id)
  }

  /** Told after every transaction that changed a shape, with each id once. */
  onChange(listener: (change: BoardChange) => void): () => void {
    void this.#view // changes are told against what was there before
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  get meta(): BoardMeta {
    const background = this.#board.get('background')
    return {
      name: boardName(this.#board.get('name')),
      background: typeof background === 'string' ? background : null,
    }
  }
  onMeta(listener: (meta: BoardMeta) => void): () => void {
    this.#metaListeners.add(listener)
    return () => this.#metaListeners.delete(listener)
  }
  setName(name: string): void {
    this.setMeta({ name })
  }
  /** Not undoable: a name is everybody's. */
  setMeta(meta: Partial<BoardMeta>): void {
    this.doc.transact(() => {
      if (meta.name !== undefined) this.#board.set('name', boardName(meta.name))
      if (meta.background !== undefined) this.#board.set('background', meta.background)
    }, LOCAL_ORIGIN)
  }

  /** Written by a newer version of the program: shown, but not changed here. */
  get isTooNew(): boolean {
    const version = readVersion(this.#board.get('version'))
    return !version.ok && version.error.code === 'too-new'
  }

  /**
   * Write edits in one undoable step (`extend`: as part of the step before). All are checked first: a refusal
   * leaves the board as it was. Edits of shapes that somebody has deleted meanwhile are left out.
   */
  apply(
    edits: readonly Edit[],
    { step = 'new' }: { readonly step?: 'new' | 'extend' } = {},
  ): Result<null, EditProblem> {
    const plan = this.#plan(edits)
    if (!plan.ok) return plan
    if (step === 'new') this.#typing = null
    this.#write(plan.value, step)
    return ok(null)
  }

  /**
   * The same for a change of any size, `edits` made as they are asked for: nothing is done before the undertaking is
   * told to go on, and what is done meanwhile is a step of its own. `count` is how many shapes it is about, as far as
   * that is known; `written` is told of each piece.
   */
  undertake(edits: Iterable<Edit>, { count, written }: UndertakeOptions = {}): Undertaking {
    const history = this.#history
    const step = history?.open() ?? 0
    const write = (piece: readonly Planned[]) => {
      if (this.isTooNew || piece.length === 0) return
      const transact = () => this.#transact(piece)
      if (history) history.goOn(step, leavingIn(piece), transact)
      else transact()
      written?.(piece.map(({ id }) => id))
    }
    const plan = new Plan(this, (id) => this.#shapes.has(id))
    const isLatest = () => history?.isLatest(step) ?? true
    const writer = { get: (id: ShapeId) => this.get(id), write, isLatest }
    return new PiecewiseChange(this.isTooNew ? [] : edits, plan, writer, count)
  }

  /** The text that the editor of a shape shows and watches. */
  text(id: ShapeId): Y.Text | undefined {
    const shape = this.#shapes.get(id)
    const text = isShapeMap(shape) ? shape.get('text') : undefined
    return isText(text) ? text : undefined
  }

  /**
   * Turn a shape's text into `next` by the smallest change, so that what others type meanwhile survives. `caret`
   * is where the caret stands in `next`; `patch` what goes with the text (the box it needs). Typing without a
   * pause is one undo step.
   */
  replaceText(
    id: ShapeId,
    next: string,
    { caret, patch }: { readonly caret?: number; readonly patch?: ShapePatch } = {},
  ): Result<null, EditProblem> {
    const plan = this.#plan([{ do: 'patch', id, patch: { ...patch, text: next } }])
    if (!plan.ok) return plan
    const now = this.#now()
    const isGoingOn = this.#typing?.id === id && now - this.#typing.at < TYPING_PAUSE_MS
    const withCaret = caret === undefined ? plan.value : plan.value.map((planned) => ({ ...planned, caret }))
    this.#write(withCaret, isGoingOn ? 'extend' : 'new')
    this.#typing = { id, at: now }
    return ok(null)
  }

  get canUndo(): boolean {
    return this.#history?.canUndo ?? false
  }
  get canRedo(): boolean {
    return this.#history?.canRedo ?? false
  }
  undo(): void {
    this.#travel(() => this.#history?.undo())
  }
  redo(): void {
    this.#travel(() => this.#history?.redo())
  }
  /** Undo or redo a step piece by piece; null when there is none. Nothing else may be written here meanwhile. */
  travel(direction: 'undo' | 'redo'): Undertaking | null {
    if (this.isTooNew) return null
    this.#typing = null
    return this.#history?.travel(direction) ?? null
  }
  #travel(go: () => void): void {
    if (this.isTooNew) return
    this.#typing = null
    go()
  }
  /** Told when what can be undone or redone may have changed. */
  onHistory(listener: () => void): () => void {
    return this.#history?.onChange(listener) ?? (() => {})
  }

  #plan(edits: readonly Edit[]): Result<readonly Planned[], EditProblem> {
    if (this.isTooNew) return err({ code: 'too-new' })
    const plan = new Plan(this, (id) => this.#shapes.has(id))
    for (const edit of edits) {
      const problem = plan.add(edit)
      if (problem) return err(problem)
    }
    return plan.isTooMany ? err({ code: 'too-many' }) : ok(plan.steps)
  }

  #write(plan: readonly Planned[], step: 'new' | 'extend'): void {
    if (plan.length === 0) return
    this.#history?.begin(step, leavingIn(plan))
    for (let from = 0; from < plan.length; from += MAX_SHAPES_PER_TRANSACTION) {
      if (from > 0) this.#history?.split()
      this.#transact(plan.slice(from, from + MAX_SHAPES_PER_TRANSACTION))
    }
  }

  #transact(piece: readonly Planned[]): void {
    this.doc.transact(() => {
      for (const planned of piece) this.#writeOne(planned)
    }, LOCAL_ORIGIN)
  }

  #writeOne({ id, before, after, caret }: Planned): void {
    if (!after) this.#shapes.delete(id)
    else if (!before) writeShape(this.#shapes, after)
    else {
      const shape = this.#shapes.get(id)
      if (isShapeMap(shape)) writeChanges(shape, before, after, caret)
    }
  }

  #read(ids: Iterable<string>): Map<ShapeId, ShapeRecord | null> {
    const records = new Map<ShapeId, ShapeRecord | null>()
    for (const id of ids) {
      const record = readShape(id, this.#shapes.get(id))
      if (record) records.set(record.id, record)
      else if (this.#view.get(id as ShapeId)) records.set(id as ShapeId, null)
    }
    return records
  }

  readonly #onShapes = (
    events: readonly Y.YEvent<Y.AbstractType<unknown>>[],
    transaction: Y.Transaction,
  ): void => {
    if (!this.#records) return
    const ids = new Set<string>()
    for (const event of events) {
      if (event instanceof Y.YMapEvent && event.target === this.#shapes) {
        for (const key of event.keysChanged) if (typeof key === 'string') ids.add(key)
      } else {
        const id = this.#shapeAround(event.target)
        if (id !== null) ids.add(id)
      }
    }
    const shapes = this.#read(ids)
    if (shapes.size === 0) return
    this.#view.update(shapes)
    const change: BoardChange = { shapes, isLocal: transaction.local, origin: transaction.origin }
    for (const listener of this.#listeners) listener(change)
  }

  /** The id of the shape that a changed Yjs type is part of. */
  #shapeAround(type: Pick<Y.AbstractType<unknown>, '_item'>): string | null {
    let item = type._item
    while (item && item.parent !== this.#shapes) {
      item = item.parent instanceof Y.AbstractType ? item.parent._item : null
    }
    return item?.parentSub ?? null
  }

  readonly #onBoard = (): void => {
    const { meta } = this
    for (const listener of this.#metaListeners) listener(meta)
  }
}

const leavingIn = (plan: readonly Planned[]): ShapeRecord[] =>
  plan.flatMap(({ before, after }) => (before && !after ? [before] : []))

function* recordsIn(shapes: Y.Map<unknown>): Generator<ShapeRecord> {
  for (const [id, value] of shapes.entries() as Iterable<[string, unknown]>) {
    const record = readShape(id, value)
    if (record) yield record
  }
}
