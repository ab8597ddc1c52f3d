import { distance } from '../../geometry/point'
import { DRAG_SLOP_PX, type Chart, type Command, type Step } from '../define'
import { constrained } from '../line'
import { NO_GUIDES, snapPoint } from '../snap/snapper'
import { idle, type SelectState } from './state'
import { moveVertex, verticesOf } from './vertices'

/** A point of a line or an arrow is held. A click leaves it: only a drag makes a bend of the middle of a piece. */
export const vertexRow: Chart<SelectState>['vertex'] = {
  move(state, { page, shift, mod }, env) {
    const isFar = distance(state.origin, page) * env.zoom >= DRAG_SLOP_PX
    if (!state.isMoved && !isFar) return { state }
    const corners = verticesOf(state.id, env)?.filter(({ kind }) => kind !== 'bend') ?? []
    const { kind, index } = state.vertex
    const beside = corners[index === 0 ? 1 : kind === 'bend' ? index : index - 1]
    const isHeld = shift && beside !== undefined
    const to = isHeld ? constrained(beside.page, page) : page
    const free = moveVertex(state.id, state.vertex, to, env, mod)
    // What an end attaches to holds it, and with Ctrl nothing does; everything else is pulled to what it is near.
    if (isHeld || free.target !== null || (mod && kind === 'end')) return dragged(state, free, NO_GUIDES)
    const also = corners
      .filter((corner) => kind === 'bend' || corner.index !== index)
      .map((corner) => corner.page)
    const pull = { near: state.near, isOther: mod, own: [state.id], also }
    const { at, near, shown } = snapPoint(env, to, pull)
    return dragged({ ...state, near }, moveVertex(state.id, state.vertex, at, env, true), shown)
  },
  up: ({ isMoved }) => ({
    state: idle,
    commands: isMoved ? [{ do: 'commit' }, { do: 'highlight', id: null }, NO_GUIDES] : [],
  }),
  cancel: () => ({ state: idle, commands: [{ do: 'bail' }, { do: 'highlight', id: null }, NO_GUIDES] }),
}

function dragged(
  state: Extract<SelectState, { at: 'vertex' }>,
  { edits, target }: ReturnType<typeof moveVertex>,
  guides: Command,
): Step<SelectState> {
  return {
    state: { ...state, isMoved: true },
    commands: [{ do: 'draft', edits }, { do: 'highlight', id: target }, guides],
  }
}
