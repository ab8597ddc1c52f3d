import type { Tool } from '../define'
import { movingRow } from './move'
import { idleRow, lassoRow, marqueeRow, pressedEmptyRow, pressedRow } from './press'
import { resizingRow } from './resize'
import { idle, type SelectState } from './state'
import { turningRow } from './turn'
import { vertexRow } from './vertex'

/** Select, move, resize and turn; one row for each thing the pointer may be doing. */
export const selectTool: Tool<SelectState> = {
  cursor: 'default',
  initial: idle,
  gestures: {
    marquee: 'selecting',
    lasso: 'selecting',
    moving: 'moving',
    resizing: 'moving',
    turning: 'moving',
    vertex: 'moving',
  },
  scrolls: { marquee: true, lasso: true, moving: true, resizing: true, vertex: true },
  chart: {
    idle: idleRow,
    pressed: pressedRow,
    'pressed-empty': pressedEmptyRow,
    marquee: marqueeRow,
    lasso: lassoRow,
    moving: movingRow,
    resizing: resizingRow,
    turning: turningRow,
    vertex: vertexRow,
  },
}
