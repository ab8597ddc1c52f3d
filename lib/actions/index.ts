import { arrangeActions } from './arrange'
import { boardActions } from './board'
import type { Action } from './define'
import { editActions } from './edit'
import { keyboardActions } from './keyboard'
import { pointerActions } from './pointer'
import { pinTool, toolActions } from './tools'
import { viewActions } from './view'

export { ACTION_GROUPS, isAvailable } from './define'
export type { Action, ActionContext, ActionGroup, ActionHost } from './define'
export { keyLabel, keyLabels } from './key-label'
export { toolActions } from './tools'
export type { ToolAction } from './tools'

/** Every command of the board. Adding one is one record here and its words in the catalogues. */
export const actions: readonly Action[] = [
  ...toolActions,
  pinTool,
  ...pointerActions,
  ...editActions,
  ...arrangeActions,
  ...viewActions,
  ...keyboardActions,
  ...boardActions,
]

const byId = new Map(actions.map((action) => [action.id, action]))

/** The action of that id; asking for one that does not exist is a mistake in the caller. */
export function actionOf(id: string): Action {
  const action = byId.get(id)
  if (!action) throw new Error(`There is no action “${id}”.`)
  return action
}
