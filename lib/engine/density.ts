import type { Size } from './navigation/camera'

/** Pixels of a canvas that every browser gives: Safari on telephones ends here. */
const SAFE_PIXELS = 16_777_216
/** Sides are rounded up to whole pixels, which must still fit. */
const ROUNDING = 0.99
/** Sides that every browser gives. */
const SAFE_SIDE = 8_192

/**
 * Device px per CSS px for canvases of `size` CSS px on a screen of `dpr`: less than the screen has where a canvas
 * would be larger than the browser gives, because such a one stays blank without a word.
 */
export function densityFor({ w, h }: Size, dpr: number, isGiven: (size: Size) => boolean = given): number {
  const fits = (density: number) => {
    const size = { w: Math.ceil(w * density), h: Math.ceil(h * density) }
    const isSafe = Math.max(size.w, size.h) <= SAFE_SIDE && size.w * size.h <= SAFE_PIXELS
    return isSafe || isGiven(size)
  }
  if (fits(dpr)) return dpr
  const safe = Math.min(Math.sqrt(SAFE_PIXELS / (w * h)), SAFE_SIDE / Math.max(w, h))
  return Math.min(dpr, safe * ROUNDING)
}

/** Sizes that were tried, since that takes a canvas of this size. */
const tried = new Map<string, boolean>()

/** Whether the browser gives a canvas of `size` device px: what is painted in its far corner is there. */
function given({ w, h }: Size): boolean {
  const key = `${w} ${h}`
  const known = tried.get(key)
  if (known !== undefined) return known
  const canvas = document.createElement('canvas')
  canvas.width = w
  canvas.height = h
  const context = canvas.getContext('2d')
  context?.fillRect(w - 1, h - 1, 1, 1)
  const isGiven = context?.getImageData(w - 1, h - 1, 1, 1).data[3] === 255
  canvas.width = canvas.height = 0
  tried.set(key, isGiven)
  return isGiven
}
