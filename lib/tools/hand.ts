import { subtract, type Point } from '../geometry/point'
import type { Step, Tool } from './define'

type State = { at: 'idle' } | { at: 'panning'; last: Point }
const idle: State = { at: 'idle' }

/** Drag the page, or throw it. */
export const handTool: Tool<State> = {
  cursor: 'grab',
  initial: idle,
  gestures: { panning: 'panning' },
  chart: {
    idle: {
      down: (_, { screen }): Step<State> => ({
        state: { at: 'panning', last: screen },
        commands: [{ do: 'cursor', cursor: 'grabbing' }],
      }),
    },
    panning: {
      move: ({ last }, { screen }) => ({
        state: { at: 'panning', last: screen },
        commands: [{ do: 'pan', by: subtract(screen, last) }],
      }),
      up: () => ({ state: idle, commands: [{ do: 'let-go' }, { do: 'cursor', cursor: 'grab' }] }),
      cancel: () => ({ state: idle, commands: [{ do: 'cursor', cursor: 'grab' }] }),
    },
  },
}
