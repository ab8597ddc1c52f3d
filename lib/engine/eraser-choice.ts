import { ERASER_MODES, ERASER_SIZES, USUAL_ERASER, type EraserChoice } from '../tools/eraser-choice'

const KEY = 'ardoise:eraser'

/** The eraser as it was last used on this device. Storage may be closed to us: then the usual one, until the page is left. */
export function readEraserChoice(): EraserChoice {
  try {
    const [mode, size] = (localStorage.getItem(KEY) ?? '').split(' ')
    return {
      mode: ERASER_MODES.find((known) => known === mode) ?? USUAL_ERASER.mode,
      size: size && Object.hasOwn(ERASER_SIZES, size) ? (size as EraserChoice['size']) : USUAL_ERASER.size,
    }
  } catch {
    return USUAL_ERASER
  }
}

export function rememberEraserChoice({ mode, size }: EraserChoice): void {
  try {
    localStorage.setItem(KEY, `${mode} ${size}`)
  } catch {
    // See `readEraserChoice`.
  }
}
