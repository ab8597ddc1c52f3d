import type { Point } from '../geometry/point'
import type { Box } from '../geometry/box'
import type { ShapeId } from '../board/ids'
import type { BoardView, Edit, Style } from '../board/shape'
import type { Handling, Placed } from '../shapes/define'
import type { SelectionFrame } from './select/frame'
import type { EraserChoice } from './eraser-choice'
import type { Guide } from './snap/guide'
import type { Neighbours, SnapChoice } from './snap/snapper'

export const TOOL_IDS = [
  'select', 'lasso', 'hand', 'pen', 'marker', 'rectangle', 'ellipse', 'diamond', 'line', 'arrow', 'text', 'note', 'frame', 'eraser',
] as const // prettier-ignore
export type ToolId = (typeof TOOL_IDS)[number]

/** One pointer sample, in both spaces. */
export interface Sample {
  readonly page: Point
  readonly screen: Point
  /** 0 to 1; 0.5 where the device has none. */
  readonly pressure: number
}
export interface Modifiers {
  readonly shift: boolean
  readonly alt: boolean
  /** Ctrl, or Cmd on a Mac. */
  readonly mod: boolean
}
export type PointerKind = 'mouse' | 'touch' | 'pen'

export type Input =
  | ({ on: 'down'; kind: PointerKind; clicks: number } & Sample & Modifiers)
  /**
   * `samples`: the coalesced events since the last one, oldest first; the last equals the input's own place. `ahead`:
   * where the browser expects the pointer next.
   */
  | ({ on: 'move'; samples: readonly Sample[]; ahead?: readonly Sample[] } & Sample & Modifiers)
  | ({ on: 'up' } & Sample & Modifiers)
  | { on: 'cancel' }

/**
 * What a tool may ask for. The engine performs it on a draft that others see live; the document gets one
 * transaction at `commit`, and `bail` leaves the board as it was.
 */
export type Command =
  /** Replace the draft: the whole of what the gesture has done so far, from the document's state. */
  | { do: 'draft'; edits: readonly Edit[] }
  /**
   * Replace the draft: these shapes, what is inside them and the arrows tied to them moved by `by` (page units).
   * Costs the same for one shape as for all: what it means for each is worked out when it is put down.
   */
  | { do: 'shift'; ids: readonly ShapeId[]; by: Point }
  /**
   * Replace the draft, of so many shapes that none is shown as it will be: the frame that they will have. What it means
   * for each is worked out at `commit`.
   */
  | { do: 'reframe'; frame: SelectionFrame; count: number; edits: () => Iterable<Edit> }
  /** Put down what is shifted, into the frames it then lies on: one undo step, written in pieces when it is large. */
  | { do: 'drop' }
  /**
   * Add points to a stroke in the draft (page units), so that a long one costs the same per sample. `ahead` is where
   * the pointer will be next, shown and not kept; `goesOn`: the shape before it was full.
   */
  | {
      do: 'ink'
      id: ShapeId
      type: 'pen' | 'marker'
      style: Style
      samples: readonly Sample[]
      ahead?: readonly Sample[]
      goesOn?: boolean
    }
  /** `extend`: part of the undo step before it (a long stroke goes on in its next shape). */
  | { do: 'commit'; extend?: boolean }
  | { do: 'bail' }
  | { do: 'select'; ids: readonly ShapeId[] }
  | { do: 'marquee'; box: Box | null }
  | { do: 'pan'; by: Point }
  /** The page that was panned goes on by itself, as fast as it went. */
  | { do: 'let-go' }
  /** Back to the select tool, unless the person has pinned this one. */
  | { do: 'done' }
  | { do: 'edit-text'; id: ShapeId }
  | { do: 'cursor'; cursor: string }
  /** Show which shape an arrow's end is about to attach to. */
  | { do: 'highlight'; id: ShapeId | null }
  /** Where the eraser has passed, page units; null takes the trail away. */
  | { do: 'trail'; points: readonly Point[] | null }
  /** Show why what is dragged stands where it does; none takes them away. */
  | { do: 'guides'; guides: readonly Guide[] }
  /** Show how far the eraser reaches, page units; null takes the ring away. */
  | { do: 'ring'; ring: { readonly at: Point; readonly radius: number } | null }
  /** Show the loop that is drawn around shapes, page units; null takes it away. */
  | { do: 'lasso'; points: readonly Point[] | null }

