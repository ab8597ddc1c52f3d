import * as Y from 'yjs'
import type { ShapeId } from './ids'
import type { BoardView, ShapeRecord } from './shape'
import { completeShape, keepPlaced } from './shape-map'
import type { Undertaking } from './undertaking'
import { isShapeMap, isText } from './validate'

/** One entry of the stacks: Yjs keeps what to undo, we keep which step it is part of and which shapes it made. */
type StackItem = Y.UndoManager['undoStack'][number]
interface Note {
  readonly step: number
  readonly created: Set<string>
  /** Shapes that the change took away, as they were. */
  readonly removed: Map<string, ShapeRecord>
}
interface StackEvent {
  readonly stackItem: StackItem
  readonly changedParentTypes: ReadonlyMap<unknown, readonly Y.YEvent<Y.AbstractType<unknown>>[]>
}
type Direction = 'undo' | 'redo'

/** Steps that can be undone: a day's work, while what each keeps of the past stays in memory. */
const MOST_STEPS = 500
/** Parts of steps, of 250 shapes or more each: two changes to the largest board there may be. */
const MOST_PARTS = 2_000

/** Merging is decided by steps, never by the clock. */
const NEVER_BY_TIME = Number.MAX_SAFE_INTEGER

/**
 * Undo and redo of one person's own steps. A step may be several transactions, each undone as one. What somebody
 * else has done since stays: an overwritten value is not taken back, and a shape that others have worked on, or
 * put something of theirs into, is not unmade.
 */
export class History {
  readonly #manager: Y.UndoManager
  readonly #notes = new WeakMap<StackItem, Note>()
  readonly #mine = new Set<number>()
  readonly #listeners = new Set<() => void>()
  #step = 0
  /** Shapes that the change being made may take away. */
  #leaving: ReadonlyMap<string, ShapeRecord> = new Map()
  /** Shapes that the running undo leaves alone. */
  #spared: ReadonlySet<string> = new Set()
  #isPopping = false

