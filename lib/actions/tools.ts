import type { ToolId } from '../tools/define'
import { canEdit, type Action } from './define'

interface ToolEntry {
  readonly tool: ToolId
  readonly icon: string
  readonly letter: string
  readonly digit?: number
}

/** In the order of the tool bar. Letters and digits are those of the programs that hands already know. */
const entries: readonly ToolEntry[] = [
  { tool: 'select', icon: 'pointer', letter: 'v', digit: 1 },
  { tool: 'lasso', icon: 'lasso', letter: 's' },
  { tool: 'hand', icon: 'hand', letter: 'h' },
  { tool: 'pen', icon: 'pen', letter: 'p', digit: 7 },
  { tool: 'marker', icon: 'marker', letter: 'm' },
  { tool: 'rectangle', icon: 'rectangle', letter: 'r', digit: 2 },
  { tool: 'diamond', icon: 'diamond', letter: 'd', digit: 3 },
  { tool: 'ellipse', icon: 'ellipse', letter: 'o', digit: 4 },
  { tool: 'arrow', icon: 'arrow', letter: 'a', digit: 5 },
  { tool: 'line', icon: 'line', letter: 'l', digit: 6 },
  { tool: 'text', icon: 'text', letter: 't', digit: 8 },
  { tool: 'note', icon: 'note', letter: 'n' },
  { tool: 'frame', icon: 'frame', letter: 'f' },
  { tool: 'eraser', icon: 'eraser', letter: 'e', digit: 0 },
]

/** Tools that look without changing anything, so a viewer keeps them. */
const READING_TOOLS: ReadonlySet<ToolId> = new Set(['select', 'lasso', 'hand'])

export interface ToolAction extends Action {
  readonly tool: ToolId
}

export const toolActions: readonly ToolAction[] = entries.map(({ tool, icon, letter, digit }) => ({
  id: `tool.${tool}`,
  tool,
  label: `tool.${tool}`,
  icon,
  group: 'tools',
  // The digit is a place on the keyboard: on French keyboards the unshifted row types no digits.
  keys: digit === undefined ? [letter] : [letter, `Digit${digit}`],
  ...(READING_TOOLS.has(tool) ? {} : { when: canEdit }),
  run: ({ engine }) => engine.setTool(tool),
}))

export const pinTool: Action = {
  id: 'tool.pin',
  label: 'action.pinTool',
  icon: 'pin',
  group: 'tools',
  keys: ['q'],
  when: canEdit,
  run({ engine }) {
    const { tool, isToolPinned } = engine.state.getState()
    engine.setTool(tool, { pinned: !isToolPinned })
  },
}
