import type { StoreApi } from 'zustand/vanilla'
import type { Box } from '../geometry/box'
import type { Point } from '../geometry/point'
import type { ShapeId } from '../board/ids'
import type { BoardView, Edit, Style } from '../board/shape'
import type { CursorMessage, DraftMessage, LiveBatch, Peer } from '../protocol/session'
import type { Gesture, ToolId } from '../tools/define'
import type { EraserChoice } from '../tools/eraser-choice'
import type { SnapChoice } from '../tools/snap/snapper'
import type { Camera } from './navigation/camera'
import type { Busy } from './long-work'
import type { SharedStyle } from './styling'
import type { Keyboard } from './keyboard'
import type { Move, Standpoint } from './navigation/navigator'
import type { ReadingOrder } from './reading/reading-order'
import type { Arrangement } from './arranging'

/** View state: what React subscribes to in slices (`useStore(engine.state, s => s.tool)`). Never in the document. */
export interface EngineState {
  readonly tool: ToolId
  /** The tool stays after one use (double click on it, or `Q`). */
  readonly isToolPinned: boolean
  readonly selection: readonly ShapeId[]
  /** Style of the next shape. */
  readonly style: Style
  /** 1 = 100 %. */
  readonly zoom: number
  /** The shape whose text is being typed. */
  readonly editing: ShapeId | null
  /** What the pointer is doing: panels keep out of its way unless it is `idle`. */
  readonly gesture: Gesture
  readonly canUndo: boolean
  readonly canRedo: boolean
  readonly isReadOnly: boolean
  /** What pulls on what is dragged, on this device. */
  readonly snap: SnapChoice
  readonly eraser: EraserChoice
  /** Bumped when the camera, a selected shape or the viewport moved: floating panels re-read their place. */
  readonly layout: number
  /** Shapes on the board; 0 shows the invitation to draw. */
  readonly shapeCount: number
  /** An arrow is led by keyboard from this shape to one that is still to be chosen. */
  readonly connecting: ShapeId | null
  /** Last expected refusal of an edit (too large, too many shapes); told to the person, then cleared. */
  readonly notice: { readonly code: string; readonly count?: number } | null
  /** A change of very many shapes is being written, piece by piece; null when none is. */
  readonly busy: Busy | null
}

export type Stacking = 'front' | 'forward' | 'backward' | 'back'

/** The live channel as the engine sees it; `lib/sync` provides it. */
export interface LivePort {
  sendCursor(cursor: CursorMessage): void
  sendDraft(draft: DraftMessage): void
  onBatch(listener: (batch: LiveBatch) => void): () => void
  /** Everyone else on the board, this tab left out. */
  onPeers(listener: (peers: readonly Peer[]) => void): () => void
}

/** Where the text being typed is laid out, so that an editable copy can lie exactly over it. */
export interface TextPlace {
  /** CSS px on the canvas: the middle of the shape, about which it is turned by `rotation` (radians). */
  readonly middle: Point
  readonly rotation: number
  readonly zoom: number
  /** Page units from the middle of the shape, before it is turned: where the text stands. */
  readonly area: Box
  /** Value of CSS `font`, page units. */
  readonly font: string
  readonly size: number
  readonly lineHeight: number
  readonly align: 'left' | 'center' | 'right'
  readonly colour: string
  readonly opacity: number
  /** Lines break at the area's width; else only where a line was ended. */
  readonly wraps: boolean
}

/** The in-place editor's side of `state.editing`. */
export interface Typing {
  place(): TextPlace | null
  text(): string
  /** Replace the text by what the person made of it; only what differs is written, merged with what others type. */
  write(next: string, caret: number): void
  /** Told when another person changed the text: the new text, and where a caret at `at` has gone. */
  onRemote(listener: (text: string, move: (at: number) => number) => void): () => void
}

/** What the interface may ask of the engine. One instance per open board; `dispose` ends every subscription. */
export interface Engine {
  readonly state: StoreApi<EngineState>
  readonly board: BoardView

  /** Put the canvases into `host` and listen to it; returns the undo. */
  attach(host: HTMLElement): () => void
  connectLive(live: LivePort): () => void
  setTheme(theme: 'paper' | 'slate'): void
  setReadOnly(isReadOnly: boolean): void
  /** What was stored of the board is here: from now on the view is the person's own and follows nobody. */
  loaded(): void
  dispose(): void

  setTool(tool: ToolId, options?: { pinned?: boolean }): void
  /** Escape: back out one step (gesture, text, selection, tool). */
  cancel(): void

  select(ids: readonly ShapeId[]): void
  selectAll(): void
  /** Screen box (CSS px, canvas coordinates) around the selection, or null. */
  selectionBox(): Box | null
  /** Style shared by the selection (keys whose values differ are absent), over the next shape's where nothing is selected. */
  commonStyle(): SharedStyle
  setStyle(patch: Partial<Style>): void
  /** Kept on this device. */
  setEraser(change: Partial<EraserChoice>): void
  setSnap(change: Partial<SnapChoice>): void

  /** One undoable step, validated; refusals arrive in `state.notice`. Returns whether it was applied. */
  apply(edits: readonly Edit[]): boolean
  undo(): void
  redo(): void
  deleteSelection(): void
  duplicateSelection(): void
  /** Page units. */
  nudge(dx: number, dy: number): void
  reorder(to: Stacking): void
  /** Align, distribute or mirror the selection: one undoable step. */
  arrange(how: Arrangement): void
  group(): void
  ungroup(): void

  /** Plain-text JSON of the selection in our clipboard format, or null when nothing is selected. */
  copySelection(): string | null
  /** Our format is placed as shapes; any other text becomes a text shape. At the pointer, else the middle of the view. */
  paste(text: string): boolean
  /** Place already validated shapes (imports) around `at`, else in the middle of the view, and select them. */
  place(edits: readonly Edit[], at?: Point): boolean

  /** Look elsewhere at once; what is absent stays. The zoom is kept within bounds. */
  view(to: Partial<Camera>): void
  zoomBy(factor: number): void
  zoomTo(zoom: number): void
  zoomToFit(move?: Move): void
  zoomToSelection(move?: Move): void
  /** Where to begin on the next visit; null while this person has not chosen a place on this board. */
  readonly standpoint: Standpoint | null
  toScreen(page: Point): Point
  toPage(screen: Point): Point

  editText(id: ShapeId): void
  /** End typing: an empty text shape goes, everything else stays as typed. */
  finishText(): void
  /** Drawing without a pointer. */
  readonly keyboard: Keyboard
  /** The shapes as one reads them. */
  readonly reading: ReadingOrder
  /** Have an area of the page in view, moving no more than that takes. */
  reveal(area: Box): void
  /** What the in-place editor writes into, or null when nothing is typed or its shape has gone. */
  readonly typing: Typing
  /** Resolves when nothing is left to paint and no animation runs. */
  settled(): Promise<void>
  /** Frames drawn since `attach`, for benches and tests. */
  readonly stats: { readonly frames: number }
}
