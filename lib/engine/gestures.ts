import type { ShapeId } from '../board/ids'
import { geoAt, someMovable } from '../board/operations'
import type { BoardView, Edit, ShapeRecord, StrokePoint } from '../board/shape'
import type { Point } from '../geometry/point'
import { LIMITS } from '../protocol/session-limits'
import { step, type Command, type Env, type Gesture, type Input, type Sample } from '../tools/define'
import { toolOf, type AnyTool } from '../tools/index'
import type { ToolId } from '../tools/define'
import { inkEdits, InkStroke } from './ink-stroke'
import type { Drafts, Shift } from './drafts'
import type { LiveSender } from './live/live-sender'
import { noHints, type Hints } from './renderer/hints'

/** What gestures ask of the rest of the engine. */
export interface GestureHost {
  readonly board: BoardView
  env(): Env
  apply(edits: readonly Edit[], step: 'new' | 'extend'): boolean
  /** Write edits that are made as they are asked for, of so many shapes or more. */
  make(edits: Iterable<Edit>, count: number): boolean
  /** Write what is shifted, and end its draft when that is done; false when it stays where it was. */
  putDown(shift: Shift): boolean
  select(ids: readonly ShapeId[]): void
  /** The page is dragged by so many CSS px. */
  pan(by: Point): void
  /** The page is let go of, and may go on. */
  letGo(): void
  /** The tool has done what it was taken for. */
  done(): void
  editText(id: ShapeId): void
  cursor(cursor: string): void
  gesture(gesture: Gesture): void
  /** What the pointer did; `scrolls`: the view may follow it over its edge. */
  dragged(input: Input, scrolls: boolean): void
  /** Something to be painted has changed. */
  changed(): void
}

/** Drives the chart of the tool in hand and performs what it asks for. */
export class Gestures {
  #tool: AnyTool = toolOf('select')
  #state: { readonly at: string } = this.#tool.initial
  /** The tool to go back to when a gesture that a button of the pen chose another for is over. */
  #kept: AnyTool | null = null
  /** The first shapes of what is dragged, as they were. */
  #sample: { readonly ids: readonly ShapeId[]; readonly records: readonly ShapeRecord[] } | null = null
  /** The stroke that was drawn last: the next one may go on from it. */
  #lastInk: InkStroke | null = null
  /** When the pen was last heard of, in the time of `expire`; null: since its last call. */
  #heardAt: number | null = null
  readonly hints: Hints = noHints()
  live: LiveSender | null = null

  constructor(
    private readonly host: GestureHost,
    private readonly drafts: Drafts,
  ) {}

  get isIdle(): boolean {
    return this.#state.at === 'idle'
  }

