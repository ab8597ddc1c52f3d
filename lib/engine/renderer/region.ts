import type { Box } from '../../geometry/box'
import type { Size } from '../navigation/camera'
import type { Lens } from './lens'

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
export function regionThrough(lens: Lens, { x, y, w, h }: Box, size: Size): Region | null {
  const left = Math.max(0, Math.floor(x * lens.scale) - lens.x - SOFT_EDGE)
  const top = Math.max(0, Math.floor(y * lens.scale) - lens.y - SOFT_EDGE)
  const right = Math.min(size.w, Math.ceil((x + w) * lens.scale) - lens.x + SOFT_EDGE)
  const bottom = Math.min(size.h, Math.ceil((y + h) * lens.scale) - lens.y + SOFT_EDGE)
  return right > left && bottom > top ? { x: left, y: top, w: right - left, h: bottom - top } : null
}

/** The part of the page whose shapes may paint on a region. */
export const pageThrough = (lens: Lens, { x, y, w, h }: Region): Box => ({
  x: (x + lens.x - SOFT_EDGE) / lens.scale,
  y: (y + lens.y - SOFT_EDGE) / lens.scale,
  w: (w + 2 * SOFT_EDGE) / lens.scale,
  h: (h + 2 * SOFT_EDGE) / lens.scale,
})

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

/** What two regions that touch have in common. */
export function overlap(a: Region, b: Region): Region {
  const [x, y] = [Math.max(a.x, b.x), Math.max(a.y, b.y)]
  return { x, y, w: Math.min(a.x + a.w, b.x + b.w) - x, h: Math.min(a.y + a.h, b.y + b.h) - y }
}

export const overlaps = (a: Region, b: Region) =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h

function around(a: Region, b: Region): Region {
  const x = Math.min(a.x, b.x)
  const y = Math.min(a.y, b.y)
  return { x, y, w: Math.max(a.x + a.w, b.x + b.w) - x, h: Math.max(a.y + a.h, b.y + b.h) - y }
}