/** A shape as it is seen: `clip` is what the frames around it leave of it, `min…max` are around all that it paints there. */
export interface Touched {
  readonly id: ShapeId
  readonly placed: Placed
  readonly clip: Box | null
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
}

/** Everything a chart may know. All of it is read-only and plain, so that charts are tested without a DOM. */
export interface Env {
  readonly zoom: number
  readonly board: BoardView
  readonly style: Style
  readonly selection: readonly ShapeId[]
  /** What is asked about `selection` at every move, kept until it changes; absent: worked out when it is asked for. */
  readonly selected?: {
    readonly ids: readonly ShapeId[]
    readonly frame: SelectionFrame | null
    readonly handling: Handling
  }
  newId(): ShapeId
  /** Topmost shape at a page point (a group's outermost id unless `deep`), or null. */
  hit(page: Point, options?: { deep?: boolean }): ShapeId | null
  /** Shapes that a box touches (outermost groups). */
  within(box: Box): readonly ShapeId[]
  /** Key of `order` above everything among the children of `parent`. */
  topOrder(parent: ShapeId | null): string
  /** The frame under a page point that a new shape belongs to; `except` and what is in them do not count. */
  frameAt(page: Point, except?: readonly ShapeId[]): ShapeId | null
  /** Topmost shape that an arrow's end dropped here attaches to, hollow ones by their inside too. */
  targetAt(page: Point, except?: ShapeId): ShapeId | null
  place(id: ShapeId): Placed | undefined
  /** What of the page is seen. */
  readonly view: Box
  /** What the person has chosen to be pulled by. */
  readonly snap: SnapChoice
  readonly eraser: EraserChoice
  /** Upright boxes in view to line up with, those nearest to `around`; `own` and what is in them left out. */
  neighbours(around: Box, own: readonly ShapeId[]): Neighbours
  /** Shapes whose bounds an area of any form touches, groups left out, as far as frames let them be seen. */
  touched(touches: (bounds: Box) => boolean): readonly Touched[]
  /** Only looking, selecting and panning are allowed. */
  readonly isReadOnly: boolean
}

/** Screen px the pointer may stray between press and release of a click, so the feel is the same at every zoom. */
export const DRAG_SLOP_PX = 4
/** Screen px around a shape that still count as touching it. */
export const HIT_SLOP_PX = 6

export type Gesture = 'idle' | 'drawing' | 'moving' | 'selecting' | 'panning' | 'erasing'

export interface Step<S> {
  readonly state: S
  readonly commands?: readonly Command[]
}
type Handlers<All, S> = {
  [On in Input['on']]: (state: S, input: Extract<Input, { on: On }>, env: Env) => Step<All>
}
/** One row per state; each handler sees exactly its state's fields. Every state but idle must handle `cancel`. */
export type Chart<All extends { at: string }> = {
  [A in All['at']]: Partial<Handlers<All, Extract<All, { at: A }>>> &
    (A extends 'idle' ? unknown : Pick<Handlers<All, Extract<All, { at: A }>>, 'cancel'>)
}
export interface Tool<S extends { at: string }> {
  readonly cursor: string
  readonly initial: S
  /** What the person is doing in each state; states without a row are `idle`. */
  readonly gestures: { readonly [A in S['at']]?: Gesture }
  /** States in which the view scrolls when the pointer comes to its edge. */
  readonly scrolls?: { readonly [A in S['at']]?: true }
  readonly chart: Chart<S>
}

/** One step of a chart: an input that the state has no row for changes nothing. */
export function step<S extends { at: string }>(tool: Tool<S>, state: S, input: Input, env: Env): Step<S> {
  const row = tool.chart[state.at as S['at']] as unknown as Partial<
    Record<Input['on'], (state: S, input: Input, env: Env) => Step<S>>
  >
  return row[input.on]?.(state, input, env) ?? { state }
}