  /** Ink that is being drawn is kept as far as it is: a key pressed by mistake must not cost a stroke. */
  take(id: ToolId): void {
    if (this.drafts.ink) {
      this.#end(true, 'new')
      this.#state = this.#tool.initial
    }
    this.cancel()
    this.#kept = null
    this.#tool = toolOf(id)
    this.#state = this.#tool.initial
    this.#show('highlight', null)
    this.leave()
    this.host.cursor(this.#tool.cursor)
  }

  /** `as`: for the gesture that begins, another tool than the one in hand. */
  input(input: Input, { as }: { readonly as?: ToolId } = {}): void {
    if (input.on === 'down' && as && this.isIdle) {
      this.#kept = this.#tool
      this.#tool = toolOf(as)
      this.#state = this.#tool.initial
    }
    const tool = this.#tool
    const next = step(tool, this.#state, input, this.host.env())
    this.#state = next.state
    for (const command of next.commands ?? []) this.#perform(command)
    // Told last: what floats over the selection then finds it where the gesture has left it.
    this.host.gesture(tool.gestures[next.state.at] ?? 'idle')
    this.host.dragged(input, tool.scrolls?.[next.state.at] ?? false)
    if (this.#kept && this.isIdle) {
      this.#tool = this.#kept
      this.#kept = null
      this.#state = this.#tool.initial
    }
  }

  /** The pointer is over the canvas no more. */
  leave(): void {
    this.#show('ring', null)
  }

  /** Once a frame: ink that was expected and did not come is seen no more; true while some is expected. */
  expire(now: number): boolean {
    const { ink } = this.drafts
    if (!ink || ink.ahead.length === 0) return false
    this.#heardAt ??= now
    if (now - this.#heardAt < EXPECTED_MS) return true
    ink.ahead = NONE_AHEAD
    return false
  }

  /** Back out of the gesture in progress; false when there was none. */
  cancel(): boolean {
    if (this.isIdle) return false
    this.input({ on: 'cancel' })
    return true
  }

  #perform(command: Command): void {
    switch (command.do) {
      case 'draft':
        this.drafts.edits = command.edits
        this.live?.draft(this.host.board, command.edits)
        return this.host.changed()
      case 'shift':
        this.drafts.shift = command
        this.live?.draft(this.host.board, this.#sampleOf(command))
        return this.host.changed()
      case 'reframe':
        this.drafts.reframed = command
        return this.host.changed()
      case 'drop':
        return this.#drop()
      case 'ink':
        return this.#ink(command)
      case 'commit':
        return this.#end(true, command.extend ? 'extend' : 'new')
      case 'bail':
        return this.#end(false, 'new')
      case 'select':
        return this.host.select(command.ids)
      case 'marquee':
        return this.#show('marquee', command.box)
      case 'highlight':
        return this.#show('highlight', command.id)
      case 'trail':
        return this.#show('trail', command.points ?? [])
      case 'guides':
        return this.#show('guides', command.guides)
      case 'ring':
        return this.#show('ring', command.ring)
      case 'lasso':
        return this.#show('lasso', command.points ?? [])
      case 'pan':
        return this.host.pan(command.by)
      case 'let-go':
        return this.host.letGo()
      case 'done':
        return this.host.done()
      case 'edit-text':
        return this.host.editText(command.id)
      case 'cursor':
        return this.host.cursor(command.cursor)
    }
  }

  #show<K extends keyof Hints>(hint: K, value: Hints[K]): void {
    if (this.hints[hint] === value) return
    this.hints[hint] = value
    this.host.changed()
  }

  #ink({ id, type, style, samples, ahead, goesOn }: Extract<Command, { do: 'ink' }>): void {
    if (this.drafts.ink?.id !== id)
      this.drafts.ink = new InkStroke(id, type, style, goesOn ? this.#lastInk : null)
    const ink = this.drafts.ink
    ink.draw(samples.map(pointOf), this.host.env().zoom)
    ink.ahead = ahead?.map(pointOf) ?? NONE_AHEAD
    this.#lastInk = ink
    this.#heardAt = null
    this.live?.ink(ink)
    this.host.changed()
  }

  /** What others are shown of a drag: as many shapes as a live message holds. */
  #sampleOf({ ids, by }: Shift): Edit[] {
    if (this.#sample?.ids !== ids)
      this.#sample = { ids, records: someMovable(this.host.board, ids, LIMITS.shapesPerDrag) }
    return this.#sample.records.map(({ id, geo }) => {
      return { do: 'patch', id, patch: { geo: geoAt(geo, geo[0] + by.x, geo[1] + by.y) } }
    })
  }

  /** The shapes go where they are shown; the draft stays until they are there. */
  #drop(): void {
    const { shift } = this.drafts
    this.#sample = null
    const isCommitted = shift !== null && this.host.putDown(shift)
    this.live?.end(isCommitted)
    this.host.changed()
  }

  #end(isKept: boolean, undoStep: 'new' | 'extend'): void {
    const { reframed } = this.drafts
    const edits = this.drafts.ink ? inkEdits(this.drafts.ink, this.host.env()) : this.drafts.edits
    this.drafts.ink = null
    this.drafts.edits = []
    const isCommitted =
      isKept &&
      (reframed
        ? this.host.make(reframed.edits(), reframed.count)
        : edits.length > 0 && this.host.apply(edits, undoStep))
    this.live?.end(isCommitted)
    this.host.changed()
  }
}

/** A pen that moves is heard of this often (ms): less than a frame of 60 a second, more than one of 120. */
const EXPECTED_MS = 12
const NONE_AHEAD: readonly StrokePoint[] = []
const pointOf = ({ page, pressure }: Sample): StrokePoint => [page.x, page.y, pressure]
