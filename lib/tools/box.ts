import { boxFrom, type Box } from '../geometry/box'
import { distance, type Point } from '../geometry/point'
import type { ShapeId } from '../board/ids'
import type { ShapeType } from '../board/shape'
import { definitionOf } from '../shapes/index'
import { DRAG_SLOP_PX, type Command, type Env, type Modifiers, type Step, type Tool } from './define'
import { newShape } from './new-shape'

type State =
  { at: 'idle' } | { at: 'pressed'; origin: Point } | { at: 'dragging'; origin: Point; id: ShapeId }
type BoxType = Extract<ShapeType, 'rectangle' | 'ellipse' | 'diamond' | 'frame' | 'note'>
const idle: State = { at: 'idle' }

/** The box dragged from `origin` to `to`: Shift makes it square, Alt grows it from its centre. */
function draggedBox(origin: Point, to: Point, { shift, alt }: Pick<Modifiers, 'shift' | 'alt'>): Box {
  let [dx, dy] = [to.x - origin.x, to.y - origin.y]
  if (shift) {
    const side = Math.max(Math.abs(dx), Math.abs(dy))
    dx = dx < 0 ? -side : side
    dy = dy < 0 ? -side : side
  }
  const corner = { x: origin.x + dx, y: origin.y + dy }
  return alt ? boxFrom({ x: origin.x - dx, y: origin.y - dy }, corner) : boxFrom(origin, corner)
}

/** Press, drag out a box, release; a click puts one of the usual size there. A note is typed in at once. */
export const boxTool = (type: BoxType): Tool<State> => {
  const draft = (env: Env, id: ShapeId, box: Box, under: Point): Command => ({
    do: 'draft',
    edits: [{ do: 'create', shape: newShape(env, { id, type, box, under }) }],
  })
  const keep = (id: ShapeId): readonly Command[] => [
    { do: 'commit' },
    { do: 'select', ids: [id] },
    { do: 'done' },
    ...(type === 'note' ? [{ do: 'edit-text', id } as const] : []),
  ]

  return {
    cursor: 'crosshair',
    initial: idle,
    gestures: { dragging: 'drawing' },
    chart: {
      idle: { down: (_, { page }): Step<State> => ({ state: { at: 'pressed', origin: page } }) },

      pressed: {
        move(state, { page, shift, alt }, env): Step<State> {
          if (distance(state.origin, page) * env.zoom < DRAG_SLOP_PX) return { state }
          const id = env.newId()
          const box = draggedBox(state.origin, page, { shift, alt })
          return {
            state: { at: 'dragging', origin: state.origin, id },
            commands: [draft(env, id, box, state.origin)],
          }
        },
        up({ origin }, _, env) {
          const id = env.newId()
          const { w, h } = definitionOf(type).defaults
          const box = { x: origin.x - w / 2, y: origin.y - h / 2, w, h }
          return { state: idle, commands: [draft(env, id, box, origin), ...keep(id)] }
        },
        cancel: () => ({ state: idle }),
      },

      dragging: {
        move: (state, { page, shift, alt }, env) => ({
          state,
          commands: [draft(env, state.id, draggedBox(state.origin, page, { shift, alt }), state.origin)],
        }),
        up: ({ id }) => ({ state: idle, commands: keep(id) }),
        cancel: () => ({ state: idle, commands: [{ do: 'bail' }] }),
      },
    },
  }
}
