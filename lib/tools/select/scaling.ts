import { centreOf } from '../../geometry/box'
import { rotate, type Point } from '../../geometry/point'
import type { Scaling } from '../../board/operations'
import { sideOf, type ResizeHandle, type SelectionFrame } from './frame'

/** Smaller than this (page units) a side would have no length to grow from again. */
const LEAST_SIDE = 1

/** The scaling that brings `handle` under the pointer: `keepsRatio` (Shift), `fromCentre` (Alt). */
export function scalingTo(
  frame: SelectionFrame,
  handle: ResizeHandle,
  pointer: Point,
  { keepsRatio, fromCentre }: { keepsRatio: boolean; fromCentre: boolean },
): Scaling {
  const { box, rotation } = frame
  const centre = centreOf(box)
  const side = sideOf(handle)
  const local = rotate(pointer, -rotation, centre)
  const anchor = fromCentre
    ? centre
    : { x: centre.x - (side.x * box.w) / 2, y: centre.y - (side.y * box.h) / 2 }
  const grip = { x: centre.x + (side.x * box.w) / 2, y: centre.y + (side.y * box.h) / 2 }
  let x = factor(local.x - anchor.x, grip.x - anchor.x, box.w)
  let y = factor(local.y - anchor.y, grip.y - anchor.y, box.h)
  if (keepsRatio) {
    const both = side.x === 0 ? Math.abs(y) : side.y === 0 ? Math.abs(x) : Math.max(Math.abs(x), Math.abs(y))
    x = both * (x < 0 ? -1 : 1)
    y = both * (y < 0 ? -1 : 1)
  }
  return { anchor: rotate(anchor, rotation, centre), sx: x, sy: y, rotation }
}

/** Where a scaling takes a point. */
export function scaled(p: Point, { anchor, sx, sy, rotation = 0 }: Scaling): Point {
  const { x, y } = rotate(p, -rotation, anchor)
  return rotate({ x: anchor.x + (x - anchor.x) * sx, y: anchor.y + (y - anchor.y) * sy }, rotation, anchor)
}

function factor(to: number, from: number, length: number): number {
  if (from === 0 || length === 0) return 1
  const least = LEAST_SIDE / length
  const value = to / from
  return Math.abs(value) < least ? (value < 0 ? -least : least) : value
}
