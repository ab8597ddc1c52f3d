import type { Size } from '../camera'

/** A canvas laid over the whole host. */
export function layer(host: HTMLElement, options: CanvasRenderingContext2DSettings = {}) {
  const canvas = host.ownerDocument.createElement('canvas')
  canvas.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;pointer-events:none'
  canvas.setAttribute('aria-hidden', 'true')
  host.append(canvas)
  return { canvas, context: contextOf(canvas, options) }
}

/** A canvas that is only drawn from. */
export function buffer(size: Size): { canvas: HTMLCanvasElement; context: CanvasRenderingContext2D } {
  const canvas = document.createElement('canvas')
  canvas.width = size.w
  canvas.height = size.h
  return { canvas, context: contextOf(canvas, { alpha: false }) }
}

function contextOf(canvas: HTMLCanvasElement, options: CanvasRenderingContext2DSettings) {
  const context = canvas.getContext('2d', options)
  if (!context) throw new Error('This browser gives no 2D canvas')
  return context
}

/** Set a canvas to `size` device px; true when that cleared it. */
export function resized(canvas: HTMLCanvasElement, { w, h }: Size): boolean {
  if (canvas.width === w && canvas.height === h) return false
  canvas.width = w
  canvas.height = h
  return true
}
