import { createStore, type StoreApi } from 'zustand/vanilla'
import type { BoardDocument } from '../board/document'
import type { ToolId } from '../tools/define'
import type { EngineState } from './api'
import { readEraserChoice } from './eraser-choice'
import { readSnapChoice } from './snap-choice'

export type StateStore = StoreApi<EngineState>

/** What may be held where nothing may be changed. */
export const READ_ONLY_TOOLS: readonly ToolId[] = ['select', 'lasso', 'hand']

/** The view state of a board that was just opened: nothing selected, the select tool in hand. */
export const newState = (document: BoardDocument, isReadOnly: boolean): StateStore =>
  createStore<EngineState>(() => ({
    tool: 'select',
    isToolPinned: false,
    selection: [],
    style: {},
    zoom: 1,
    editing: null,
    gesture: 'idle',
    canUndo: document.canUndo,
    canRedo: document.canRedo,
    isReadOnly,
    snap: readSnapChoice(),
    eraser: readEraserChoice(),
    layout: 0,
    shapeCount: document.size,
    connecting: null,
    notice: null,
    busy: null,
  }))
