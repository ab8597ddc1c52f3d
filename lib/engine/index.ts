import { createStore } from 'zustand/vanilla'
import type { BoardDocument } from '../board/document'
import type { Engine, EngineState } from './api'
import { Viewport } from './viewport'

export type * from './api'

export interface EngineOptions {
  readonly theme?: 'paper' | 'slate'
  readonly isReadOnly?: boolean
  /** Milliseconds of a clock that only goes forward; tests hand in their own. */
  readonly now?: () => number
}

export const initialState: EngineState = {
  tool: 'select',
  isToolPinned: false,
  selection: [],
  style: {},
  zoom: 1,
  editing: null,
  gesture: 'idle',
  canUndo: false,
  canRedo: false,
  isReadOnly: false,
  layout: 0,
  shapeCount: 0,
  notice: null,
}

/** An engine for one open board: its tools, its view and its picture. `attach` shows it. */
export function createEngine(document: BoardDocument, options: EngineOptions = {}): Engine {
  const viewport = new Viewport()
  const state = createStore<EngineState>(() => ({
    ...initialState,
    shapeCount: document.size,
    isReadOnly: options.isReadOnly ?? false,
  }))
  const nothing = () => {}
  return {
    state,
    board: document,
    attach: () => nothing,
    connectLive: () => nothing,
    setTheme: nothing,
    setReadOnly: (isReadOnly) => state.setState({ isReadOnly }),
    dispose: nothing,
    setTool: (tool, { pinned = false } = {}) => state.setState({ tool, isToolPinned: pinned }),
    cancel: nothing,
    select: (selection) => state.setState({ selection }),
    selectAll: () => state.setState({ selection: [...document.childrenOf(null)] }),
    selectionBox: () => null,
    commonStyle: () => ({ style: state.getState().style, keys: [] }),
    setStyle: (patch) => state.setState(({ style }) => ({ style: { ...style, ...patch } })),
    apply: (edits) => document.apply(edits).ok,
    undo: () => document.undo(),
    redo: () => document.redo(),
    deleteSelection: nothing,
    duplicateSelection: nothing,
    nudge: nothing,
    reorder: nothing,
    group: nothing,
    ungroup: nothing,
    copySelection: () => null,
    paste: () => false,
    place: () => false,
    zoomBy: nothing,
    zoomTo: nothing,
    zoomToFit: nothing,
    zoomToSelection: nothing,
    toScreen: (page) => viewport.toScreen(page),
    toPage: (screen) => viewport.toPage(screen),
    editText: (editing) => state.setState({ editing }),
    finishText: () => state.setState({ editing: null }),
    typing: { place: () => null, text: () => '', write: nothing, onRemote: () => nothing },
    stats: { frames: 0 },
  }
}
