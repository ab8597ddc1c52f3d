import type { Page } from 'playwright'

/** In the page: what its canvases show of a part of the window (CSS px), laid over one another, 4 bytes a px. */
export interface Layers {
  shownAt(x: number, y: number, w: number, h: number): Uint8ClampedArray
}

/**
 * Offer that as `window.layers`. All canvases that are seen count, wherever and however large they are; one part is
 * read back at a time, from a canvas beside the page, so that it costs every page the same.
 */
export const offerLayers = (page: Page) =>
  page.evaluate(() => {
    const scratch = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!
    const layers: Layers = {
      shownAt(x, y, w, h) {
        const { canvas } = scratch
        if (canvas.width < w || canvas.height < h) {
          canvas.width = Math.max(canvas.width, w)
          canvas.height = Math.max(canvas.height, h)
        }
        scratch.clearRect(0, 0, w, h)
        for (const layer of document.querySelectorAll('canvas')) {
          if (!layer.checkVisibility({ visibilityProperty: true })) continue
          const { left, top, width, height } = layer.getBoundingClientRect()
          const isThere = left < x + w && left + width > x && top < y + h && top + height > y
          if (isThere) scratch.drawImage(layer, left - x, top - y, width, height)
        }
        return scratch.getImageData(0, 0, w, h).data
      },
    }
    Object.assign(window, { layers })
  })
