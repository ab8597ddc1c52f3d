import { rotate, type Point } from '../geometry/point'
import { centreOf } from '../geometry/box'
import type { ShapeId } from '../board/ids'
import type { ArrowEnd } from '../board/shape'
import type { Placed } from '../shapes/define'
import type { Env } from './define'

/** An end within this share of a shape's middle means «this shape», not «this spot of it». */
const CENTRE_PULL = 0.2

/** Where `page` lies in a shape's unit square, the middle when it is near it. */
export function anchorIn({ box, rotation }: Placed, page: Point): readonly [u: number, v: number] {
  const local = rotate(page, -rotation, centreOf(box))
  const unit = (at: number, from: number, length: number) =>
    length === 0 ? 0.5 : Math.min(1, Math.max(0, (at - from) / length))
  const [u, v] = [unit(local.x, box.x, box.w), unit(local.y, box.y, box.h)]
  return Math.hypot(u - 0.5, v - 0.5) < CENTRE_PULL ? [0.5, 0.5] : [u, v]
}

/** The end that an arrow gets when it is dropped at `page`: attached to what it touches, else free. */
export function endAt(
  env: Pick<Env, 'targetAt' | 'place'>,
  page: Point,
  origin: Point,
  options: { except?: ShapeId; isFree?: boolean } = {},
): { readonly end: ArrowEnd; readonly target: ShapeId | null } {
  const target = options.isFree ? null : env.targetAt(page, options.except)
  const placed = target === null ? undefined : env.place(target)
  if (target !== null && placed) {
    return { end: { shape: target, anchor: anchorIn(placed, page) }, target }
  }
  return { end: { point: [page.x - origin.x, page.y - origin.y] }, target: null }
}
