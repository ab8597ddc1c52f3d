import { defineShape } from './define'

/** Shapes kept together. Its box is derived from its children; it paints nothing and is hit through them. */
export const group = defineShape({
  type: 'group',
  defaults: { w: 0, h: 0, style: {}, data: {} },
  styles: [],
  handling: { resize: 'free', rotate: true, text: false },
  bounds: ({ box }) => box,
  hit: () => false,
  touches: () => false,
  draw: () => undefined,
})
