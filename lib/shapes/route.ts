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
/** A loop from a shape to itself has this radius, as part of the shape's smaller side, within bounds. */
const LOOP_RADIUS = 0.3
const [MIN_LOOP_RADIUS, MAX_LOOP_RADIUS] = [16, 60]
/** Where the loop's vertices are on its circle, from its outermost point. */
const LOOP_ANGLES = [-75, -25, 25, 75].map((degrees) => (degrees / 180) * Math.PI)
/** From the last vertex on, the circle is searched in these steps for where it enters the shape. */
const [LOOP_ENTRY, LOOP_STEP] = [(75 / 180) * Math.PI, Math.PI / 36]

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
  if (start && isLoop(record)) return loopAround(start, record)
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

/** A round loop on the upper right of a shape, to itself: vertices of a circle about its outline, cut where it enters. */
function loopAround({ shape, attach }: Target, record: ShapeRecord): Point[] {
  const { w, h } = shape.box
  const centre = centreOf(shape.box)
  const corner = shape.rotation - Math.atan2(h, w)
  const on = (middle: Point, radius: number, angle: number): Point =>
    add(middle, scale({ x: Math.cos(angle), y: Math.sin(angle) }, radius))
  const outline = (angle: number): Point => attach(shape, centre, on(centre, Math.hypot(w, h), angle))
  const hub = outline(corner)
  // Away from the outline, not from the centre: on a wide ellipse these differ by half a right angle.
  const along = subtract(outline(corner + LOOP_STEP), outline(corner - LOOP_STEP))
  const outwards = Math.atan2(-along.x, along.y)
  const radius = Math.max(MIN_LOOP_RADIUS, Math.min(MAX_LOOP_RADIUS, Math.min(w, h) * LOOP_RADIUS))
  const round = LOOP_ANGLES.map((angle) => on(hub, radius, outwards + angle))
  const gap = gapOf(record) + strokeOf(shape.record) / 2
  const entry = (side: 1 | -1): Point => {
    let last = on(hub, radius, outwards + side * LOOP_ENTRY)
    for (let angle = LOOP_ENTRY + LOOP_STEP; angle < Math.PI; angle += LOOP_STEP) {
      const next = on(hub, radius, outwards + side * angle)
      if (attach(shape, next, last) !== next) return on(hub, radius, outwards + side * (angle - gap / radius))
      last = next
    }
    return last
  }
  return [entry(-1), ...round, entry(1)]
}

/** Whether an arrow goes from a shape to itself without a bend of its own. */
export const isLoop = ({ data: { start, end, mid } }: ShapeRecord): boolean =>
  start !== undefined &&
  end !== undefined &&
  'shape' in start &&
  'shape' in end &&
  start.shape === end.shape &&
  !mid?.length
