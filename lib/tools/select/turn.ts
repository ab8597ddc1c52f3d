import { centreOf } from '../../geometry/box'
import { rotateShapes } from '../../board/operations'
import type { Chart } from '../define'
import { TURN_STEP } from '../line'
import { idle, type SelectState } from './state'

export const turningRow: Chart<SelectState>['turning'] = {
  move(state, { page, shift }, env) {
    const { box, rotation } = state.frame
    const centre = centreOf(box)
    const turned = Math.atan2(page.y - centre.y, page.x - centre.x) - state.from
    // Shift steps the angle that the shape ends at, not the one it was turned by.
    const by = shift ? Math.round((rotation + turned) / TURN_STEP) * TURN_STEP - rotation : turned
    return { state, commands: [{ do: 'draft', edits: rotateShapes(env.board, env.selection, by, centre) }] }
  },
  up: () => ({ state: idle, commands: [{ do: 'commit' }] }),
  cancel: () => ({ state: idle, commands: [{ do: 'bail' }] }),
}
