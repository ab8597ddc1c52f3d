import { centreOf, type Box } from '../../geometry/box'
import type { Point } from '../../geometry/point'

/** What part of the page is seen: the page point at the canvas's top-left corner, and CSS px per page unit. */
export interface Camera {
  readonly x: number
  readonly y: number
  readonly zoom: number
}
/** CSS px. */
export interface Size {
  readonly w: number
  readonly h: number
}

/** Everything that may be on a board (`MAX_COORDINATE` to either side, and a largest shape more) fits a phone. */
export const MIN_ZOOM = 1e-4
export const MAX_ZOOM = 50
/** CSS px left free around what is fitted into view: the bars float there. */
export const FIT_PADDING_PX = 72

/** Where a page point is seen, and which page point is seen where. */
export const toScreen = (camera: Camera, page: Point): Point => ({
  x: (page.x - camera.x) * camera.zoom,
  y: (page.y - camera.y) * camera.zoom,
})
export const toPage = (camera: Camera, screen: Point): Point => ({
  x: screen.x / camera.zoom + camera.x,
  y: screen.y / camera.zoom + camera.y,
})

export const clampZoom = (zoom: number, least = MIN_ZOOM): number => Math.min(MAX_ZOOM, Math.max(least, zoom))

/** Move what is seen along with a drag of `by` CSS px. */
export const panned = (camera: Camera, by: Point): Camera => ({
  ...camera,
  x: camera.x - by.x / camera.zoom,
  y: camera.y - by.y / camera.zoom,
})

/** Zoom, not below `least`, so that the page point under `anchor` (CSS px) stays under it. */
export function zoomedTo(camera: Camera, zoom: number, anchor: Point, least = MIN_ZOOM): Camera {
  const next = clampZoom(zoom, least)
  const page = toPage(camera, anchor)
  return { x: page.x - anchor.x / next, y: page.y - anchor.y / next, zoom: next }
}

/** The camera that shows `box` in the middle of `size`, with `padding` CSS px around it, no larger than `most`. */
export function fitted(box: Box, size: Size, padding: number, most = 1): Camera {
  const room = { w: Math.max(1, size.w - 2 * padding), h: Math.max(1, size.h - 2 * padding) }
  const zoom = clampZoom(Math.min(most, room.w / Math.max(box.w, 1e-6), room.h / Math.max(box.h, 1e-6)))
  return centred(centreOf(box), size, zoom)
}

/** The camera that shows `page` in the middle of `size`. */
export const centred = (page: Point, size: Size, zoom: number): Camera => ({
  x: page.x - size.w / 2 / zoom,
  y: page.y - size.h / 2 / zoom,
  zoom,
})

/** The nearest camera whose origin is a whole device pixel, so that a pan moves finished pixels unchanged. */
export function snapped(camera: Camera, dpr: number): Camera {
  const pixel = camera.zoom * dpr
  return {
    x: Math.round(camera.x * pixel) / pixel,
    y: Math.round(camera.y * pixel) / pixel,
    zoom: camera.zoom,
  }
}

/** The part of the page that is seen. */
export const seenBox = (camera: Camera, size: Size): Box => ({
  x: camera.x,
  y: camera.y,
  w: size.w / camera.zoom,
  h: size.h / camera.zoom,
})
