import { distance } from '../../geometry/point'
import { DRAG_SLOP_PX, type Chart } from '../define'
import { constrained } from '../line'
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
    const to = shift && beside ? constrained(beside.page, page) : page
    const { edits, target } = moveVertex(state.id, state.vertex, to, env, mod)
    return {
      state: { ...state, isMoved: true },
      commands: [
        { do: 'draft', edits },
        { do: 'highlight', id: target },
      ],
    }
  },
  up: ({ isMoved }) => ({
    state: idle,
    commands: isMoved ? [{ do: 'commit' }, { do: 'highlight', id: null }] : [],
  }),
  cancel: () => ({ state: idle, commands: [{ do: 'bail' }, { do: 'highlight', id: null }] }),
}
