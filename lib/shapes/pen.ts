import { defineShape } from './define'
import { inked } from './ink'
import { PEN_REACH, PEN_THINNING } from './stroke'

const style = { stroke: 'ink', width: 4, opacity: 1 } as const

/** A freehand stroke whose width follows the pressure, or the speed where the device has none. */
export const pen = defineShape({
  type: 'pen',
  defaults: { w: 0, h: 0, style, data: {} },
  styles: ['stroke', 'width', 'opacity'],
  handling: { resize: 'free', rotate: true, text: false },
  ...inked({ defaults: style, thinning: PEN_THINNING, reach: PEN_REACH, as: 'ink' }),
  /** Ink has no inside: an arrow goes to the very place it was attached to. */
  attach: (_shape, anchor) => anchor,
})
