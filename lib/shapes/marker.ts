import { defineShape } from './define'
import { inked } from './ink'

const style = { stroke: 'yellow', width: 22, opacity: 1 } as const

/** A highlighter: wide, flat (crossing itself makes it no darker) and blended with what it marks. */
export const marker = defineShape({
  type: 'marker',
  defaults: { w: 0, h: 0, style, data: {} },
  styles: ['stroke', 'width', 'opacity'],
  handling: { resize: 'free', rotate: true, text: false },
  ...inked({ defaults: style, thinning: 0, reach: 0.5, as: 'marker' }),
})
