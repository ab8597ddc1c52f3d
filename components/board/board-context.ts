'use client'

import { createContext, use, useMemo } from 'react'
import { useStore, type StoreApi } from 'zustand'
import { actionOf, isAvailable, keyLabel, type Action, type ActionContext } from '../../lib/actions'
import type { BoardDocument } from '../../lib/board/document'
import type { Engine, EngineState } from '../../lib/engine/api'
import type { BoardConnection } from '../../lib/sync'
import type { ConnectionState } from '../../lib/sync/connection-state'
import type { ImportedBoard } from '../../lib/formats'
import type { Point } from '../../lib/geometry/point'
import type { LinkRole } from '../../lib/protocol/page'
import type { Role } from '../../lib/protocol/session'
import { isMac } from '../hooks/platform'
import { useT, type MessageKey } from '../ui/i18n'

/** What is open over the board; one thing at a time. */
export interface PanelState {
  readonly open: 'help' | 'palette' | 'picture' | 'find' | 'share' | 'people' | 'state' | null
  readonly isRenaming: boolean
  /** What «find text» seeks, or sought last. */
  readonly sought: string
  /** The import whose details are shown. */
  readonly report: { readonly file: string; readonly imported: ImportedBoard } | null
}

/** Everything that the pieces of one open board share. */
export interface BoardContextValue {
  readonly boardId: string
  /** As the page said; the connection's word counts once it is there. */
  readonly pageName: string
  readonly pageRole: Role
  readonly linkRole: LinkRole
  readonly document: BoardDocument
  readonly engine: Engine
  /** The element that the engine shows the board in. */
  readonly drawing: HTMLElement
  readonly connection: BoardConnection
  readonly panels: StoreApi<PanelState>
  readonly context: ActionContext
  /** At a point of the page, else in the middle of the view. */
  readonly importFiles: (files: readonly File[], at?: Point) => void
  readonly renameBoard: (name: string) => void
}

export const BoardContext = createContext<BoardContextValue | null>(null)

export function useBoard(): BoardContextValue {
  const value = use(BoardContext)
  if (!value) throw new Error('This belongs inside an open board.')
  return value
}

/** A slice of what the engine shows; the component renders again when the slice changes. */
export const useEngine = <T>(select: (state: EngineState) => T): T =>
  useStore(useBoard().engine.state, select)
/** A slice of the connection. */
export const useConnection = <T>(select: (state: ConnectionState) => T): T =>
  useStore(useBoard().connection.state, select)
/** A slice of what is open over the board. */
export const usePanels = <T>(select: (state: PanelState) => T): T => useStore(useBoard().panels, select)

export function useBoardName(): string {
  const t = useT('board')
  const { pageName } = useBoard()
  return useConnection((state) => state.boardName) ?? (pageName === '' ? t('board.untitled') : pageName)
}

export const useCanEdit = (): boolean => useEngine((state) => !state.isReadOnly)

/** An action's words and keys in the current language. */
export function useActionWords(): {
  label: (action: Action) => string
  keys: (action: Action) => string | undefined
  keyWord: (key: string) => string
} {
  const t = useT('board')
  return useMemo(() => {
    const named = ['Shift', 'Alt', 'Space', 'Enter', 'Delete', 'Backspace']
    const keyWord = (key: string) => (named.includes(key) ? t(`key.${key}` as MessageKey<'board'>) : key)
    return {
      // Every label is in both catalogues: lib/actions/actions.test.ts.
      label: (action) => t(action.label as MessageKey<'board'>),
      keys: (action) => (action.keys?.[0] ? keyLabel(action.keys[0], isMac, keyWord) : undefined),
      keyWord,
    }
  }, [t])
}

/** One action, ready for a button: its words, whether it applies now, and how to run it. */
export function useAction(id: string) {
  const { context } = useBoard()
  const words = useActionWords()
  const action = actionOf(id)
  const isEnabled = useEngine(() => isAvailable(action, context))
  return {
    label: words.label(action),
    keys: words.keys(action),
    icon: action.icon,
    isEnabled,
    run: () => action.run(context),
  }
}
