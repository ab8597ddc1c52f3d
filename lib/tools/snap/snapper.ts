import { centreOf, type Box } from '../../geometry/box'
import { add, distance, type Point } from '../../geometry/point'
import type { ShapeId } from '../../board/ids'
import type { Command, Env } from '../define'
import { gridStep } from './grid'
import type { Guide } from './guide'
import { fieldOf, guidesOf, slideOffset, snapOffset, type MovedEnds, type SnapField } from './snap'

/** CSS px within which something is pulled: more would be in the way, less would not be felt. */
export const SNAP_PX = 6

/** What a person has chosen to be pulled by, on this device. */
export interface SnapChoice {
  readonly objects: boolean
  readonly grid: boolean
}

/** Boxes to line up with, and how far from where it was asked they are all of them, page units. */
export interface Neighbours {
  readonly boxes: readonly Box[]
  readonly radius: number
}

/** What was gathered for a gesture, so that a move costs the same whatever is on the board. */
export interface Surroundings {
  readonly field: SnapField
  readonly view: Box
  readonly centre: Point
  readonly radius: number
}

/** What pulls at this moment of a gesture. */
export interface Snapper {
  /** To be handed in again with the next move. */
  readonly near: Surroundings
  offset(box: Box, ends: MovedEnds): Point
  /** For a corner that may only slide on its way from `anchor`. */
  slide(anchor: Point, corner: Point): Point
  guides(box: Box, ends: MovedEnds): readonly Guide[]
}

export const BOTH_ENDS: MovedEnds = { x: 'both', y: 'both' }
/** Takes every guide away. */
export const NO_GUIDES: Command = { do: 'guides', guides: [] }
const NOTHING = fieldOf([])

export interface SnapOptions {
  readonly near: Surroundings | null
  /** The key is held that turns snapping off for the moment, or on where it is off. */
  readonly isOther: boolean
  /** What is moved: it does not pull on itself, nor does what is in it. */
  readonly own?: readonly ShapeId[]
  /** Pulls as well. */
  readonly also?: readonly Point[]
}
type SnapEnv = Pick<Env, 'snap' | 'neighbours' | 'view' | 'zoom'>

/** What pulls on `box`; null when nothing does. */
export function snapperFor(env: SnapEnv, box: Box, options: SnapOptions): Snapper | null {
  const { near: before, isOther, own = [], also = [] } = options
  const chosen = env.snap
  const isOff = !chosen.objects && !chosen.grid
  if (isOff !== isOther) return null
  const near = before && holds(before, box, env.view) ? before : gather()
  const field = chosen.objects || isOff ? near.field : NOTHING
  const rule = { reach: SNAP_PX / env.zoom, grid: chosen.grid ? gridStep(env.zoom) : null }
  return {
    near,
    offset: (moved, ends) => snapOffset(field, moved, ends, rule),
    slide: (anchor, corner) => slideOffset(field, anchor, corner, rule),
    guides: (placed, ends) => guidesOf(field, placed, ends, rule),
  }

  function gather(): Surroundings {
    const { boxes, radius } = env.neighbours(box, own)
    return {
      field: fieldOf([...boxes, ...also.map(boxOfPoint)]),
      view: env.view,
      centre: centreOf(box),
      radius,
    }
  }
}

const boxOfPoint = ({ x, y }: Point): Box => ({ x, y, w: 0, h: 0 })

/** Where a point goes that is pulled, and why. */
export function snapPoint(env: SnapEnv, page: Point, options: SnapOptions) {
  const snapper = snapperFor(env, boxOfPoint(page), options)
  const at = snapper ? add(page, snapper.offset(boxOfPoint(page), BOTH_ENDS)) : page
  const guides = snapper?.guides(boxOfPoint(at), BOTH_ENDS) ?? []
  return { at, near: snapper?.near ?? options.near, shown: { do: 'guides', guides } as const }
}

/** What was gathered is good until the view moves, or the box has gone half way out of where it was gathered. */
function holds({ view, centre, radius }: Surroundings, box: Box, now: Box): boolean {
  const isSameView = view.x === now.x && view.y === now.y && view.w === now.w && view.h === now.h
  return isSameView && distance(centre, centreOf(box)) <= radius / 2
}
