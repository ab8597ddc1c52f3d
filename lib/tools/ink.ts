import type { ShapeId } from '../board/ids'
import { MAX_COORDINATE, MAX_POINTS, MAX_SHAPE_BYTES, MAX_SIZE } from '../board/limits'
import { styleFor } from './new-shape'
import type { Command, Env, Sample, Step, Tool } from './define'

/** What is drawn of the shape in progress: its weight, its extent (page units), and its last sample. */
interface Load {
  readonly count: number
  readonly bytes: number
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly last: Sample
}
type State = { at: 'idle' } | { at: 'drawing'; id: ShapeId; isFirst: boolean; load: Load | null }
type Drawing = Extract<State, { at: 'drawing' }>
const idle: State = { at: 'idle' }

/** What the points of one shape may weigh packed; its style and place have the rest. */
const MAX_POINT_BYTES = MAX_SHAPE_BYTES - 4_096

/** Pen and marker: every sample becomes ink at once; a stroke that is too much for one shape goes on in the next. */
export const inkTool = (type: 'pen' | 'marker'): Tool<State> => {
  function append(
    from: Drawing,
    samples: readonly Sample[],
    env: Env,
    ahead: readonly Sample[] = [],
  ): Step<State> {
    const style = styleFor(type, env.style)
    const commands: Command[] = []
    let state = from
    let drawn: Sample[] = []
    const ink = (expected: readonly Sample[] = []) =>
      commands.push({
        do: 'ink',
        id: state.id,
        type,
        style,
        samples: drawn,
        ...(expected.length > 0 ? { ahead: expected } : {}),
        ...(state.isFirst ? {} : { goesOn: true }),
      })
    for (const sample of samples) {
      if (!isOnBoard(sample)) continue
      let load = grown(state.load, sample)
      if (state.load && isFull(load)) {
        const joint = state.load.last
        ink()
        commands.push({ do: 'commit', extend: !state.isFirst })
        state = { at: 'drawing', id: env.newId(), isFirst: false, load: null }
        // Both shapes have the sample where they meet, and are round there: nothing is seen of the joint.
        load = grown(grown(null, joint), sample)
        drawn = isFull(load) ? [] : [joint]
        if (drawn.length === 0) load = grown(null, sample)
      }
      drawn.push(sample)
      state = { ...state, load }
    }
    ink(ahead.filter(isOnBoard))
    return { state, commands }
  }

  return {
    cursor: 'crosshair',
    initial: idle,
    gestures: { drawing: 'drawing' },
    chart: {
      idle: {
        down: (_, { page, screen, pressure }, env) =>
          append(
            { at: 'drawing', id: env.newId(), isFirst: true, load: null },
            [{ page, screen, pressure }],
            env,
          ),
      },
      drawing: {
        move: (state, { samples, ahead }, env) => append(state, samples, env, ahead),
        up: ({ isFirst }) => ({ state: idle, commands: [{ do: 'commit', extend: !isFirst }] }),
        cancel: () => ({ state: idle, commands: [{ do: 'bail' }] }),
      },
    },
  }
}

const isOnBoard = ({ page: { x, y } }: Sample): boolean =>
  Math.abs(x) <= MAX_COORDINATE && Math.abs(y) <= MAX_COORDINATE

function grown(load: Load | null, sample: Sample): Load {
  const { x, y } = sample.page
  if (!load) return { count: 1, bytes: MOST_BYTES, left: x, top: y, right: x, bottom: y, last: sample }
  const { screen } = load.last
  return {
    count: load.count + 1,
    bytes: load.bytes + 1 + bytesOf(sample.screen.x - screen.x) + bytesOf(sample.screen.y - screen.y),
    left: Math.min(load.left, x),
    top: Math.min(load.top, y),
    right: Math.max(load.right, x),
    bottom: Math.max(load.bottom, y),
    last: sample,
  }
}

/** The first point may lie anywhere in the shape. */
const MOST_BYTES = 15
/** Bytes of a step in CSS px, packed: 7 bits each, of twice the step in quanta of a 32nd of a pixel or more. */
const bytesOf = (step: number): number => Math.max(1, Math.ceil(Math.log2(Math.abs(step) * 64 + 2) / 7))

const isFull = ({ count, bytes, left, top, right, bottom }: Load): boolean =>
  count > MAX_POINTS || bytes > MAX_POINT_BYTES || right - left > MAX_SIZE || bottom - top > MAX_SIZE
