import { distance, lerp, type Point } from '../geometry/point'
import type { ShapeId } from '../board/ids'
import { removeShapes } from '../board/operations'
import { ERASER_SIZES } from './eraser-choice'
import { lastPointOf } from './last-point'
import { PartErasure } from './part-erasure'
import type { Command, Env, Sample, Step, Tool } from './define'

type State =
  | { at: 'idle' }
  | { at: 'erasing'; last: Point; trail: readonly Point[]; erased: readonly ShapeId[] }
  | { at: 'rubbing'; last: Point; erasure: PartErasure; isFirst: boolean }
type Erasing = Extract<State, { at: 'erasing' }>
type Rubbing = Extract<State, { at: 'rubbing' }>
const idle: State = { at: 'idle' }

/** Screen px between two tests along the way: a fast swipe leaves out no line. */
const STEP_PX = 4
/** Points of the trail that are shown: a tail, not the whole way. */
const TRAIL_LENGTH = 24
/** Pieces that may be cut before they are written and the preview begins anew, in the same undo step. */
const MOST_CUT = 200

/**
 * Whole shapes that are passed go when the pointer lifts; with Alt, what is passed again stays. Or only the ink that
 * is touched: what remains of a stroke are strokes of their own.
 */
export const eraserTool: Tool<State> = {
  cursor: 'crosshair',
  initial: idle,
  gestures: { erasing: 'erasing', rubbing: 'erasing' },
  chart: {
    idle: {
      down: (_, { page, alt }, env): Step<State> =>
        env.eraser.mode === 'parts'
          ? rub({ at: 'rubbing', last: page, erasure: new PartErasure(), isFirst: true }, [page], env)
          : pass({ at: 'erasing', last: page, trail: [], erased: [] }, [page], alt, env),
      move: (state, { page }, env) => ({ state, commands: [ringAt(page, env)] }),
    },
    erasing: {
      move: (state, { samples, alt }, env) => pass(state, placesOf(samples), alt, env),
      up: () => ({ state: idle, commands: [{ do: 'commit' }, { do: 'trail', points: null }] }),
      cancel: () => ({ state: idle, commands: [{ do: 'bail' }, { do: 'trail', points: null }] }),
    },
    rubbing: {
      move: (state, { samples }, env) => rub(state, placesOf(samples), env),
      up: ({ isFirst }) => ({ state: idle, commands: [{ do: 'commit', extend: !isFirst }] }),
      cancel: () => ({ state: idle, commands: [{ do: 'bail' }] }),
    },
  },
}

const placesOf = (samples: readonly Sample[]): Point[] => samples.map(({ page }) => page)
const radiusOf = ({ eraser, zoom }: Env): number => ERASER_SIZES[eraser.size] / zoom

/** Shows how far the eraser reaches. */
const ringAt = (at: Point, env: Env): Command => ({
  do: 'ring',
  ring: env.eraser.mode === 'parts' ? { at, radius: radiusOf(env) } : null,
})

function rub(state: Rubbing, points: readonly Point[], env: Env): Step<State> {
  let { last } = state
  let hasChanged = false
  for (const point of points) {
    if (state.erasure.pass(last, point, radiusOf(env), env)) hasChanged = true
    last = point
  }
  const commands: Command[] = [ringAt(last, env)]
  if (!hasChanged) return { state: { ...state, last }, commands }
  commands.push({ do: 'draft', edits: state.erasure.edits(env) })
  if (state.erasure.size < MOST_CUT) return { state: { ...state, last }, commands }
  commands.push({ do: 'commit', extend: !state.isFirst })
  return { state: { at: 'rubbing', last, erasure: new PartErasure(), isFirst: false }, commands }
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
