import { boxAround } from '../geometry/box'
import type { ShapeId } from '../board/ids'
import { packPoints } from '../board/points'
import type { BoardView, Edit, StrokePoint, Style } from '../board/shape'
import type { Point } from '../geometry/point'
import { step, type Command, type Env, type Gesture, type Input, type Sample } from '../tools/define'
import { newShape } from '../tools/new-shape'
import { toolOf, type AnyTool } from '../tools/index'
import type { ToolId } from '../tools/define'
import { InkStroke } from './ink-stroke'
import type { Drafts } from './drafts'
import type { LiveSender } from './live-sender'
import { noHints, type Hints } from './renderer/hints'

/** What gestures ask of the rest of the engine. */
export interface GestureHost {
  readonly board: BoardView
  env(): Env
  apply(edits: readonly Edit[], step: 'new' | 'extend'): boolean
  select(ids: readonly ShapeId[]): void
  pan(by: Point): void
  /** The tool has done what it was taken for. */
  done(): void
  editText(id: ShapeId): void
  cursor(cursor: string): void
  gesture(gesture: Gesture): void
  /** Something to be painted has changed. */
  changed(): void
}

/** Drives the chart of the tool in hand and performs what it asks for. */
export class Gestures {
  #tool: AnyTool = toolOf('select')
  #state: { readonly at: string } = this.#tool.initial
  /** The tool to go back to when a gesture with the pen's eraser end is over. */
  #kept: AnyTool | null = null
  readonly hints: Hints = noHints()
  live: LiveSender | null = null

  constructor(
    private readonly host: GestureHost,
    private readonly drafts: Drafts,
  ) {}

  get isIdle(): boolean {
    return this.#state.at === 'idle'
  }

  take(id: ToolId): void {
    this.cancel()
    this.#tool = toolOf(id)
    this.#state = this.#tool.initial
    this.#show('highlight', null)
    this.host.cursor(this.#tool.cursor)
  }

  input(input: Input, { isEraser = false } = {}): void {
    if (input.on === 'down' && isEraser && this.isIdle) {
      this.#kept = this.#tool
      this.#tool = toolOf('eraser')
      this.#state = this.#tool.initial
    }
    const tool = this.#tool
    const next = step(tool, this.#state, input, this.host.env())
    this.#state = next.state
    for (const command of next.commands ?? []) this.#perform(command)
    // Told last: what floats over the selection then finds it where the gesture has left it.
    this.host.gesture(tool.gestures[next.state.at] ?? 'idle')
    if (this.#kept && this.isIdle) {
      this.#tool = this.#kept
      this.#kept = null
      this.#state = this.#tool.initial
    }
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
      case 'ink':
        return this.#ink(command.id, command.type, command.style, command.samples)
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
      case 'lasso':
        return this.#show('lasso', command.points ?? [])
      case 'pan':
        return this.host.pan(command.by)
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

  #ink(id: ShapeId, type: 'pen' | 'marker', style: Style, samples: readonly Sample[]): void {
    if (this.drafts.ink?.id !== id) this.drafts.ink = new InkStroke(id, type, style)
    this.drafts.ink.append(samples.map(({ page, pressure }): StrokePoint => [page.x, page.y, pressure]))
    this.live?.ink(this.drafts.ink)
    this.host.changed()
  }

  #end(isKept: boolean, undoStep: 'new' | 'extend'): void {
    const edits = this.drafts.ink ? [inkEdit(this.drafts.ink, this.host.env())] : this.drafts.edits
    this.drafts.ink = null
    this.drafts.edits = []
    const isCommitted = isKept && edits.length > 0 && this.host.apply(edits, undoStep)
    this.live?.end(isCommitted)
    this.host.changed()
  }
}

/** A finished stroke as the shape it becomes: its points are local to the box around them. */
function inkEdit({ id, type, points }: InkStroke, env: Env): Edit {
  const box = boxAround(points.map(([x, y]) => ({ x, y })))
  const [x, y] = points[0] ?? [0, 0]
  const local = points.map(([px, py, pressure]): StrokePoint => [px - box.x, py - box.y, pressure])
  const shape = newShape(env, {
    id,
    type,
    box,
    under: { x, y },
    points: packPoints(local, { zoom: env.zoom }),
  })
  return { do: 'create', shape }
}
