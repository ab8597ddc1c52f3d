import { distance, type Point } from '../geometry/point'
import type { ShapeId } from '../board/ids'
import { packPoints } from '../board/points'
import { DRAG_SLOP_PX, type Command, type Env, type Modifiers, type Step, type Tool } from './define'
import { newShape } from './new-shape'
import { NO_GUIDES, snapPoint, type Surroundings } from './snap/snapper'
import { boxFrom } from '../geometry/box'

type State =
  | { at: 'idle' }
  | { at: 'pressed'; origin: Point }
  | { at: 'dragging'; origin: Point; id: ShapeId; near: Surroundings | null }
type Drag = Pick<Modifiers, 'shift' | 'mod'> & { readonly page: Point }
const idle: State = { at: 'idle' }

/** 15 degrees: the step that Shift keeps to, here and when turning shapes. */
export const TURN_STEP = Math.PI / 12

/** `to` moved to the nearest direction from `from` that is a multiple of 15 degrees. */
export function constrained(from: Point, to: Point): Point {
  const angle = Math.round(Math.atan2(to.y - from.y, to.x - from.x) / TURN_STEP) * TURN_STEP
  // The projection, not the distance: the end stays beside the pointer.
  const length = (to.x - from.x) * Math.cos(angle) + (to.y - from.y) * Math.sin(angle)
  return { x: from.x + length * Math.cos(angle), y: from.y + length * Math.sin(angle) }
}

/** A straight line from press to release; Shift keeps it to steps of 15 degrees. */
export const lineTool: Tool<State> = {
  cursor: 'crosshair',
  initial: idle,
  gestures: { dragging: 'drawing' },
  scrolls: { dragging: true },
  chart: {
    idle: { down: (_, { page }): Step<State> => ({ state: { at: 'pressed', origin: page } }) },

    pressed: {
      move(state, drag, env): Step<State> {
        if (distance(state.origin, drag.page) * env.zoom < DRAG_SLOP_PX) return { state }
        const { at } = snapPoint(env, state.origin, { near: null, isOther: drag.mod })
        return dragTo({ at: 'dragging', origin: at, id: env.newId(), near: null }, drag, env)
      },
      up: () => ({ state: idle }),
      cancel: () => ({ state: idle }),
    },

    dragging: {
      move: (state, drag, env) => dragTo(state, drag, env),
      up: ({ id }) => ({
        state: idle,
        commands: [NO_GUIDES, { do: 'commit' }, { do: 'select', ids: [id] }, { do: 'done' }],
      }),
      cancel: () => ({ state: idle, commands: [NO_GUIDES, { do: 'bail' }] }),
    },
  },
}

/** The end is pulled to what it is near, to level with the beginning too, unless Shift keeps the direction. */
function dragTo(
  state: Extract<State, { at: 'dragging' }>,
  { page, shift, mod }: Drag,
  env: Env,
): Step<State> {
  const { id, origin } = state
  if (shift) return { state, commands: [draft(env, id, origin, constrained(origin, page)), NO_GUIDES] }
  const { at, near, shown } = snapPoint(env, page, { near: state.near, isOther: mod, also: [origin] })
  return { state: { ...state, near }, commands: [draft(env, id, origin, at), shown] }
}

function draft(env: Env, id: ShapeId, from: Point, to: Point): Command {
  const box = boxFrom(from, to)
  const local = (p: Point) => [p.x - box.x, p.y - box.y, 0.5] as const
  const points = packPoints([local(from), local(to)], { zoom: env.zoom })
  const shape = newShape(env, { id, type: 'line', box, under: from, upTo: to, points })
  return { do: 'draft', edits: [{ do: 'create', shape }] }
}
