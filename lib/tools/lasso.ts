import { distance, type Point } from '../geometry/point'
import type { ShapeId } from '../board/ids'
import { DRAG_SLOP_PX, type Step, type Tool } from './define'
import { closedLoop, drawLoop, droppedLoop, newLoop, shownLoop, type Loop } from './loop'

type State =
  | { at: 'idle' }
  | { at: 'pressed'; origin: Point; before: readonly ShapeId[] }
  | { at: 'drawing'; loop: Loop }
const idle: State = { at: 'idle' }

/** A loop around shapes selects what is all inside it; a click selects what it is on. Shift adds. */
export const lassoTool: Tool<State> = {
  cursor: 'crosshair',
  initial: idle,
  gestures: { drawing: 'selecting' },
  scrolls: { drawing: true },
  chart: {
    idle: {
      down: (_, { page, shift }, { selection }): Step<State> => ({
        state: { at: 'pressed', origin: page, before: shift ? selection : [] },
      }),
    },

    pressed: {
      move({ origin, before }, { page, samples }, env): Step<State> {
        if (distance(origin, page) * env.zoom < DRAG_SLOP_PX)
          return { state: { at: 'pressed', origin, before } }
        const points = samples.map((sample) => sample.page)
        const loop = drawLoop(newLoop(origin, before, env), points, env)
        return { state: { at: 'drawing', loop }, commands: shownLoop(loop) }
      },
      up({ origin, before }, _, env) {
        const hit = env.hit(origin)
        const ids = [...new Set([...before, ...(hit === null ? [] : [hit])])]
        return { state: idle, commands: [{ do: 'select', ids }] }
      },
      cancel: () => ({ state: idle }),
    },

    drawing: {
      move({ loop: before }, { samples }, env): Step<State> {
        const points = samples.map((sample) => sample.page)
        const loop = drawLoop(before, points, env)
        return { state: { at: 'drawing', loop }, commands: shownLoop(loop) }
      },
      up: ({ loop }) => ({ state: idle, commands: [...closedLoop(loop), { do: 'done' }] }),
      cancel: ({ loop }) => ({ state: idle, commands: droppedLoop(loop) }),
    },
  },
}
