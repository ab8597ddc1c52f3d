import { boxAround, contains, cornersOf, intersects, overlapOf, type Box } from '../geometry/box'
import { encloses, triangleTouchesBox, windingNumber } from '../geometry/enclosure'
import { distance, type Point } from '../geometry/point'
import { segmentTouchesBox } from '../geometry/segment'
import type { ShapeId } from '../board/ids'
import { outlineOf } from '../shapes/index'
import type { Command, Env, Touched } from './define'
import { Sweep } from './sweep'

/** CSS px between two points of a loop: a hand draws no finer. */
const STEP_PX = 3

/** A line drawn around shapes, and what is all inside it; it closes by itself. */
export interface Loop {
  readonly points: readonly Point[]
  readonly sweep: Sweep
}

export const newLoop = (origin: Point, before: readonly ShapeId[], { board }: Env): Loop => ({
  points: [origin],
  sweep: new Sweep(board, before, 'all'),
})

/** Draw on through `samples`. */
export function drawLoop({ points, sweep }: Loop, samples: readonly Point[], env: Env): Loop {
  let loop = points
  for (const page of samples) {
    const last = loop.at(-1)!
    if (distance(last, page) * env.zoom < STEP_PX) continue
    const first = loop[0]!
    loop = [...loop, page]
    // The closing side has swept over this triangle: the inside of the loop is as it was everywhere else.
    const touched = env.touched((bounds) => triangleTouchesBox(first, last, page, bounds))
    if (touched.length > 0) sweep.look(touched, isEnclosedBy(loop))
  }
  return { points: loop, sweep }
}

export const shownLoop = ({ points, sweep }: Loop): readonly Command[] => [
  { do: 'lasso', points },
  ...sweep.told(),
]
export const closedLoop = ({ sweep }: Loop): readonly Command[] => [...sweep.told({ isOver: true }), NO_LOOP]
export const droppedLoop = ({ sweep }: Loop): readonly Command[] => [
  NO_LOOP,
  { do: 'select', ids: sweep.before },
]
const NO_LOOP = { do: 'lasso', points: null } as const

function isEnclosedBy(loop: readonly Point[]): (shape: Touched) => boolean {
  const around = boxAround(loop)
  return (shape) => {
    const { placed, clip } = shape
    const bounds = boundsOf(shape)
    if (!intersects(around, bounds)) return false
    // Where no side goes through the bounds, they are all in or all out.
    if (clip === null && !passesThrough(loop, bounds)) return windingNumber(bounds, loop) !== 0
    // Not the bounds: they have margins for widths and shadows, which a loop may cut.
    const outline = clip ? seenOf(outlineOf(placed), clip) : outlineOf(placed)
    return contains(around, boxAround(outline)) && encloses(loop, outline)
  }
}

const boundsOf = ({ minX, minY, maxX, maxY }: Touched): Box => ({
  x: minX,
  y: minY,
  w: maxX - minX,
  h: maxY - minY,
})

const passesThrough = (loop: readonly Point[], box: Box): boolean =>
  loop.some((b, i) => segmentTouchesBox(loop.at(i - 1)!, b, box))

/** Of what a frame cuts, the part that is seen is enough to go around: the box of it. */
function seenOf(outline: readonly Point[], clip: Box): readonly Point[] {
  const box = boxAround(outline)
  if (contains(clip, box)) return outline
  const seen = overlapOf(box, clip)
  if (!seen) return []
  const corners = cornersOf(seen)
  return [...corners, corners[0]]
}
