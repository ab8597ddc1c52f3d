import type { Box } from '../../geometry/box'
import type { Camera, Size } from '../camera'

/** A rectangle of whole device px on a canvas; `w` and `h` are positive. */
export interface Region {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

/** Anti-aliasing paints this far (device px) beyond a shape's bounds. */
const SOFT_EDGE = 2

/** The part of a canvas of `size` device px that `box` (page units) may paint on, or null. */
export function regionOf(box: Box, camera: Camera, dpr: number, size: Size): Region | null {
  const scale = camera.zoom * dpr
  const left = Math.max(0, Math.floor((box.x - camera.x) * scale) - SOFT_EDGE)
  const top = Math.max(0, Math.floor((box.y - camera.y) * scale) - SOFT_EDGE)
  const right = Math.min(size.w, Math.ceil((box.x + box.w - camera.x) * scale) + SOFT_EDGE)
  const bottom = Math.min(size.h, Math.ceil((box.y + box.h - camera.y) * scale) + SOFT_EDGE)
  return right > left && bottom > top ? { x: left, y: top, w: right - left, h: bottom - top } : null
}

/** The part of the page under a region. */
export const pageBoxOf = ({ x, y, w, h }: Region, camera: Camera, dpr: number): Box => {
  const scale = camera.zoom * dpr
  return {
    x: camera.x + (x - SOFT_EDGE) / scale,
    y: camera.y + (y - SOFT_EDGE) / scale,
    w: (w + 2 * SOFT_EDGE) / scale,
    h: (h + 2 * SOFT_EDGE) / scale,
  }
}

/** What comes into view when a finished picture of `size` moves by (`dx`, `dy`) device px: up to two strips. */
export function exposedBy(dx: number, dy: number, { w, h }: Size): Region[] {
  const strips: Region[] = []
  if (dy !== 0) strips.push({ x: 0, y: dy > 0 ? 0 : h + dy, w, h: Math.abs(dy) })
  const top = Math.max(0, dy)
  const height = h - Math.abs(dy)
  if (dx !== 0) strips.push({ x: dx > 0 ? 0 : w + dx, y: top, w: Math.abs(dx), h: height })
  return strips
}

/** Fewer regions that cover the same: those that overlap become one, so that nothing is painted twice. */
export function joined(regions: readonly Region[]): Region[] {
  const apart: Region[] = []
  for (let next of regions) {
    for (let i = 0; i < apart.length;) {
      const other = apart[i]!
      if (!overlaps(next, other)) {
        i++
        continue
      }
      next = around(next, other)
      apart.splice(i, 1)
      i = 0
    }
    apart.push(next)
  }
  return apart
}

export const areaOf = (regions: readonly Region[]): number =>
  regions.reduce((sum, { w, h }) => sum + w * h, 0)

const overlaps = (a: Region, b: Region) =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h

function around(a: Region, b: Region): Region {
  const x = Math.min(a.x, b.x)
  const y = Math.min(a.y, b.y)
  return { x, y, w: Math.max(a.x + a.w, b.x + b.w) - x, h: Math.max(a.y + a.h, b.y + b.h) - y }
}
