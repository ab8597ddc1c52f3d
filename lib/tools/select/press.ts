import { distance, type Point } from '../../geometry/point'
import { boxFrom, centreOf } from '../../geometry/box'
import type { ShapeId } from '../../board/ids'
import { DRAG_SLOP_PX, type Chart, type Env, type Input, type Step } from '../define'
import { newText } from '../text'
import { frameOf } from './frame'
import { cursorOf, handleAt, isInFrame, type Handle } from './handles'
import { startMove } from './move'
import { pick, pickAround, pickDeeper, typeable } from './pick'
import { idle, type SelectState } from './state'

type Down = Extract<Input, { on: 'down' }>
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
    return { state: { at: 'vertex', id, vertex: handle.vertex, origin: page, isMoved: false } }
  }
  const cursor = handle.kind === 'turn' ? 'grabbing' : cursorOf(handle, frame.rotation)
  const commands = [{ do: 'cursor', cursor } as const]
  if (handle.kind === 'turn') {
    const centre = centreOf(frame.box)
    const from = Math.atan2(page.y - centre.y, page.x - centre.x)
    return { state: { at: 'turning', frame, from }, commands }
  }
  const grip = { x: handle.at.x - page.x, y: handle.at.y - page.y }
  return { state: { at: 'resizing', handle: handle.handle, frame, grip }, commands }
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
  move(state, { page, alt, shift }, env): Step<SelectState> {
    const isFar = distance(state.origin, page) * env.zoom >= DRAG_SLOP_PX
    return isFar && !env.isReadOnly ? startMove(state.origin, page, { alt, shift }, env) : { state }
  },
  up: ({ onClick }) => ({ state: idle, commands: [{ do: 'select', ids: onClick }] }),
  cancel: () => ({ state: idle }),
}

export const pressedEmptyRow: Rows['pressed-empty'] = {
  move(state, { page }, env): Step<SelectState> {
    if (distance(state.origin, page) * env.zoom < DRAG_SLOP_PX) return { state }
    const before = state.isAdding ? env.selection : []
    return sweep({ at: 'marquee', origin: state.origin, before }, page, env)
  },
  up: ({ onClick }) => ({ state: idle, commands: [{ do: 'select', ids: onClick }] }),
  cancel: () => ({ state: idle }),
}

export const marqueeRow: Rows['marquee'] = {
  move: (state, { page }, env) => sweep(state, page, env),
  up: () => ({ state: idle, commands: [{ do: 'marquee', box: null }] }),
  cancel: ({ before }) => ({
    state: idle,
    commands: [
      { do: 'marquee', box: null },
      { do: 'select', ids: before },
    ],
  }),
}

function sweep(state: Extract<SelectState, { at: 'marquee' }>, page: Point, env: Env): Step<SelectState> {
  const box = boxFrom(state.origin, page)
  const ids = new Set([...state.before, ...env.within(box)])
  return {
    state,
    commands: [
      { do: 'marquee', box },
      { do: 'select', ids: [...ids] },
    ],
  }
}
