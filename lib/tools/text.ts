import { distance, type Point } from '../geometry/point'
import { boxFrom, type Box } from '../geometry/box'
import type { ShapeId } from '../board/ids'
import { DRAG_SLOP_PX, type Command, type Env, type Step, type Tool } from './define'
import { metricsOf } from '../shapes/text/advances'
import { typeable } from './select/pick'
import { newShape, styleFor } from './new-shape'

type State =
  { at: 'idle' } | { at: 'pressed'; origin: Point } | { at: 'dragging'; origin: Point; id: ShapeId; box: Box }
const idle: State = { at: 'idle' }

/** Click and type; drag to set the width at which lines break. On a shape that holds text, type in that. */
export const textTool: Tool<State> = {
  cursor: 'text',
  initial: idle,
  gestures: { dragging: 'drawing' },
  scrolls: { dragging: true },
  chart: {
    idle: { down: (_, { page }): Step<State> => ({ state: { at: 'pressed', origin: page } }) },

    pressed: {
      move(state, { page }, env): Step<State> {
        const box = widthBox(state.origin, page, env)
        if (distance(state.origin, { x: page.x, y: state.origin.y }) * env.zoom < DRAG_SLOP_PX)
          return { state }
        const id = env.newId()
        return {
          state: { at: 'dragging', origin: state.origin, id, box },
          commands: [draft(env, id, box, state.origin, 'fixed'), { do: 'marquee', box }],
        }
      },
      up({ origin }, _, env) {
        const there = typeable(env, origin)
        if (there !== null) return { state: idle, commands: [{ do: 'done' }, { do: 'edit-text', id: there }] }
        return { state: idle, commands: newText(env, origin) }
      },
      cancel: () => ({ state: idle }),
    },

    dragging: {
      move(state, { page }, env) {
        const box = widthBox(state.origin, page, env)
        return {
          state: { ...state, box },
          commands: [draft(env, state.id, box, state.origin, 'fixed'), { do: 'marquee', box }],
        }
      },
      up: ({ id }) => ({ state: idle, commands: [{ do: 'marquee', box: null }, ...type(id)] }),
      cancel: () => ({ state: idle, commands: [{ do: 'marquee', box: null }, { do: 'bail' }] }),
    },
  },
}

const type = (id: ShapeId): readonly Command[] => [{ do: 'commit' }, { do: 'done' }, { do: 'edit-text', id }]

/** A text at `page`, its first line's middle there, empty and about to be typed in. */
export function newText(env: Env, page: Point): readonly Command[] {
  const id = env.newId()
  const h = lineHeight(env)
  const box = { x: page.x, y: page.y - h / 2, w: 0, h }
  return [draft(env, id, box, page, 'auto'), ...type(id)]
}

function widthBox(origin: Point, to: Point, env: Env): Box {
  const { x, w } = boxFrom(origin, to)
  const h = lineHeight(env)
  return { x, y: origin.y - h / 2, w, h }
}

function lineHeight(env: Env): number {
  const { font = 'hand', size = 24 } = styleFor('text', env.style)
  return metricsOf(font).lineHeight * size
}

function draft(env: Env, id: ShapeId, box: Box, under: Point, wrap: 'auto' | 'fixed'): Command {
  return {
    do: 'draft',
    edits: [
      {
        do: 'create',
        shape: { ...newShape(env, { id, type: 'text', box, under, data: { wrap } }), text: '' },
      },
    ],
  }
}
