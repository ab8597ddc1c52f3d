import { boxFrom, type Box } from '../geometry/box'
import { add, distance, type Point } from '../geometry/point'
import type { ShapeId } from '../board/ids'
import type { ShapeType } from '../board/shape'
import { definitionOf } from '../shapes/index'
import { DRAG_SLOP_PX, type Command, type Env, type Modifiers, type Step, type Tool } from './define'
import { newShape } from './new-shape'
import type { MovedEnds } from './snap/snap'
import { BOTH_ENDS, NO_GUIDES, snapperFor, snapPoint, type Surroundings } from './snap/snapper'

type State =
  | { at: 'idle' }
  | { at: 'pressed'; origin: Point }
  | { at: 'dragging'; origin: Point; id: ShapeId; near: Surroundings | null }
type Drag = Modifiers & { readonly page: Point }
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

/** The same, pulled to what its dragged corner is near. */
function snappedBox(origin: Point, { page, shift, alt, mod }: Drag, near: Surroundings | null, env: Env) {
  const keys = { shift, alt }
  const box = draggedBox(origin, page, keys)
  const snapper = snapperFor(env, box, { near, isOther: mod })
  if (!snapper) return { box, near, shown: NO_GUIDES }
  const ends: MovedEnds = { x: page.x < origin.x ? 'lo' : 'hi', y: page.y < origin.y ? 'lo' : 'hi' }
  const corner = { x: box.x + (ends.x === 'hi' ? box.w : 0), y: box.y + (ends.y === 'hi' ? box.h : 0) }
  const by = shift ? snapper.slide(origin, corner) : snapper.offset(box, ends)
  const pulled = draggedBox(origin, add(corner, by), keys)
  return {
    box: pulled,
    near: snapper.near,
    shown: { do: 'guides', guides: snapper.guides(pulled, ends) } as const,
  }
}

/** Press, drag out a box, release; a click puts one of the usual size there. A note is typed in at once. */
export const boxTool = (type: BoxType): Tool<State> => {
  const draft = (env: Env, id: ShapeId, box: Box, under: Point): Command => ({
    do: 'draft',
    edits: [{ do: 'create', shape: newShape(env, { id, type, box, under }) }],
  })
  function dragTo(state: Extract<State, { at: 'dragging' }>, drag: Drag, env: Env): Step<State> {
    const { box, near, shown } = snappedBox(state.origin, drag, state.near, env)
    return { state: { ...state, near }, commands: [draft(env, state.id, box, state.origin), shown] }
  }
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
    scrolls: { dragging: true },
    chart: {
      idle: { down: (_, { page }): Step<State> => ({ state: { at: 'pressed', origin: page } }) },

      pressed: {
        move(state, drag, env): Step<State> {
          if (distance(state.origin, drag.page) * env.zoom < DRAG_SLOP_PX) return { state }
          const { at, near } = snapPoint(env, state.origin, { near: null, isOther: drag.mod })
          return dragTo({ at: 'dragging', origin: at, id: env.newId(), near }, drag, env)
        },
        up({ origin }, { mod }, env) {
          const id = env.newId()
          const { w, h } = definitionOf(type).defaults
          const box = { x: origin.x - w / 2, y: origin.y - h / 2, w, h }
          const snapper = snapperFor(env, box, { near: null, isOther: mod })
          const { x, y } = snapper ? add(box, snapper.offset(box, BOTH_ENDS)) : box
          return { state: idle, commands: [draft(env, id, { x, y, w, h }, origin), ...keep(id)] }
        },
        cancel: () => ({ state: idle }),
      },

      dragging: {
        move: (state, drag, env) => dragTo(state, drag, env),
        up: ({ id }) => ({ state: idle, commands: [NO_GUIDES, ...keep(id)] }),
        cancel: () => ({ state: idle, commands: [NO_GUIDES, { do: 'bail' }] }),
      },
    },
  }
}
