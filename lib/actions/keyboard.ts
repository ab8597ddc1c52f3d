import type { Engine } from '../engine/api'
import { canEdit, canEditSelection, type Action } from './define'

/** Page units by which a press makes a shape larger or smaller, and with Shift. */
const GROWTH = 1
const BIG_GROWTH = 10
/** Steps in which a shape is turned: those that Shift keeps to under the pointer. */
const TURN = Math.PI / 12

const walk = (id: 'next' | 'previous', by: 1 | -1, key: string): Action => ({
  id: `walk.${id}`,
  label: `action.walk.${id}`,
  group: 'keyboard',
  keys: [key],
  when: ({ engine }) => engine.keyboard.canWalk(by),
  run: ({ engine }) => engine.keyboard.walk(by),
})

const sides = [
  ['wider', 'ArrowRight', 1, 0],
  ['narrower', 'ArrowLeft', -1, 0],
  ['taller', 'ArrowDown', 0, 1],
  ['shorter', 'ArrowUp', 0, -1],
] as const

const resize = sides.flatMap(([name, key, dw, dh]): Action[] => {
  const grow = (by: number): Action['run'] => {
    return ({ engine }) => engine.keyboard.resize(dw * by, dh * by)
  }
  const shared = { group: 'keyboard', when: canEditSelection } as const
  return [
    {
      id: `resize.${name}`,
      label: `action.resize.${name}`,
      keys: [`Alt+${key}`],
      run: grow(GROWTH),
      ...shared,
    },
    {
      id: `resize.${name}.big`,
      label: `action.resizeBig.${name}`,
      keys: [`Alt+Shift+${key}`],
      run: grow(BIG_GROWTH),
      ...shared,
    },
  ]
})

const turn = (id: 'clockwise' | 'back', radians: number, key: string): Action => ({
  id: `rotate.${id}`,
  label: `action.rotate.${id}`,
  group: 'keyboard',
  keys: [key],
  when: canEditSelection,
  run: ({ engine }) => engine.keyboard.rotate(radians),
})

const extend = (id: 'right' | 'left' | 'down' | 'up', x: number, y: number): Action => ({
  id: `extend.${id}`,
  label: `action.extend.${id}`,
  group: 'keyboard',
  keys: [`$mod+Arrow${id[0]!.toUpperCase()}${id.slice(1)}`],
  when: ({ engine }) => engine.keyboard.canExtend,
  run: ({ engine }) => engine.keyboard.extend({ x, y }),
})

const isConnecting = (engine: Engine): boolean => engine.state.getState().connecting !== null

/** Everything that a pointer does by pressing and dragging, for those who have none. */
export const keyboardActions: readonly Action[] = [
  walk('next', 1, 'Tab'),
  walk('previous', -1, 'Shift+Tab'),
  {
    id: 'enter',
    label: 'action.enter',
    group: 'keyboard',
    keys: ['Enter'],
    when: ({ engine }) => engine.keyboard.canEnter,
    run: ({ engine }) => engine.keyboard.enter(),
  },
  {
    id: 'connect',
    label: 'action.connect',
    icon: 'arrow',
    group: 'keyboard',
    keys: ['c'],
    when: (context) =>
      canEdit(context) && !isConnecting(context.engine) && context.engine.keyboard.canConnect,
    run: ({ engine }) => engine.keyboard.connect(),
  },
  extend('right', 1, 0),
  extend('left', -1, 0),
  extend('down', 0, 1),
  extend('up', 0, -1),
  ...resize,
  // A place on the keyboard: with Alt (Option), many layouts type another letter there.
  turn('clockwise', TURN, 'Alt+KeyR'),
  turn('back', -TURN, 'Alt+Shift+KeyR'),
]
