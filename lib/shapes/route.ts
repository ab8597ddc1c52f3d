import type { ArrowEnd, ShapeRecord } from '../board/shape'
import { centreOf } from '../geometry/box'
import { add, distance, lerp, scale, subtract, type Point } from '../geometry/point'
import type { Placed, ShapeDefinition } from './define'
import { toPage } from './local'

/** What an arrow's end is tied to: a placed shape, and how that shape takes arrows. */
export interface Target {
  readonly shape: Placed
  readonly attach: NonNullable<ShapeDefinition['attach']>
}

/** Space between a target's outline and the arrow's tip, page units; half of both strokes is added. */
const GAP = 4
/** Where an end lands whose target is gone and whose other end is in the same place. */
const STRAY: Point = { x: 60, y: 0 }
/** A loop from a shape to itself reaches this far out of it, as part of its smaller side, and at least so much. */
const LOOP_REACH = 0.45
const MIN_LOOP_REACH = 36
/** Half the angle between the two ends of a loop. */
const LOOP_SPREAD = Math.PI / 9

/** The page place of an anchor in a target's unit square. */
const anchorOf = ({ shape }: Target, [u, v]: readonly [number, number]): Point =>
  toPage(shape, { x: u * shape.box.w, y: v * shape.box.h })

/**
 * The vertices of an arrow in page units: its ends at the outlines of what they are attached to, its bend points
 * between. An end whose target is missing falls to the arrow's own origin, so that the arrow stays on the board.
 */
export function arrowRoute(
  record: ShapeRecord,
  origin: Point,
  start: Target | null,
  end: Target | null,
): Point[] {
  const own = add(origin, { x: record.geo[0], y: record.geo[1] })
  const place = (at: ArrowEnd | undefined, target: Target | null): Point | null => {
    if (at && 'point' in at) return add(own, { x: at.point[0], y: at.point[1] })
    return at && target ? anchorOf(target, at.anchor) : null
  }
  const mids = (record.data.mid ?? []).map(([x, y]) => add(own, { x, y }))
  if (start && end && start.shape.record.id === end.shape.record.id && mids.length === 0) {
    return loopAround(start, record)
  }
  const from = place(record.data.start, start) ?? own
  const to = place(record.data.end, end) ?? (distance(own, from) > 1 ? own : add(from, STRAY))
  const gap = gapOf(record)
  const first = start ? meet(start, from, mids[0] ?? to, gap) : from
  const last = end ? meet(end, to, mids.at(-1) ?? from, gap) : to
  // Shapes that overlap: the clipped ends would have passed one another, so the arrow runs between its anchors.
  const isReversed = mids.length === 0 && dot(subtract(last, first), subtract(to, from)) <= 0
  return isReversed ? [from, to] : [first, ...mids, last]
}

const dot = (a: Point, b: Point): number => a.x * b.x + a.y * b.y
const strokeOf = ({ style }: ShapeRecord): number => (style.stroke === 'none' ? 0 : (style.width ?? 2))
const gapOf = (record: ShapeRecord): number => GAP + strokeOf(record) / 2

/** Where an arrow coming from `from` stops before its target. */
function meet({ shape, attach }: Target, anchor: Point, from: Point, gap: number): Point {
  const touch = attach(shape, anchor, from)
  const room = distance(from, touch)
  const stop = Math.min(gap + strokeOf(shape.record) / 2, room / 2)
  return room === 0 ? touch : lerp(touch, from, stop / room)
}

/** A loop on the upper right of a shape, to itself. */
function loopAround({ shape, attach }: Target, record: ShapeRecord): Point[] {
  const centre = centreOf(shape.box)
  const radius = Math.hypot(shape.box.w, shape.box.h)
  const reach = Math.max(MIN_LOOP_REACH, Math.min(shape.box.w, shape.box.h) * LOOP_REACH)
  const middle = shape.rotation - Math.atan2(shape.box.h, shape.box.w)
  const gap = gapOf(record)
  const towards = (angle: number): Point => ({ x: Math.cos(angle), y: Math.sin(angle) })
  const outside = (angle: number): Point => add(centre, scale(towards(angle), radius))
  const touch = (angle: number): Point => meet({ shape, attach }, centre, outside(angle), gap)
  const [a, b] = [touch(middle - LOOP_SPREAD), touch(middle + LOOP_SPREAD)]
  const out = scale(towards(middle), reach)
  return [a, add(a, out), add(b, out), b]
}