  constructor(
    private readonly shapes: Y.Map<unknown>,
    origin: unknown,
    private readonly view: BoardView,
  ) {
    this.#manager = new Y.UndoManager(shapes, {
      trackedOrigins: new Set([origin]),
      captureTimeout: NEVER_BY_TIME,
      deleteFilter: (item) => !this.#spared.has(this.#shapeOf(item) ?? ''),
    })
    const note = (event: StackEvent) => this.#note(event)
    this.#manager.on('stack-item-added', note)
    this.#manager.on('stack-item-updated', note)
    this.#manager.on('stack-cleared', () => this.#changed())
  }

  get canUndo(): boolean {
    return this.#manager.canUndo()
  }
  get canRedo(): boolean {
    return this.#manager.canRedo()
  }

  /** Called before a change: it opens a new step, or goes on with the last. `leaving` is what it removes. */
  begin(step: 'new' | 'extend', leaving: Iterable<ShapeRecord>): void {
    this.#leaving = new Map(Array.from(leaving, (record) => [record.id, record]))
    this.#mine.add(this.shapes.doc!.clientID)
    if (step === 'extend') return
    this.#step++
    this.#manager.stopCapturing()
    this.#forget()
  }

  /** A step that is made in parts, with other steps between them: all of it is undone as one. */
  open(): number {
    return ++this.#step
  }

  /** Write another part of an open step. What was done since the last part stays the later step. */
  goOn(step: number, leaving: Iterable<ShapeRecord>, write: () => void): void {
    const { undoStack } = this.#manager
    const [current, lastChange] = [this.#step, this.#manager.lastChange]
    const above = this.#partsAbove(step)
    this.#leaving = new Map(Array.from(leaving, (record) => [record.id, record]))
    this.#mine.add(this.shapes.doc!.clientID)
    this.#step = step
    this.#manager.stopCapturing()
    const later = undoStack.splice(undoStack.length - above, above)
    try {
      write()
    } finally {
      undoStack.push(...later)
      this.#step = current
      // What goes on with the later step is still part of that, and not of this one.
      if (above > 0) this.#manager.lastChange = lastChange
      else this.#manager.stopCapturing()
    }
    this.#forget()
  }

  /** Whether nothing was done after this step. */
  isLatest(step: number): boolean {
    return this.#partsAbove(step) === 0
  }

  /** How many parts of other steps were made since the last one of this. */
  #partsAbove(step: number): number {
    const { undoStack } = this.#manager
    for (let above = 0; above < undoStack.length; above++) {
      const made = this.#notes.get(undoStack[undoStack.length - 1 - above]!)?.step ?? 0
      if (made <= step) return above
    }
    return undoStack.length
  }

  /** The same step goes on in another transaction, which is undone as another. */
  split(): void {
    this.#manager.stopCapturing()
  }

  undo(): void {
    this.#pop('undo')
  }
  redo(): void {
    this.#pop('redo')
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  dispose(): void {
    this.#listeners.clear()
    this.#manager.destroy()
  }

  /** Undo or redo the last step, part by part; null when there is none. */
  travel(direction: Direction): Undertaking | null {
    return this.#top(direction) ? new Travel(this.#parts(direction), this.#sizeOf(direction)) : null
  }

  #pop(direction: Direction): void {
    this.travel(direction)?.advance(() => false)
  }

  /** Undo the parts of the last step; when others' work leaves nothing of it to undo, the step before. */
  *#parts(direction: Direction): Generator<void, void> {
    let step: number | undefined
    let hasDone = false
    for (let top = this.#top(direction); top; top = this.#top(direction)) {
      const note = this.#notes.get(top)
      if (note?.step !== step) {
        if (hasDone) break
        step = note?.step
      }
      this.#mine.add(this.shapes.doc!.clientID)
      this.#isPopping = true
      try {
        hasDone = this.#popOne(direction, top, step ?? this.#step) || hasDone
      } finally {
        this.#isPopping = false
      }
      yield
    }
    this.#step++
    this.#manager.stopCapturing()
    this.#changed()
  }

  /** Parts of the last step. */
  #sizeOf(direction: Direction): number {
    const stack = this.#stack(direction)
    const step = this.#notes.get(stack.at(-1)!)?.step
    return stack.length - 1 - stack.findLastIndex((part) => this.#notes.get(part)?.step !== step)
  }

  /** Let go of the oldest steps, to have room for another: the last one can always be undone. */
  #forget(): void {
    const { undoStack } = this.#manager
    if (undoStack.length < MOST_STEPS) return
    const steps = undoStack.map((part) => this.#notes.get(part)?.step)
    let from = 0
    const isTooMuch = () =>
      undoStack.length - from >= MOST_PARTS || new Set(steps.slice(from)).size >= MOST_STEPS
    while (isTooMuch() && steps[from] !== steps.at(-1)) {
      const oldest = steps[from]
      while (steps[from] === oldest) from++
    }
    if (from === 0) return
    const kept = undoStack.splice(from)
    this.#manager.clear(true, false)
    this.#manager.undoStack = kept
  }

  #top(direction: Direction): StackItem | undefined {
    return this.#stack(direction).at(-1)
  }
  #stack(direction: Direction): StackItem[] {
    return direction === 'undo' ? this.#manager.undoStack : this.#manager.redoStack
  }

  /** Yjs goes on to the next entry when one had no effect; what is spared differs for each, so it sees only one. */
  #popOne(direction: Direction, top: StackItem, step: number): boolean {
    const note = this.#notes.get(top)
    const stack = this.#stack(direction)
    const below = stack.splice(0, stack.length - 1)
    const current = this.#step
    this.#step = step
    this.#spared = this.#contested(note?.created ?? [])
    this.#leaving = this.#records(note?.created ?? [])
    try {
      return this.#run(direction, () => this.#complete(note?.removed ?? new Map<string, ShapeRecord>()))
    } finally {
      this.#spared = new Set()
      this.#step = current
      stack.unshift(...below)
    }
  }

  /** Undo or redo one entry and put right what came back, in one transaction and as one entry of the other stack. */
  #run(direction: Direction, complete: () => void): boolean {
    const manager = this.#manager
    const flag = direction === 'undo' ? 'undoing' : 'redoing'
    try {
      return manager.doc.transact((transaction) => {
        const hasDone = manager[direction]() !== null
        if (hasDone) {
          complete()
          this.#keepPlaced(transaction)
        }
        manager[flag] = true
        return hasDone
      }, manager)
    } finally {
      manager[flag] = false
    }
  }

  /**
   * Yjs does not bring back a key that somebody changed while the shape was gone; theirs went with the shape, so
   * neither is left. The shape gets what it had.
   */
  #complete(removed: ReadonlyMap<string, ShapeRecord>): void {
    for (const [id, record] of removed) {
      const shape = this.shapes.get(id)
      if (isShapeMap(shape)) completeShape(shape, record)
    }
  }

  #keepPlaced({ changed }: Y.Transaction): void {
    for (const type of [...changed.keys()]) {
      const id = type._item?.parentSub
      if (type.parent !== this.shapes || !id || this.shapes.get(id) !== type) continue
      const record = this.view.get(id as ShapeId)
      if (record && isShapeMap(type)) keepPlaced(type, record)
    }
  }

  #records(ids: Iterable<string>): Map<string, ShapeRecord> {
    const records = new Map<string, ShapeRecord>()
    for (const id of ids) {
      const record = this.view.get(id as ShapeId)
      if (record) records.set(id, record)
    }
    return records
  }

  #note({ stackItem, changedParentTypes }: StackEvent): void {
    let note = this.#notes.get(stackItem)
    if (!note) {
      note = { step: this.#step, created: new Set(), removed: new Map() }
      this.#notes.set(stackItem, note)
    }
    for (const event of changedParentTypes.get(this.shapes) ?? []) {
      if (event.target !== (this.shapes as unknown)) continue
      for (const [id, { action }] of event.changes.keys) {
        const left = this.#leaving.get(id)
        if (action !== 'delete') note.created.add(id)
        else if (left) note.removed.set(id, left)
      }
    }
    if (!this.#isPopping) this.#changed()
  }

  /** Of these shapes, those that hold something of somebody else. */
  #contested(created: Iterable<string>): ReadonlySet<string> {
    const contested = new Set<string>()
    for (const id of created) {
      const shape = this.shapes.get(id)
      if (!isShapeMap(shape)) continue
      const isTheirs = (child: string) => this.#isTheirs(this.shapes._map.get(child) ?? null)
      if (this.#holdsOthersWork(shape) || this.view.childrenOf(id as ShapeId).some(isTheirs))
        contested.add(id)
    }
    return contested
  }

  #holdsOthersWork(shape: Y.Map<unknown>): boolean {
    for (const item of shape._map.values()) if (this.#isTheirs(item)) return true
    const text = shape.get('text')
    if (!isText(text)) return false
    for (let item = text._start; item; item = item.right) if (this.#isTheirs(item)) return true
    return false
  }

  #isTheirs(item: Y.Item | null): boolean {
    return item !== null && !item.deleted && !this.#mine.has(item.id.client)
  }

  /** The id of the shape that an item is, or is part of. */
  #shapeOf(item: Y.Item): string | null {
    let part: Y.Item | null = item
    while (part && part.parent !== this.shapes) {
      part = part.parent instanceof Y.AbstractType ? part.parent._item : null
    }
    return part?.parentSub ?? null
  }

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }
}

/** Undo or redo under way. It is not to be stopped: half a step back is nowhere. */
class Travel implements Undertaking {
  readonly problem = null
  readonly isLatest = true
  #done = 0

  constructor(
    private readonly parts: Iterator<void>,
    readonly total: number,
  ) {}

  get done(): number {
    return this.#done
  }
  stop(): void {
    // See above.
  }

  advance(isTimeUp: () => boolean): boolean {
    do {
      if (this.parts.next().done) return true
      this.#done++
    } while (!isTimeUp())
    return false
  }
}
