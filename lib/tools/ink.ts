import type { ShapeId } from '../board/ids'
import { MAX_POINTS } from '../board/limits'
import { styleFor } from './new-shape'
import type { Command, Env, Sample, Step, Tool } from './define'

type State = { at: 'idle' } | { at: 'drawing'; id: ShapeId; count: number; isFirst: boolean }
type Drawing = Extract<State, { at: 'drawing' }>
const idle: State = { at: 'idle' }

/** Pen and marker: every sample becomes ink at once; a stroke beyond `MAX_POINTS` goes on in its next shape. */
export const inkTool = (type: 'pen' | 'marker'): Tool<State> => {
  const ink = (id: ShapeId, samples: readonly Sample[], env: Env): Command => ({
    do: 'ink',
    id,
    type,
    style: styleFor(type, env.style),
    samples,
  })

  function append(state: Drawing, samples: readonly Sample[], env: Env): Step<State> {
    const room = MAX_POINTS - state.count
    const last = samples[room - 1]
    if (samples.length < room || !last) {
      const next = { ...state, count: state.count + samples.length }
      return { state: next, commands: [ink(state.id, samples, env)] }
    }
    const id = env.newId()
    const next: Drawing = { at: 'drawing', id, count: 0, isFirst: false }
    const rest = append(next, [last, ...samples.slice(room)], env)
    return {
      state: rest.state,
      commands: [
        ink(state.id, samples.slice(0, room), env),
        { do: 'commit', extend: !state.isFirst },
        ...(rest.commands ?? []),
      ],
    }
  }

  return {
    cursor: 'crosshair',
    initial: idle,
    gestures: { drawing: 'drawing' },
    chart: {
      idle: {
        down: (_, { page, screen, pressure }, env) => {
          const start: Drawing = { at: 'drawing', id: env.newId(), count: 0, isFirst: true }
          return append(start, [{ page, screen, pressure }], env)
        },
      },
      drawing: {
        move: (state, { samples }, env) => append(state, samples, env),
        up: ({ isFirst }) => ({ state: idle, commands: [{ do: 'commit', extend: !isFirst }] }),
        cancel: () => ({ state: idle, commands: [{ do: 'bail' }] }),
      },
    },
  }
}
