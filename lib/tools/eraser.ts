import { distance, lerp, type Point } from '../geometry/point'
import type { ShapeId } from '../board/ids'
import { removeShapes } from '../board/operations'
import { lastPointOf } from './last-point'
import type { Command, Env, Step, Tool } from './define'

type State =
  { at: 'idle' } | { at: 'erasing'; last: Point; trail: readonly Point[]; erased: readonly ShapeId[] }
type Erasing = Extract<State, { at: 'erasing' }>
const idle: State = { at: 'idle' }

/** Screen px between two tests along the way: a fast swipe leaves out no line. */
const STEP_PX = 4
/** Points of the trail that are shown: a tail, not the whole way. */
const TRAIL_LENGTH = 24

/** Everything passed goes when the pointer lifts; with Alt, what is passed again stays. */
export const eraserTool: Tool<State> = {
  cursor: 'crosshair',
  initial: idle,
  gestures: { erasing: 'erasing' },
  chart: {
    idle: {
      down: (_, { page, alt }, env): Step<State> =>
        pass({ at: 'erasing', last: page, trail: [], erased: [] }, [page], alt, env),
    },
    erasing: {
      move: (state, { samples, alt }, env) =>
        pass(
          state,
          samples.map((sample) => sample.page),
          alt,
          env,
        ),
      up: () => ({ state: idle, commands: [{ do: 'commit' }, { do: 'trail', points: null }] }),
      cancel: () => ({ state: idle, commands: [{ do: 'bail' }, { do: 'trail', points: null }] }),
    },
  },
}

function pass(state: Erasing, points: readonly Point[], isKeeping: boolean, env: Env): Step<State> {
  const erased = new Set(state.erased)
  let hasChanged = false
  let last = state.last
  for (const point of points) {
    const steps = Math.max(1, Math.ceil((distance(last, point) * env.zoom) / STEP_PX))
    for (let step = 1; step <= steps; step++) {
      const id = env.hit(lerp(last, point, step / steps))
      if (id === null || erased.has(id) !== isKeeping) continue
      erased[isKeeping ? 'delete' : 'add'](id)
      hasChanged = true
    }
    last = point
  }
  const trail = [...state.trail, ...points].slice(-TRAIL_LENGTH)
  const ids = [...erased]
  const draft = (): Command => ({ do: 'draft', edits: removeShapes(env.board, ids, lastPointOf(env)) })
  return {
    state: { at: 'erasing', last, trail, erased: ids },
    commands: [...(hasChanged ? [draft()] : []), { do: 'trail', points: trail }],
  }
}
