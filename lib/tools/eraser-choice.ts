/** What the eraser takes: whole shapes that it passes, or the ink that it touches. */
export const ERASER_MODES = ['shapes', 'parts'] as const
export type EraserMode = (typeof ERASER_MODES)[number]

/** Radius of the eraser of ink, CSS px: a word, a line, a corner of the page. */
export const ERASER_SIZES = { small: 6, medium: 14, large: 32 } as const
export type EraserSize = keyof typeof ERASER_SIZES

export interface EraserChoice {
  readonly mode: EraserMode
  readonly size: EraserSize
}
export const USUAL_ERASER: EraserChoice = { mode: 'shapes', size: 'medium' }
