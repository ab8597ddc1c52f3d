import type { Stacking } from '../engine/api'
import { canEdit, canEditSelection, type Action } from './define'

/** Page units moved by an arrow key, and with Shift. */
const NUDGE = 1
const BIG_NUDGE = 10

const stack = (to: Stacking, keys: readonly string[]): Action => ({
  id: `order.${to}`,
  label: `action.order.${to}`,
  icon: `order.${to}`,
  group: 'arrange',
  keys,
  when: canEditSelection,
  run: ({ engine }) => engine.reorder(to),
})

const nudge = (direction: 'left' | 'right' | 'up' | 'down', x: number, y: number): readonly Action[] => {
  const key = `Arrow${direction[0]!.toUpperCase()}${direction.slice(1)}`
  const move = (by: number): Action['run'] => {
    return ({ engine }) => engine.nudge(x * by, y * by)
  }
  return [
    {
      id: `nudge.${direction}`,
      label: `action.nudge.${direction}`,
      group: 'arrange',
      keys: [key],
      when: canEditSelection,
      run: move(NUDGE),
    },
    {
      id: `nudge.${direction}.big`,
      label: `action.nudgeBig.${direction}`,
      group: 'arrange',
      keys: [`Shift+${key}`],
      when: canEditSelection,
      run: move(BIG_NUDGE),
    },
  ]
}

export const arrangeActions: readonly Action[] = [
  {
    id: 'group',
    label: 'action.group',
    icon: 'group',
    group: 'arrange',
    keys: ['$mod+g'],
    when: (context) => canEdit(context) && context.engine.state.getState().selection.length > 1,
    run: ({ engine }) => engine.group(),
  },
  {
    id: 'ungroup',
    label: 'action.ungroup',
    icon: 'ungroup',
    group: 'arrange',
    keys: ['$mod+Shift+g'],
    when: (context) => canEdit(context) && selectsGroup(context.engine),
    run: ({ engine }) => engine.ungroup(),
  },
  // Brackets are places on the keyboard: many layouts type them only with AltGr.
  stack('forward', ['$mod+BracketRight']),
  stack('backward', ['$mod+BracketLeft']),
  stack('front', ['$mod+Shift+BracketRight']),
  stack('back', ['$mod+Shift+BracketLeft']),
  ...nudge('left', -1, 0),
  ...nudge('right', 1, 0),
  ...nudge('up', 0, -1),
  ...nudge('down', 0, 1),
]

function selectsGroup(engine: Parameters<Action['run']>[0]['engine']): boolean {
  return engine.state.getState().selection.some((id) => engine.board.get(id)?.type === 'group')
}
