import type { Engine } from '../engine/api'

/** Where an action is listed: a section of the palette and of the help sheet. */
export const ACTION_GROUPS = ['tools', 'edit', 'arrange', 'view', 'keyboard', 'board'] as const
export type ActionGroup = (typeof ACTION_GROUPS)[number]

/**
 * What actions ask of the page around the board. `components/board` provides it, so that actions stay free of
 * React and of the DOM.
 */
export interface ActionHost {
  /** Put the selection on the system clipboard. */
  copy(): void
  cut(): void
  /** Read the system clipboard and place what is there. */
  paste(): void
  copyLink(): void
  importFile(): void
  exportFile(): void
  renameBoard(): void
  open(panel: 'help' | 'palette' | 'picture' | 'find'): void
  setTheme(theme: 'paper' | 'slate' | 'system'): void
  setLanguage(language: 'en' | 'fr'): void
  goHome(): void
}

export interface ActionContext {
  readonly engine: Engine
  readonly host: ActionHost
}

/**
 * One command of the board. Menus, the context menu, shortcuts, the help sheet and the palette all read the same
 * record, so that a name, a key or a condition is written once.
 */
export interface Action {
  readonly id: string
  /** Key in the `board` catalogue. */
  readonly label: string
  /** Name of its icon (see `components/board/action-icon.tsx`). */
  readonly icon?: string
  readonly group: ActionGroup
  /** Bindings as tinykeys writes them; the first is the one that is shown. */
  readonly keys?: readonly string[]
  /** The browser turns these keys into copy, cut and paste events, so no shortcut is bound for them. */
  readonly isNative?: boolean
  readonly when?: (context: ActionContext) => boolean
  /** Of what is switched on and off: whether it is on. */
  readonly isOn?: (context: ActionContext) => boolean
  readonly run: (context: ActionContext) => void
}

export const canEdit = ({ engine }: ActionContext): boolean => !engine.state.getState().isReadOnly
export const hasSelection = ({ engine }: ActionContext): boolean =>
  engine.state.getState().selection.length > 0
export const canEditSelection = (context: ActionContext): boolean => canEdit(context) && hasSelection(context)

export const isAvailable = (action: Action, context: ActionContext): boolean => action.when?.(context) ?? true
