import { boxFrom, intersects, overlapOf, type Box } from '../geometry/box'
import type { Point } from '../geometry/point'
import type { ShapeId } from '../board/ids'
import { touchesShape } from '../shapes/index'
import type { Command, Env, Touched } from './define'
import { Sweep } from './sweep'

/** A box that is dragged open over shapes, and what it touches. */
export interface Marquee {
  readonly origin: Point
  readonly box: Box | null
  readonly sweep: Sweep
}

export const newMarquee = (origin: Point, before: readonly ShapeId[], { board }: Env): Marquee => ({
  origin,
  box: null,
  sweep: new Sweep(board, before, 'some'),
})

/** Drag its corner to `page`. */
export function dragMarquee({ origin, box: before, sweep }: Marquee, page: Point, env: Env): Marquee {
  const box = boxFrom(origin, page)
  // Where both boxes have the same part of something, nothing about it has changed.
  const differs = (bounds: Box) =>
    before === null ? intersects(bounds, box) : !isSame(overlapOf(bounds, before), overlapOf(bounds, box))
  sweep.look(env.touched(differs), (shape) => isTouched(shape, box))
  return { origin, box, sweep }
}

export const shownMarquee = ({ box, sweep }: Marquee): readonly Command[] => [
  { do: 'marquee', box },
  ...sweep.told(),
]

/** Most shapes are all inside or all outside: only what the edge of the box goes through is looked at closely. */
function isTouched({ placed, clip, minX, minY, maxX, maxY }: Touched, box: Box): boolean {
  const [right, bottom] = [box.x + box.w, box.y + box.h]
  if (minX > right || maxX < box.x || minY > bottom || maxY < box.y) return false
  if (clip === null && minX >= box.x && maxX <= right && minY >= box.y && maxY <= bottom) return true
  const area = clip ? overlapOf(box, clip) : box
  return area !== null && touchesShape(placed, area)
}

const isSame = (a: Box | null, b: Box | null): boolean =>
  a === null || b === null ? a === b : a.x === b.x && a.y === b.y && a.w === b.w && a.h === b.h
