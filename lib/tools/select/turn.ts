import { centreOf } from '../../geometry/box'
import { inPieces, rotateShapes } from '../../board/operations'
import type { Chart, Command, Env } from '../define'
import { TURN_STEP } from '../line'
import { tooManyToShow, type SelectionFrame } from './frame'
import { idle, type SelectState } from './state'

function turnedBy({ box, rotation }: SelectionFrame, by: number, env: Env): Command {
  const { board, selection } = env
  const centre = centreOf(box)
  const count = tooManyToShow(env)
  if (count === null) return { do: 'draft', edits: rotateShapes(board, selection, by, centre) }
  const edits = () => inPieces(board, selection, (some) => rotateShapes(board, some, by, centre))
  return { do: 'reframe', frame: { box, rotation: rotation + by }, count, edits }
}

export const turningRow: Chart<SelectState>['turning'] = {
  move(state, { page, shift }, env) {
    const { box, rotation } = state.frame
    const centre = centreOf(box)
    const turned = Math.atan2(page.y - centre.y, page.x - centre.x) - state.from
    // Shift steps the angle that the shape ends at, not the one it was turned by.
    const by = shift ? Math.round((rotation + turned) / TURN_STEP) * TURN_STEP - rotation : turned
    return { state, commands: [turnedBy(state.frame, by, env)] }
  },
  up: () => ({ state: idle, commands: [{ do: 'commit' }] }),
  cancel: () => ({ state: idle, commands: [{ do: 'bail' }] }),
}
