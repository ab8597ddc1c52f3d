import { boxAround, cornersOf } from '../../geometry/box'
import { add } from '../../geometry/point'
import { inPieces, resizeShapes, type Scaling } from '../../board/operations'
import type { Edit, Geo } from '../../board/shape'
import { boxForText } from '../../shapes/index'
import type { Chart, Command, Env } from '../define'
import { handlingOf, tooManyToShow } from './frame'
import { scaled } from './scaling'
import { snapHandle } from './snap-handle'
import { NO_GUIDES } from '../snap/snapper'
import { idle, type SelectState } from './state'

type Resizing = Extract<SelectState, { at: 'resizing' }>

export const resizingRow: Chart<SelectState>['resizing'] = {
  move(state, { page, shift, alt, mod }, env) {
    const isCorner = state.handle.length === 2
    const { resize } = handlingOf(env.selection, env)
    const keepsRatio = shift || resize === 'ratio' || (resize === 'width' && isCorner)
    const pull = { near: state.near, isOther: mod, own: env.selection }
    const options = { keepsRatio, fromCentre: alt }
    const { scaling, near, guides } = snapHandle(state, add(page, state.grip), options, pull, env)
    return { state: { ...state, near }, commands: [reshape(state, scaling, env), { do: 'guides', guides }] }
  },
  up: () => ({ state: idle, commands: [NO_GUIDES, { do: 'commit' }] }),
  cancel: () => ({ state: idle, commands: [NO_GUIDES, { do: 'bail' }] }),
}

function reshape(state: Resizing, scaling: Scaling, env: Env): Command {
  const count = tooManyToShow(env)
  if (count === null) return { do: 'draft', edits: resized(state, scaling, env) }
  const { board, selection } = env
  const { box, rotation } = state.frame
  const corners = cornersOf(box, rotation).map((corner) => scaled(corner, scaling))
  const edits = () => inPieces(board, selection, (some) => resizeShapes(board, some, scaling))
  return { do: 'reframe', frame: { box: boxAround(corners), rotation: 0 }, count, edits }
}

/** The selection resized by a handle; a text pulled by its side is wrapped anew. */
export function resized({ handle }: Pick<Resizing, 'handle'>, scaling: Scaling, env: Env): readonly Edit[] {
  const edits = resizeShapes(env.board, env.selection, scaling)
  const [id] = env.selection
  const record = id === undefined ? undefined : env.board.get(id)
  const isRewrapped = env.selection.length === 1 && record?.type === 'text' && handle.length === 1
  return isRewrapped ? edits.map((edit) => rewrapped(edit, env)) : edits
}

/** A text pulled by its side breaks at the new width from then on, and is as tall as that makes it. */
function rewrapped(edit: Edit, { board }: Env): Edit {
  const record = edit.do === 'patch' ? board.get(edit.id) : undefined
  if (edit.do !== 'patch' || !edit.patch.geo || !record) return edit
  const [x, y, w, , rotation] = edit.patch.geo
  const geo: Geo = [x, y, Math.max(w, record.style.size ?? 0), record.geo[3], rotation]
  const wide = { ...record, geo, data: { ...record.data, wrap: 'fixed' as const } }
  return {
    ...edit,
    patch: { ...edit.patch, geo: boxForText(wide, record.text ?? '') ?? geo, data: { wrap: 'fixed' } },
  }
}
