import { distance, type Point } from '../geometry/point'
import type { ShapeId } from '../board/ids'
import { packPoints } from '../board/points'
import { DRAG_SLOP_PX, type Command, type Env, type Step, type Tool } from './define'
import { newShape } from './new-shape'
import { boxFrom } from '../geometry/box'

type State =
  { at: 'idle' } | { at: 'pressed'; origin: Point } | { at: 'dragging'; origin: Point; id: ShapeId }
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
  chart: {
    idle: { down: (_, { page }): Step<State> => ({ state: { at: 'pressed', origin: page } }) },

    pressed: {
      move(state, { page, shift }, env): Step<State> {
        if (distance(state.origin, page) * env.zoom < DRAG_SLOP_PX) return { state }
        const id = env.newId()
        const end = shift ? constrained(state.origin, page) : page
        return {
          state: { at: 'dragging', origin: state.origin, id },
          commands: [draft(env, id, state.origin, end)],
        }
      },
      up: () => ({ state: idle }),
      cancel: () => ({ state: idle }),
    },

    dragging: {
      move: (state, { page, shift }, env) => ({
        state,
        commands: [draft(env, state.id, state.origin, shift ? constrained(state.origin, page) : page)],
      }),
      up: ({ id }) => ({
        state: idle,
        commands: [{ do: 'commit' }, { do: 'select', ids: [id] }, { do: 'done' }],
      }),
      cancel: () => ({ state: idle, commands: [{ do: 'bail' }] }),
    },
  },
}

function draft(env: Env, id: ShapeId, from: Point, to: Point): Command {
  const box = boxFrom(from, to)
  const local = (p: Point) => [p.x - box.x, p.y - box.y, 0.5] as const
  const points = packPoints([local(from), local(to)], { zoom: env.zoom })
  const shape = newShape(env, { id, type: 'line', box, under: from, upTo: to, points })
  return { do: 'draft', edits: [{ do: 'create', shape }] }
}
