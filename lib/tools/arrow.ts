import { distance, type Point } from '../geometry/point'
import type { ShapeId } from '../board/ids'
import type { ArrowEnd } from '../board/shape'
import { endAt } from './arrow-end'
import { DRAG_SLOP_PX, type Command, type Env, type Modifiers, type Step, type Tool } from './define'
import { constrained } from './line'
import { newShape } from './new-shape'
import { NO_GUIDES, snapPoint, type Surroundings } from './snap/snapper'

type State =
  | { at: 'idle' }
  | { at: 'pressed'; origin: Point }
  | { at: 'dragging'; origin: Point; id: ShapeId; near: Surroundings | null }
type Drag = Pick<Modifiers, 'shift' | 'mod'> & { readonly page: Point }
const idle: State = { at: 'idle' }

/** From press to release; both ends attach to the shapes they touch (not with Ctrl), which are shown before. */
export const arrowTool: Tool<State> = {
  cursor: 'crosshair',
  initial: idle,
  gestures: { dragging: 'drawing' },
  scrolls: { dragging: true },
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
      move({ origin }, drag, env): Step<State> {
        if (distance(origin, drag.page) * env.zoom < DRAG_SLOP_PX) return { state: { at: 'pressed', origin } }
        const isHeld = drag.mod || env.targetAt(origin) !== null
        const from = isHeld ? origin : snapPoint(env, origin, { near: null, isOther: false }).at
        return dragTo({ at: 'dragging', origin: from, id: env.newId(), near: null }, drag, env)
      },
      up: () => ({ state: idle, commands: [{ do: 'highlight', id: null }] }),
      cancel: () => ({ state: idle, commands: [{ do: 'highlight', id: null }] }),
    },

    dragging: {
      move: (state, drag, env) => dragTo(state, drag, env),
      up: ({ id }) => ({
        state: idle,
        commands: [
          { do: 'commit' },
          { do: 'highlight', id: null },
          NO_GUIDES,
          { do: 'select', ids: [id] },
          { do: 'done' },
        ],
      }),
      cancel: () => ({ state: idle, commands: [{ do: 'bail' }, { do: 'highlight', id: null }, NO_GUIDES] }),
    },
  },
}

/** The end attaches to what it touches; where there is nothing, it is pulled to what it is near. */
function dragTo(
  state: Extract<State, { at: 'dragging' }>,
  { page, shift, mod }: Drag,
  env: Env,
): Step<State> {
  const { id, origin } = state
  const start = endAt(env, origin, origin, { isFree: mod })
  const to = shift ? constrained(origin, page) : page
  const end = endAt(env, to, origin, { isFree: mod })
  // Both ends in one shape would be an arrow of no length: the second stays where it was dropped.
  const isOwn = end.target !== null && end.target === start.target
  const isTied = end.target !== null && !isOwn
  if (isTied || shift || mod) {
    const held = isOwn ? endAt(env, to, origin, { isFree: true }) : end
    return { state, commands: draft(env, id, origin, to, start.end, held, NO_GUIDES) }
  }
  const { at, near, shown } = snapPoint(env, to, { near: state.near, isOther: false, also: [origin] })
  const free = endAt(env, at, origin, { isFree: true })
  return { state: { ...state, near }, commands: draft(env, id, origin, at, start.end, free, shown) }
}

function draft(
  env: Env,
  id: ShapeId,
  from: Point,
  to: Point,
  start: ArrowEnd,
  { end, target }: ReturnType<typeof endAt>,
  guides: Command,
): readonly Command[] {
  const shape = newShape(env, {
    id,
    type: 'arrow',
    box: { x: from.x, y: from.y, w: 0, h: 0 },
    under: from,
    upTo: to,
    data: { start, end },
  })
  return [{ do: 'draft', edits: [{ do: 'create', shape }] }, { do: 'highlight', id: target }, guides]
}
