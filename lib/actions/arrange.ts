import type { Stacking } from '../engine/api'
import type { Arrangement } from '../engine/arranging'
import { canEdit, canEditSelection, type Action, type ActionContext } from './define'

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

/** `least`: how many shapes the arrangement needs to mean something. */
const arrange = (how: Arrangement, least: number, keys: readonly string[]): Action => {
  const name = how.includes('-') ? how.replace('-', '.') : `align.${how}`
  return {
    id: name,
    label: `action.${name}`,
    icon: name,
    group: 'arrange',
    keys,
    when: (context) => canEdit(context) && context.engine.state.getState().selection.length >= least,
    run: ({ engine }) => engine.arrange(how),
  }
}

const snap = (what: 'objects' | 'grid', key: string): Action => {
  const isOn = ({ engine }: ActionContext) => engine.state.getState().snap[what]
  return {
    id: `snap.${what}`,
    label: `action.snap.${what}`,
    icon: `snap.${what}`,
    group: 'arrange',
    keys: [key],
    when: canEdit,
    isOn,
    run: (context) => context.engine.setSnap({ [what]: !isOn(context) }),
  }
}

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
  arrange('left', 2, ['$mod+Shift+ArrowLeft']),
  // Letters with Alt are places on the keyboard: a Mac types other characters with them.
  arrange('centre', 2, ['Alt+KeyH']),
  arrange('right', 2, ['$mod+Shift+ArrowRight']),
  arrange('top', 2, ['$mod+Shift+ArrowUp']),
  arrange('middle', 2, ['Alt+KeyV']),
  arrange('bottom', 2, ['$mod+Shift+ArrowDown']),
  arrange('distribute-horizontally', 3, ['Alt+Shift+KeyH']),
  arrange('distribute-vertically', 3, ['Alt+Shift+KeyV']),
  arrange('flip-horizontally', 1, ['Shift+h']),
  arrange('flip-vertically', 1, ['Shift+v']),
  snap('objects', 'Alt+KeyS'),
  snap('grid', "$mod+'"),
  ...nudge('left', -1, 0),
  ...nudge('right', 1, 0),
  ...nudge('up', 0, -1),
  ...nudge('down', 0, 1),
]

function selectsGroup(engine: Parameters<Action['run']>[0]['engine']): boolean {
  return engine.state.getState().selection.some((id) => engine.board.get(id)?.type === 'group')
}
