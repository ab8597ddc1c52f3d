import { boxAround, cornersOf, type Box } from '../../geometry/box'
import { add, rotate, type Point } from '../../geometry/point'
import type { Scaling } from '../../board/operations'
import type { Env } from '../define'
import type { Guide } from '../snap/guide'
import type { MovedEnds } from '../snap/snap'
import { BOTH_ENDS, snapperFor, type SnapOptions, type Surroundings } from '../snap/snapper'
import type { Ends } from '../snap/span'
import { handlePoint, sideOf, type ResizeHandle, type SelectionFrame } from './frame'
import { scaled, scalingTo } from './scaling'

interface Held {
  readonly handle: ResizeHandle
  readonly frame: SelectionFrame
}
interface Snapped {
  readonly scaling: Scaling
  readonly near: Surroundings | null
  readonly guides: readonly Guide[]
}

/**
 * The scaling that brings a handle to `page` or to what it is near. Upright frames snap by the sides that are dragged;
 * of one turned by another angle a corner snaps as a point, and its sides, which lie along nothing, do not.
 */
export function snapHandle(
  { handle, frame }: Held,
  page: Point,
  options: { readonly keepsRatio: boolean; readonly fromCentre: boolean },
  pull: SnapOptions,
  env: Env,
): Snapped {
  const scaling = scalingTo(frame, handle, page, options)
  const isCorner = handle.length === 2
  const isUpright = Math.abs(Math.sin(2 * frame.rotation)) < 1e-6
  if (!isUpright && !isCorner) return { scaling, near: pull.near, guides: [] }

  const corner = (by: Scaling) => scaled(handlePoint(frame, handle), by)
  const boxOf = (by: Scaling): Box =>
    isUpright
      ? boxAround(cornersOf(frame.box, frame.rotation).map((p) => scaled(p, by)))
      : { ...corner(by), w: 0, h: 0 }
  const box = boxOf(scaling)
  const snapper = snapperFor(env, box, pull)
  if (!snapper) return { scaling, near: pull.near, guides: [] }

  const ends = isUpright ? endsOf({ handle, frame }, page, scaling.anchor) : BOTH_ENDS
  const slides = options.keepsRatio && isCorner
  const from = slides ? corner(scaling) : page
  const by = slides ? snapper.slide(scaling.anchor, from) : snapper.offset(box, ends)
  const pulled = scalingTo(frame, handle, add(from, by), options)
  return { scaling: pulled, near: snapper.near, guides: snapper.guides(boxOf(pulled), ends) }
}

/** Which sides of the upright frame are dragged: through the opposite one, they change their names. */
function endsOf({ handle, frame }: Held, page: Point, anchor: Point): MovedEnds {
  const side = rotate(sideOf(handle), frame.rotation)
  const end = (along: number, at: number, fixed: number): Ends =>
    Math.abs(along) < 0.5 ? 'none' : at < fixed ? 'lo' : 'hi'
  return { x: end(side.x, page.x, anchor.x), y: end(side.y, page.y, anchor.y) }
}
