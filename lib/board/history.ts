import * as Y from 'yjs'
import { isShapeMap, isText } from './validate'

/** One entry of the stacks: Yjs keeps what to undo, we keep which step it is part of and which shapes it made. */
type StackItem = Y.UndoManager['undoStack'][number]
interface Note {
  readonly step: number
  readonly created: Set<string>
}
interface StackEvent {
  readonly stackItem: StackItem
  readonly changedParentTypes: ReadonlyMap<unknown, readonly Y.YEvent<Y.AbstractType<unknown>>[]>
}
type Direction = 'undo' | 'redo'

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
  /** Shapes that the running undo leaves alone. */
  #spared: ReadonlySet<string> = new Set()
  #isPopping = false

  constructor(
    private readonly shapes: Y.Map<unknown>,
    origin: unknown,
    /** Ids of shapes that count as inside a shape. */
    private readonly childrenOf: (id: string) => readonly string[],
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

  /** Called before a change: it opens a new step, or goes on with the last. */
  begin(step: 'new' | 'extend'): void {
    this.#mine.add(this.shapes.doc!.clientID)
    if (step === 'extend') return
    this.#step++
    this.#manager.stopCapturing()
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

  /** Undo the parts of the last step; when others' work leaves nothing of it to undo, the step before. */
  #pop(direction: Direction): void {
    this.#mine.add(this.shapes.doc!.clientID)
    this.#isPopping = true
    let step: number | undefined
    let hasDone = false
    for (let top = this.#top(direction); top; top = this.#top(direction)) {
      const note = this.#notes.get(top)
      if (note?.step !== step) {
        if (hasDone) break
        step = note?.step
      }
      hasDone = this.#popOne(direction, top, step ?? this.#step) || hasDone
    }
    this.#isPopping = false
    this.#step++
    this.#manager.stopCapturing()
    this.#changed()
  }

  #top(direction: Direction): StackItem | undefined {
    return this.#stack(direction).at(-1)
  }
  #stack(direction: Direction): StackItem[] {
    return direction === 'undo' ? this.#manager.undoStack : this.#manager.redoStack
  }

  /** Yjs goes on to the next entry when one had no effect; what is spared differs for each, so it sees only one. */
  #popOne(direction: Direction, top: StackItem, step: number): boolean {
    const stack = this.#stack(direction)
    const below = stack.splice(0, stack.length - 1)
    const current = this.#step
    this.#step = step
    this.#spared = this.#contested(this.#notes.get(top)?.created ?? [])
    try {
      return (direction === 'undo' ? this.#manager.undo() : this.#manager.redo()) !== null
    } finally {
      this.#spared = new Set()
      this.#step = current
      stack.unshift(...below)
    }
  }

  #note({ stackItem, changedParentTypes }: StackEvent): void {
    let note = this.#notes.get(stackItem)
    if (!note) this.#notes.set(stackItem, (note = { step: this.#step, created: new Set() }))
    for (const event of changedParentTypes.get(this.shapes) ?? []) {
      if (event.target !== (this.shapes as unknown)) continue
      for (const [id, { action }] of event.changes.keys) if (action !== 'delete') note.created.add(id)
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
      if (this.#holdsOthersWork(shape) || this.childrenOf(id).some(isTheirs)) contested.add(id)
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
