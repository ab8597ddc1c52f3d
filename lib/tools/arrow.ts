import { distance, type Point } from '../geometry/point'
import type { ShapeId } from '../board/ids'
import { endAt } from './arrow-end'
import { DRAG_SLOP_PX, type Command, type Env, type Modifiers, type Step, type Tool } from './define'
import { constrained } from './line'
import { newShape } from './new-shape'

type State =
  { at: 'idle' } | { at: 'pressed'; origin: Point } | { at: 'dragging'; origin: Point; id: ShapeId }
const idle: State = { at: 'idle' }

/** From press to release; both ends attach to the shapes they touch (not with Ctrl), which are shown before. */
export const arrowTool: Tool<State> = {
  cursor: 'crosshair',
  initial: idle,
  gestures: { dragging: 'drawing' },
  chart: {
    idle: {
      down: (_, { page, mod }, env): Step<State> => ({
        state: { at: 'pressed', origin: page },
        commands: [{ do: 'highlight', id: mod ? null : env.targetAt(page) }],
      }),
      move: (state, { page, mod }, env) => ({
        state,
        commands: [{ do: 'highlight', id: mod ? null : env.targetAt(page) }],
      }),
    },

    pressed: {
      move(state, { page, shift, mod }, env): Step<State> {
        if (distance(state.origin, page) * env.zoom < DRAG_SLOP_PX) return { state }
        const id = env.newId()
        return {
          state: { at: 'dragging', origin: state.origin, id },
          commands: draft(env, id, state.origin, page, { shift, mod }),
        }
      },
      up: () => ({ state: idle, commands: [{ do: 'highlight', id: null }] }),
      cancel: () => ({ state: idle, commands: [{ do: 'highlight', id: null }] }),
    },

    dragging: {
      move: (state, { page, shift, mod }, env) => ({
        state,
        commands: draft(env, state.id, state.origin, page, { shift, mod }),
      }),
      up: ({ id }) => ({
        state: idle,
        commands: [
          { do: 'commit' },
          { do: 'highlight', id: null },
          { do: 'select', ids: [id] },
          { do: 'done' },
        ],
      }),
      cancel: () => ({ state: idle, commands: [{ do: 'bail' }, { do: 'highlight', id: null }] }),
    },
  },
}

function draft(
  env: Env,
  id: ShapeId,
  from: Point,
  pointer: Point,
  { shift, mod }: Pick<Modifiers, 'shift' | 'mod'>,
): readonly Command[] {
  const to = shift ? constrained(from, pointer) : pointer
  const start = endAt(env, from, from, { isFree: mod })
  let end = endAt(env, to, from, { isFree: mod })
  // Both ends in one shape would be an arrow of no length: the second stays where it was dropped.
  if (end.target !== null && end.target === start.target) end = endAt(env, to, from, { isFree: true })
  const shape = newShape(env, {
    id,
    type: 'arrow',
    box: { x: from.x, y: from.y, w: 0, h: 0 },
    under: from,
    upTo: to,
    data: { start: start.end, end: end.end },
  })
  return [
    { do: 'draft', edits: [{ do: 'create', shape }] },
    { do: 'highlight', id: end.target },
  ]
}
