import { distance, type Point } from '../../geometry/point'
import { centreOf } from '../../geometry/box'
import type { ShapeId } from '../../board/ids'
import { DRAG_SLOP_PX, type Chart, type Env, type Input, type Step } from '../define'
import { closedLoop, drawLoop, droppedLoop, newLoop, shownLoop, type Loop } from '../loop'
import { dragMarquee, newMarquee, shownMarquee, type Marquee } from '../marquee'
import { newText } from '../text'
import { frameOf } from './frame'
import { cursorOf, handleAt, isInFrame, type Handle } from './handles'
import { startMove } from './move'
import { pick, pickAround, pickDeeper, typeable } from './pick'
import { idle, type SelectState } from './state'

type Down = Extract<Input, { on: 'down' }>
type Move = Extract<Input, { on: 'move' }>
type Rows = Chart<SelectState>

/** Nothing is held: look under the pointer, and decide what a press begins. */
export const idleRow: Rows['idle'] = {
  move(state, { page }, env) {
    const handle = env.isReadOnly ? null : handleAt(page, env)
    const rotation = frameOf(env.selection, env)?.rotation ?? 0
    const hovered = handle ? cursorOf(handle, rotation) : isMovable(page, env) ? 'move' : 'default'
    return { state, commands: [{ do: 'cursor', cursor: hovered }] }
  },

  down(_, input, env): Step<SelectState> {
    const { page, clicks, shift } = input
    if (clicks >= 2 && !shift) {
      const step = doubleClick(page, env)
      if (step) return step
    }
    const handle = env.isReadOnly ? null : handleAt(page, env)
    if (handle) return grab(handle, input, env)
    const id = pick(env, page)
    if (id !== null) return press(id, input, env)
    // Nobody aims for a thin outline: a hollow shape is chosen by a click inside it, and dragged once it is chosen.
    const around = pickAround(env, page)
    const onClick = around === null ? (shift ? env.selection : []) : clicked(around, shift, env)
    if (!shift && ((around !== null && env.selection.includes(around)) || isInSelection(page, env))) {
      return { state: { at: 'pressed', origin: page, onClick } }
    }
    return { state: { at: 'pressed-empty', origin: page, isAdding: shift, onClick } }
  },
}

/** A press on a shape selects it at once, unless it is selected already: then it may be the start of a drag. */
function press(id: ShapeId, { page, shift }: Down, env: Env): Step<SelectState> {
  const onClick = clicked(id, shift, env)
  const state: SelectState = { at: 'pressed', origin: page, onClick }
  return env.selection.includes(id) ? { state } : { state, commands: [{ do: 'select', ids: onClick }] }
}

/** What a click on a shape selects: only that, or with Shift that as well, or no more. */
function clicked(id: ShapeId, shift: boolean, { selection }: Env): readonly ShapeId[] {
  if (!shift) return [id]
  return selection.includes(id) ? selection.filter((other) => other !== id) : [...selection, id]
}

function grab(handle: Handle, { page }: Down, env: Env): Step<SelectState> {
  const frame = frameOf(env.selection, env)
  const [id] = env.selection
  if (!frame || id === undefined) return { state: idle }
  if (handle.kind === 'vertex') {
    return { state: { at: 'vertex', id, vertex: handle.vertex, origin: page, isMoved: false, near: null } }
  }
  const cursor = handle.kind === 'turn' ? 'grabbing' : cursorOf(handle, frame.rotation)
  const commands = [{ do: 'cursor', cursor } as const]
  if (handle.kind === 'turn') {
    const centre = centreOf(frame.box)
    const from = Math.atan2(page.y - centre.y, page.x - centre.x)
    return { state: { at: 'turning', frame, from }, commands }
  }
  const grip = { x: handle.at.x - page.x, y: handle.at.y - page.y }
  return { state: { at: 'resizing', handle: handle.handle, frame, grip, near: null }, commands }
}

/** Into a group, into a shape's text, or a new text where there is nothing. */
function doubleClick(page: Point, env: Env): Step<SelectState> | null {
  const id = pick(env, page) ?? pickAround(env, page)
  const deeper = id !== null && env.board.get(id)?.type === 'group' ? pickDeeper(env, page, id) : null
  if (deeper !== null) return { state: idle, commands: [{ do: 'select', ids: [deeper] }] }
  if (env.isReadOnly) return null
  const text = typeable(env, page)
  if (text !== null) return { state: idle, commands: [{ do: 'edit-text', id: text }] }
  return id === null ? { state: idle, commands: newText(env, page) } : null
}

/** Whether the point is in the frame of several things, a group among them: all of it is good to drag. */
const isInSelection = (page: Point, env: Env): boolean => {
  const [first] = env.selection
  const isOne = env.selection.length === 1 && first !== undefined && env.board.get(first)?.type !== 'group'
  const frame = isOne ? null : frameOf(env.selection, env)
  return frame !== null && isInFrame(frame, page)
}
function isMovable(page: Point, env: Env): boolean {
  if (env.isReadOnly) return false
  if (env.hit(page) !== null || isInSelection(page, env)) return true
  const around = env.selection.length > 0 ? pickAround(env, page) : null
  return around !== null && env.selection.includes(around)
}

export const pressedRow: Rows['pressed'] = {
  move(state, input, env): Step<SelectState> {
    const isFar = distance(state.origin, input.page) * env.zoom >= DRAG_SLOP_PX
    return isFar && !env.isReadOnly ? startMove(state.origin, input, env) : { state }
  },
  up: ({ onClick }) => ({ state: idle, commands: [{ do: 'select', ids: onClick }] }),
  cancel: () => ({ state: idle }),
}

export const pressedEmptyRow: Rows['pressed-empty'] = {
  move(state, input, env): Step<SelectState> {
    if (distance(state.origin, input.page) * env.zoom < DRAG_SLOP_PX) return { state }
    const before = state.isAdding ? env.selection : []
    if (input.alt) return lasso(newLoop(state.origin, before, env), input, env)
    return sweep(newMarquee(state.origin, before, env), input, env)
  },
  up: ({ onClick }) => ({ state: idle, commands: [{ do: 'select', ids: onClick }] }),
  cancel: () => ({ state: idle }),
}

export const marqueeRow: Rows['marquee'] = {
  move: ({ marquee }, input, env) => sweep(marquee, input, env),
  up: ({ marquee }) => ({ state: idle, commands: [...marquee.sweep.told({ isOver: true }), NO_MARQUEE] }),
  cancel: ({ marquee }) => ({
    state: idle,
    commands: [NO_MARQUEE, { do: 'select', ids: marquee.sweep.before }],
  }),
}
const NO_MARQUEE = { do: 'marquee', box: null } as const

function sweep(before: Marquee, { page }: Move, env: Env): Step<SelectState> {
  const marquee = dragMarquee(before, page, env)
  return { state: { at: 'marquee', marquee }, commands: shownMarquee(marquee) }
}

/** Alt on nothing: a loop instead of a box. */
export const lassoRow: Rows['lasso'] = {
  move: ({ loop }, input, env) => lasso(loop, input, env),
  up: ({ loop }) => ({ state: idle, commands: closedLoop(loop) }),
  cancel: ({ loop }) => ({ state: idle, commands: droppedLoop(loop) }),
}

function lasso(before: Loop, { samples }: Move, env: Env): Step<SelectState> {
  const loop = drawLoop(
    before,
    samples.map(({ page }) => page),
    env,
  )
  return { state: { at: 'lasso', loop }, commands: shownLoop(loop) }
}
